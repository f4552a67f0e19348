"""Small designs for tests of pages, and the way they are handed in and checked."""

from __future__ import annotations

import io
import zipfile

from django.utils import timezone

from apps.checkruns import queries
from apps.checkruns.jobs import run as runs
from apps.submissions.services import revision_submit

DESIGN = """# Recommender

## Requirements

We serve 70,000 QPS at peak with 99.95 % availability.

## Architecture

```mermaid
flowchart LR
  A[Gateway] --> B[Ranker]
```

See [the decision](adr/0001-use-a-queue.md) and ![the load test](load.png).

## Capacity

| Component | Replicas | Zones | QPS per replica | Peak QPS |
|---|---|---|---|---|
| Ranker | {replicas} | 3 | 500 | 70000 |

See [the runbook](runbook.md).
"""
ADR = """# 1. Use a queue

Date: 2026-02-03

## Status

Accepted

## Context

Peaks are short.

## Decision

We use a queue.

## Consequences

Events are late by seconds.
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def files(replicas: int = 183, **more: str | bytes) -> dict[str, str | bytes]:
    """A package whose fleet has so many replicas."""
    base = {"design.md": DESIGN.format(replicas=replicas), "adr/0001-use-a-queue.md": ADR}
    return {**base, "load.png": PIXEL, **more}


def zipped(content: dict[str, str | bytes]) -> bytes:
    """The files as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in content.items():
            archive.writestr(path, data)
    return out.getvalue()


def hand_in(assignment, user, content=None, **more):
    """A revision of ``user``'s team with these files."""
    return revision_submit(
        assignment=assignment,
        user=user,
        name="design.zip",
        data=zipped(content or files()),
        received_at=more.pop("received_at", timezone.now()),
        **more,
    )


def check(revision):
    """Carry out the newest run of ``revision`` and return it."""
    run = queries.latest_run(revision)
    runs.execute(run.pk)
    run.refresh_from_db()
    return run
