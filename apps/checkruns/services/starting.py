"""Starting, repeating and cancelling check runs."""

from __future__ import annotations

import hashlib

from django.db import transaction

from apps.accounts.models import User
from apps.activity.services import record
from apps.checkruns.models import CheckRun
from apps.common import limits
from apps.engine import ENGINE_VERSION, refdata
from apps.jobs import services as jobs
from apps.submissions.models import Revision

TASK = "checkruns.run"


def run_key(revision: Revision, *, overlay_digest: str = "") -> str:
    """SHA-256 of all that decides the answer: two runs with one key give the same bytes."""
    parts = (
        revision.digest,
        revision.main_path,
        overlay_digest,
        ENGINE_VERSION,
        revision.submission.assignment.rubric.digest,
        refdata.version(),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@transaction.atomic
def run_for(revision: Revision) -> CheckRun:
    """The run of this revision under today's engine, rubric and reference data; made if missing.

    ``submissions`` calls it inside the transaction that stores the revision, so there is never a
    revision without its run.
    """
    run, created = CheckRun.objects.get_or_create(
        revision=revision,
        key=run_key(revision),
        defaults={
            "engine_version": ENGINE_VERSION,
            "rubric_digest": revision.submission.assignment.rubric.digest,
            "refdata_version": refdata.version(),
        },
    )
    if created:
        jobs.enqueue(TASK, run.pk)
    return run


@transaction.atomic
def recheck(*, revision: Revision, by: User | None) -> CheckRun:
    """Check again: a new run when engine, rubric or data changed, else a new attempt of a broken one.

    A run that is open, or done under the same key, stays as it is: it could only say the same.

    Raises:
        LimitReached: ``by`` asked too often within the hour.
    """
    if by is not None:
        limits.require(
            "rechecks", by.pk, what="You asked for checks again many times within the hour."
        )
    run = run_for(revision)
    if jobs.retry(CheckRun, run.pk):
        jobs.enqueue(TASK, run.pk)
        run.refresh_from_db()
    _log("run.rechecked", run, by)
    return run


@transaction.atomic
def cancel(*, run: CheckRun, by: User | None) -> bool:
    """End an open run; ``False`` when it had ended already."""
    cancelled = jobs.cancel(CheckRun, run.pk)
    if cancelled:
        _log("run.cancelled", run, by)
    return cancelled


def _log(verb: str, run: CheckRun, by: User | None) -> None:
    course = run.revision.submission.assignment.course
    record(actor=by, verb=verb, obj=run, course=course, data={"attempt": run.attempt})
