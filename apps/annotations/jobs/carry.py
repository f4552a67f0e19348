"""Carrying every thread of a submission into one revision.

A thread is carried from the newest earlier revision in which it has a place, so one that could not
be placed in revision 2 is tried again from revision 1 in revision 3. Rows that are there already,
among them those that a person placed, stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from apps.annotations.models import Anchor as AnchorRow
from apps.annotations.models import AnchorState, Carry, Thread
from apps.annotations.services.anchoring import anchor_of, plain_guess
from apps.annotations.services.boards import locked, publish
from apps.checkruns.queries import package_of_revision
from apps.engine.anchors.carry import Carried, Side, carry
from apps.engine.anchors.columns import values_of
from apps.engine.package import Package
from apps.jobs import services as jobs
from apps.jobs.models import JobState
from apps.jobs.services import ending
from apps.submissions.models import Revision

_PLACED = (AnchorState.EXACT, AnchorState.CARRIED, AnchorState.EDITED, AnchorState.RELOCATED)


def execute(job_id: int) -> None:
    """Claim the job and carry; returns at once when another worker has it."""
    lease = jobs.claim(Carry, job_id)
    if lease is None:
        return
    with ending(lease):
        revision = Carry.objects.select_related("revision__submission").get(pk=job_id).revision
        rows = carried_rows(revision)
        lease.finish(JobState.DONE, write=lambda: _write(revision, rows))


def carried_rows(revision: Revision) -> list[AnchorRow]:
    """Unsaved rows of the threads that have none in ``revision``; none while it is not read."""
    threads = list(
        Thread.objects.filter(
            submission=revision.submission_id, revision__number__lt=revision.number
        )
        .exclude(anchors__revision=revision)
        .values_list("pk", flat=True)
    )
    package = package_of_revision(revision) if threads else None
    if package is None:
        return []
    rows: list[AnchorRow] = []
    for base, group in _by_base(threads, revision).items():
        rows += _from_base(base, group, revision, package)
    return rows


def _by_base(threads: Sequence[int], revision: Revision) -> dict[Revision, list[AnchorRow]]:
    """The newest earlier place of each thread, by the revision it is in."""
    rows = (
        AnchorRow.objects.filter(thread__in=threads, revision__number__lt=revision.number)
        .exclude(state=AnchorState.NEEDS_PLACING)
        .select_related("revision")
        .order_by("revision__number")
    )
    newest = {row.thread_id: row for row in rows}
    groups: dict[Revision, list[AnchorRow]] = defaultdict(list)
    for row in newest.values():
        groups[row.revision].append(row)
    return groups


def _from_base(
    base: Revision, rows: Iterable[AnchorRow], revision: Revision, package: Package
) -> list[AnchorRow]:
    old = package_of_revision(base)
    placed = [row for row in rows if row.state in _PLACED]
    gone = [_copy(row, revision) for row in rows if row.state not in _PLACED]
    if old is None:
        return gone
    fates = carry([anchor_of(row) for row in placed], old=Side.of(old), new=Side.of(package))
    return gone + [
        _row(row, fate, revision, package) for row, fate in zip(placed, fates, strict=True)
    ]


def _row(row: AnchorRow, fate: Carried, revision: Revision, package: Package) -> AnchorRow:
    shown = fate.anchor if fate.anchor is not None else fate.old
    values = values_of(shown, package)
    if fate.anchor is None:
        values |= {"start": None, "end": None}
    return AnchorRow(
        thread_id=row.thread_id,
        revision=revision,
        state=fate.state,
        score=fate.score,
        method=fate.method[:60],
        guess=plain_guess(fate.guess),
        **values,
    )


def _copy(row: AnchorRow, revision: Revision) -> AnchorRow:
    """What is gone stays gone."""
    fields = ("state", "surface", "artifact", "element", "label", "quote", "selectors")
    return AnchorRow(
        thread_id=row.thread_id,
        revision=revision,
        method=row.method,
        **{name: getattr(row, name) for name in fields},
    )


def _write(revision: Revision, rows: Sequence[AnchorRow]) -> None:
    """Save the rows and tell the change; a thread that got a row meanwhile keeps that."""
    board = locked(revision.submission)
    AnchorRow.objects.bulk_create(rows, ignore_conflicts=True)
    threads = list(
        Thread.objects.filter(pk__in=[row.thread_id for row in rows]).exclude(published_at=None)
    )
    publish(board, threads)
    Thread.objects.bulk_update(threads, ["change"])
