"""Asking for threads to be carried into newer revisions; the work is done in ``apps.annotations.jobs``."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from apps.annotations.models import Carry, Thread
from apps.checkruns.models import CheckRun
from apps.jobs import services as jobs
from apps.jobs.models import JobState
from apps.submissions.models import Revision, Submission

TASK = "annotations.carry"


def carry_after_reading(run: CheckRun) -> None:
    """Called by ``checkruns`` inside the transaction that ends a run with a package."""
    revision = run.revision
    if revision.number > 1 and Thread.objects.filter(submission=revision.submission_id).exists():
        _ask(revision)


@transaction.atomic
def carry_again(submission: Submission, *, after: int) -> None:
    """Carry into every revision after ``after`` what is not there yet."""
    for revision in Revision.objects.filter(submission=submission, number__gt=after):
        _ask(revision)


def _ask(revision: Revision) -> None:
    """A queued row, whatever it was before; a worker that is at it loses its claim and stops."""
    row, made = Carry.objects.get_or_create(revision=revision)
    if not made:
        Carry.objects.filter(pk=row.pk).update(
            state=JobState.QUEUED,
            token="",
            lease_until=None,
            announced_at=None,
            finished_at=None,
            last_attempt=F("attempt") + 3,
        )
    jobs.enqueue(TASK, row.pk)
