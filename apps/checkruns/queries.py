"""Questions about runs, findings and replies."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.accounts.policy import Identity, allows
from apps.checkruns.models import CheckRun, FindingReply, RunFinding
from apps.common import storage as files
from apps.engine import storage
from apps.engine.package import Package
from apps.jobs.models import OPEN_STATES, JobState
from apps.submissions.models import Revision, Submission
from apps.submissions.queries import RevisionSummary, visible_submissions

READY = (JobState.DONE, JobState.PARTLY_FAILED)
"""States of a run that has results to show."""


def latest_run(revision: Revision) -> CheckRun | None:
    """The newest run of a revision."""
    return CheckRun.objects.filter(revision=revision).order_by("-id").first()


def latest_runs(revisions: Sequence[Revision]) -> dict[int, CheckRun]:
    """The newest run of each revision, by the revision's primary key; one query."""
    runs = CheckRun.objects.filter(revision__in=[one.pk for one in revisions]).order_by("id")
    return {run.revision_id: run for run in runs}


def ready_run(revision: Revision) -> CheckRun | None:
    """The newest run of a revision that has results."""
    return CheckRun.objects.filter(revision=revision, state__in=READY).order_by("-id").first()


def package_of_revision(revision: Revision) -> Package | None:
    """The package of a revision as its newest finished run read it; ``None`` before."""
    run = ready_run(revision)
    return package_of(run) if run else None


def finding_of_revision(revision: Revision, identity: str) -> RunFinding | None:
    """A finding of the newest finished run of a revision."""
    run = ready_run(revision)
    return finding_of(run, identity) if run else None


def findings_of_revision(revision: Revision, who: Identity) -> list[dict[str, Any]]:
    """Findings of the newest finished run that ``who`` may see, in their order, without muted ones."""
    run = ready_run(revision)
    rows = RunFinding.objects.filter(run=run, muted=False, ignored=False) if run else []
    return [row.data for row in rows if row.stage != "preview" or allows("preview.see", who)]


def run_summaries(revisions: Sequence[Revision]) -> dict[int, RevisionSummary]:
    """How revisions are doing, for the pages of ``submissions``."""
    return {
        key: RevisionSummary(
            state=run.state,
            errors=run.blockers + run.errors,
            warnings=run.warnings,
            infos=run.infos,
        )
        for key, run in latest_runs(revisions).items()
    }


def revisions_of(submission: Submission) -> QuerySet[Revision]:
    """All revisions of a submission, newest first."""
    return Revision.objects.filter(submission=submission).order_by("-number")


def run_before(revision: Revision) -> CheckRun | None:
    """The newest finished run of an earlier revision of the same submission."""
    return (
        CheckRun.objects.filter(
            revision__submission=revision.submission_id,
            revision__number__lt=revision.number,
            state__in=READY,
        )
        .select_related("revision")
        .order_by("-revision__number", "-id")
        .first()
    )


def finding_states(run: CheckRun | None) -> dict[str, str]:
    """State by identity of the findings of a run that count."""
    if run is None:
        return {}
    rows = RunFinding.objects.filter(run=run, muted=False, ignored=False)
    return dict(rows.values_list("identity", "state"))


def replies_of(submission: Submission) -> dict[str, list[FindingReply]]:
    """Replies by the identity of the finding they answer, oldest first."""
    found: defaultdict[str, list[FindingReply]] = defaultdict(list)
    replies = FindingReply.objects.filter(submission=submission).select_related(
        "author", "revision"
    )
    for reply in replies:
        found[reply.identity].append(reply)
    return dict(found)


def replies_to(submission: Submission, identity: str) -> list[FindingReply]:
    """Replies to one finding, oldest first."""
    replies = FindingReply.objects.filter(submission=submission, identity=identity)
    return list(replies.select_related("author", "revision", "submission"))


def finding_of(run: CheckRun, identity: str) -> RunFinding | None:
    """One finding of a run."""
    return RunFinding.objects.filter(run=run, identity=identity).first()


def runs_by_state(since: datetime) -> list[tuple[str, int]]:
    """Open runs, and runs that ended since then, by state."""
    recent = Q(finished_at__gte=since) | Q(state__in=OPEN_STATES)
    rows = CheckRun.objects.filter(recent).values_list("state").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(rows)
    return [(str(state.value), counts.get(state.value, 0)) for state in JobState]


def runs_at_work() -> list[CheckRun]:
    """Runs that a worker holds now."""
    return list(CheckRun.objects.filter(state=JobState.RUNNING).order_by("started_at")[:50])


def oldest_waiting() -> CheckRun | None:
    """The run that waits longest."""
    return CheckRun.objects.filter(state=JobState.QUEUED).order_by("created_at").first()


def stopped_runs(since: datetime) -> list[CheckRun]:
    """Runs that did not end well, newest first."""
    bad = (JobState.FAILED, JobState.TIMED_OUT, JobState.PARTLY_FAILED)
    return list(
        CheckRun.objects.filter(state__in=bad, finished_at__gte=since).order_by("-finished_at")[:30]
    )


def run_times(since: datetime) -> list[float]:
    """Seconds of the last thousand finished runs, shortest first."""
    rows = CheckRun.objects.filter(
        state=JobState.DONE, finished_at__gte=since, started_at__isnull=False
    ).order_by("-id")
    spans = rows.values_list("started_at", "finished_at")[:1000]
    return sorted((end - start).total_seconds() for start, end in spans if end and start)


def checked_submissions(user: User) -> QuerySet[Submission]:
    """The submissions that ``user`` may see, with state and counts of the newest run; one query."""
    runs = CheckRun.objects.filter(revision__submission=OuterRef("pk"))
    runs = runs.order_by("-revision__number", "-id")
    return visible_submissions(user).annotate(
        run_state=Subquery(runs.values("state")[:1]),
        errors=Subquery(runs.annotate(n=F("errors") + F("blockers")).values("n")[:1]),
        warnings=Subquery(runs.values("warnings")[:1]),
    )


def package_of(run: CheckRun) -> Package | None:
    """The package as it was read in this run; ``None`` while there is none."""
    data = files.get_named(run.package_name) if run.package_name else None
    return storage.loads(data, Package) if data else None


def reading_of(run: CheckRun) -> dict[str, Any] | None:
    """The JSON of ``read``; ``None`` while there is none."""
    return _json(run.reading_name)


def report_of(run: CheckRun) -> dict[str, Any] | None:
    """The JSON of ``check``; ``None`` while there is none."""
    return _json(run.report_name)


def _json(name: str) -> dict[str, Any] | None:
    data = files.get_named(name) if name else None
    return dict(json.loads(data)) if data else None


def runs_of(revision: Revision) -> QuerySet[CheckRun]:
    """The runs of a revision, newest first."""
    return CheckRun.objects.filter(revision=revision).select_related("revision").order_by("-id")


def findings_in(run: CheckRun) -> QuerySet[RunFinding]:
    """The findings of a run, the most serious first."""
    return RunFinding.objects.filter(run=run)
