"""Comparisons of two runs: made in a limited child, kept in storage under the names of both packages.

A page waits for a moment; what takes longer is made by a worker, and the page asks again.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.checkruns import queries
from apps.checkruns.models import CheckRun
from apps.common import storage as files
from apps.comparison.models import ComparisonJob
from apps.engine import ENGINE_VERSION, storage
from apps.engine.diff.side_by_side.comparison import Comparison
from apps.engine.document.model import Document
from apps.engine.package import Package
from apps.jobs import services as jobs
from apps.jobs.models import JobState
from apps.sandbox import services as sandbox
from apps.workspace.services import RENDERER_VERSION, html_of, is_rendered

log = structlog.get_logger(__name__)

COMPARER_VERSION = "1"
"""Part of the name of every comparison; raise it when what is kept changes."""

TASK = "comparison.make"
NOT_YET = "it is being made"
_AGAIN_AFTER = timedelta(minutes=5)
"""How long a comparison that came to no end is not tried again."""


class NotCompared(Exception):
    """There is none; the text goes on "it needed more than …". ``soon`` when a worker is at it."""

    def __init__(self, reason: str, *, soon: bool = False) -> None:
        super().__init__(reason)
        self.soon = soon


def comparison_of(old: CheckRun, new: CheckRun) -> Comparison:
    """What the page shows of two runs that have read their packages.

    Raises:
        NotCompared: It takes longer than a page waits, more than we give, or stopped inside.
    """
    return storage.loads(_kept(old, new, "page"), Comparison)


def diff_of(old: CheckRun, new: CheckRun) -> dict[str, Any]:
    """The JSON of ``diff``; raises ``NotCompared`` as ``comparison_of`` does."""
    return dict(json.loads(_kept(old, new, "diff")))


def folder_of(old: CheckRun, new: CheckRun) -> str:
    """Where a comparison lies; the name of a package holds the key of its run."""
    name = hashlib.sha256(f"{old.package_name}\0{new.package_name}".encode()).hexdigest()
    version = f"{COMPARER_VERSION}-{ENGINE_VERSION}-{RENDERER_VERSION}"
    return f"comparisons/{version}/{name[:2]}/{name}"


def _kept(old: CheckRun, new: CheckRun, part: str) -> bytes:
    known = files.get_named(f"{folder_of(old, new)}/{part}.json")
    if known is not None:
        return known
    job = ComparisonJob.objects.filter(old=old, new=new).first()
    if job is not None and job.is_open:
        raise NotCompared(NOT_YET, soon=True)
    if job is not None and _lately(job):
        raise NotCompared(job.problem)
    # A document that was not rendered before would keep the page waiting as well.
    if all(_is_rendered(*pair) for pair in _packages(old, new)):
        try:
            return comparison_make(old=old, new=new, patience=settings.PATIENCE_SECONDS)[part]
        except (sandbox.Died, sandbox.Failed, OSError) as error:
            log.warning("not_compared", old=old.pk, new=new.pk, error=str(error))
            if getattr(error, "reason", "") != "time":
                raise _remembered(old, new, error) from error
    comparison_ask(old=old, new=new)
    raise NotCompared(NOT_YET, soon=True)


def _remembered(old: CheckRun, new: CheckRun, error: Exception) -> NotCompared:
    """Keep why there is none, so that the next page does not try again."""
    reason = str(error) if isinstance(error, sandbox.Died) else "it stopped inside"
    ended = {"state": JobState.FAILED, "problem": reason, "finished_at": timezone.now()}
    ComparisonJob.objects.update_or_create(old=old, new=new, defaults=ended)
    return NotCompared(reason)


def _lately(job: ComparisonJob) -> bool:
    ended = job.finished_at if job.state != JobState.DONE else None
    return ended is not None and timezone.now() - ended < _AGAIN_AFTER


@transaction.atomic
def comparison_ask(*, old: CheckRun, new: CheckRun) -> None:
    """Have a worker compare; whoever asks meanwhile waits for the same."""
    # One that is done has left its result under the name of an earlier version.
    ComparisonJob.objects.filter(old=old, new=new, state=JobState.DONE).delete()
    job, made = ComparisonJob.objects.get_or_create(old=old, new=new)
    if made or jobs.retry(ComparisonJob, job.pk):
        jobs.enqueue(TASK, job.pk)


def comparison_make(
    *, old: CheckRun, new: CheckRun, patience: float | None = None
) -> dict[str, bytes]:
    """Compare in a child and keep what comes of it.

    Raises:
        sandbox.Died: It took more than we give to it, or than ``patience``.
        sandbox.Failed: It stopped inside.
    """
    with sandbox.server() as socket:
        answer = sandbox.ask(socket, _request(old, new), patience=patience)
    for name in ("diff", "page"):
        files.put_named(f"{folder_of(old, new)}/{name}.json", answer[name])
    return {name: bytes(answer[name]) for name in ("diff", "page")}


def _request(old: CheckRun, new: CheckRun) -> dict[str, Any]:
    """Both packages, with the HTML of the documents that are not the same in both."""
    html = [
        {document.path: html_of(package, document) for document in _changed(package, other)}
        for package, other in _packages(old, new)
    ]
    return {
        "op": "compare",
        "old": files.get_named(old.package_name),
        "new": files.get_named(new.package_name),
        "old_html": html[0],
        "new_html": html[1],
    }


def _packages(old: CheckRun, new: CheckRun) -> tuple[tuple[Package, Package], ...]:
    """Each package with the other."""
    before, after = _package(old), _package(new)
    return (before, after), (after, before)


def _package(run: CheckRun) -> Package:
    package = queries.package_of(run)
    if package is None:
        raise ValueError(f"run {run.pk} has read no package")
    return package


def _changed(package: Package, other: Package) -> list[Document]:
    return [
        document
        for path, document in package.documents.items()
        if path not in other.texts or other.texts[path].text != package.texts[path].text
    ]


def _is_rendered(package: Package, other: Package) -> bool:
    changed = _changed(package, other)
    return all(is_rendered(package, document) for document in changed)
