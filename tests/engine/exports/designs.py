"""A design with comments of every kind, for tests of exports."""

from __future__ import annotations

from apps.engine.anchors.create import (
    anchor_cell,
    anchor_document,
    anchor_region,
    anchor_section,
    anchor_text,
)
from apps.engine.anchors.elements import anchor_element
from apps.engine.anchors.selectors import Anchor, Polygon, Rectangle
from apps.engine.assemble import assemble
from apps.engine.exports.model import CommentExport, DesignExport, ThreadExport
from apps.engine.package import Package
from apps.engine.reading import read_file

REVISION = "https://review.example/r/7f3a"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
DESIGN = """---
title: Recommender
workload: recommender
---
# Recommender 🚀 推荐

We serve **70,000 QPS** at peak with *99.95 %* availability. The café\u0301 rule: `n - 1` zones.

## Architecture

```mermaid
---
title: Request path
---
flowchart LR
  subgraph zone-a
    A[Gateway] -->|gRPC| B[Ranker]
  end
  B --> C[(Feature store)]
```

```mermaid
sequenceDiagram
  participant G as Gateway
  participant R as Ranker
  G->>R: score(candidates)
  R-->>G: scores
```

![The load test](img/load.png)

See [the decision](adr/0001-use-a-queue.md#status) and [the table](#capacity).

## Capacity

| Component | Replicas | Zones | Peak QPS |
|---|---:|---|---|
| Ranker | 183 | 3 | 70000 |
| Gateway | 20 | 3 | 70000 |

- first point
- second point
  with a line more

The latency is $p_{99} < 200\\,ms$, as the footnote[^1] says. The latency is good.

```python
def demand(qps: int) -> int:
    return qps // 500
```

> Quoted words.

[^1]: Measured in May.
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
FILES = {
    "design.md": DESIGN.encode(),
    "adr/0001-use-a-queue.md": ADR.encode(),
    "deploy.mmd": b"flowchart TB\n  L[Load balancer] --> S[Service]\n",
    "img/load.png": PIXEL,
}


def package(files: dict[str, bytes] | None = None) -> Package:
    return assemble([read_file(path, data) for path, data in (files or FILES).items()])


def phrase(design: Package, words: str, path: str = "design.md") -> Anchor:
    text = design.texts[path]
    start = text.text.index(words)
    return anchor_text(text, start, start + len(words), design.documents.get(path))


def element(design: Package, key: str, element: str) -> Anchor:
    return anchor_element(next(d for d in design.diagrams if d.key == key), element)


def comment(n: int, body: str = "Why so?", suggestion: str | None = None) -> CommentExport:
    return CommentExport(f"comments/{n}", "Ada", f"2026-11-24T10:{n % 60:02}:00Z", body, suggestion)


def thread(number: int, anchor: Anchor | None, type_: str = "issue", **given) -> ThreadExport:
    values = {
        "severity": "major" if type_ == "issue" else "",
        "state": "open",
        "fate": "exact" if anchor else "needs_placing",
        "place": f"{anchor.artifact}, somewhere" if anchor else "a sentence that is gone",
        "comments": (comment(number),),
    }
    return ThreadExport(
        id=f"threads/{number}", number=number, type=type_, anchor=anchor, **(values | given)
    )


def threads(design: Package) -> tuple[ThreadExport, ...]:
    text, document = design.texts["design.md"], design.documents["design.md"]
    anchors = (
        phrase(design, "70,000 QPS"),
        phrase(design, "availability. The café\u0301"),
        anchor_section(text, document, "architecture"),
        anchor_cell(text, document, 0, 0, 1),
        element(design, "request-path", "node:B"),
        element(design, "request-path", "edge:A->B#0"),
        element(design, "request-path", "group:zone-a"),
        element(design, "diagram-2", "participant:G"),
        element(design, "diagram-2", "message:1"),
        element(design, "deploy", "node:S"),
        anchor_region("img/load.png", Rectangle(10, 12.5, 30, 40.25)),
        anchor_region("img/load.png", Polygon(((1, 1), (50.5, 2), (20, 90)))),
        anchor_region("design.md", Rectangle(5, 5, 20, 20, "request-path")),
        anchor_document("adr/0001-use-a-queue.md"),
        phrase(design, "- second point\n  with a line more"),
        phrase(design, "return qps"),
        None,
    )
    kinds = ("issue", "question", "praise", "risk", "non_risk", "sensitivity_point")
    found = [thread(n, a, kinds[n % len(kinds)]) for n, a in enumerate(anchors, start=1)]
    replies = (
        comment(40, "It **is** so.\n\n- one\n- two", "75,000 QPS"),
        comment(41, "Thanks & <b>bye</b>"),
    )
    found.append(
        thread(
            40,
            phrase(design, "Events are late", "adr/0001-use-a-queue.md"),
            "suggestion",
            comments=replies,
            state="addressed",
            fate="edited",
        )
    )
    return tuple(found)


def design(files: dict[str, bytes] | None = None) -> DesignExport:
    made = package(files)
    return DesignExport("Recommender", 3, REVISION, "2026-11-25T08:00:00Z", made, threads(made))
