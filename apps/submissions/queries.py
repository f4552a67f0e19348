"""Questions about submissions and revisions, as querysets and plain values."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from apps.accounts.models import User
from apps.courses.models import Assignment, Team
from apps.submissions.hooks import (
    Deliverable,
    RevisionSummary,
    deliverable_sources,
    summary_sources,
)
from apps.submissions.models import Revision, Submission

__all__ = [
    "Deliverable",
    "RevisionSummary",
    "deliverable_sources",
    "deliverables",
    "latest_revision",
    "own_submission",
    "revisions_of",
    "summaries",
    "summary_sources",
    "team_has_work",
]


def own_submission(user: User, assignment: Assignment) -> Submission | None:
    """The submission of the team of ``user``, if something was handed in."""
    return (
        Submission.objects.filter(assignment=assignment, team__memberships__user=user)
        .select_related("team")
        .first()
    )


def revisions_of(submission: Submission) -> QuerySet[Revision]:
    """Its revisions, newest first, with who uploaded them and their number of files."""
    return (
        submission.revisions.select_related("uploaded_by")
        .annotate(file_count=Count("artifacts"))
        .order_by("-number")
    )


def latest_revision(submission: Submission) -> Revision | None:
    """The newest revision."""
    return submission.revisions.select_related("uploaded_by").order_by("-number").first()


def summaries(revisions: Sequence[Revision]) -> dict[int, RevisionSummary]:
    """How each revision is doing, by primary key; asks each source once for all of them."""
    found: dict[int, RevisionSummary] = {}
    for source in summary_sources:
        found |= source(revisions)
    return found


def deliverables(revision: Revision) -> list[Deliverable]:
    """What the assignment asks for, as it was read from ``revision``."""
    return [one for source in deliverable_sources for one in source(revision)]


def team_has_work(team: Team) -> bool:
    """Whether a team has handed in something: then nobody can leave it without a trace."""
    return Submission.objects.filter(team=team).exists()
