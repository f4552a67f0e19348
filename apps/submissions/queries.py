"""Questions about submissions and revisions, as querysets and plain values."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.courses.models import STAFF_ROLES, Assignment, Role, Team
from apps.submissions.deadlines import duration_words, is_late, late_by
from apps.submissions.files import file_url, file_url_by_key
from apps.submissions.hooks import (
    Deliverable,
    RevisionSummary,
    deliverable_sources,
    summary_sources,
)
from apps.submissions.models import Artifact, Draft, DraftEdit, Revision, Submission
from apps.submissions.room import bytes_kept

__all__ = [
    "Deliverable",
    "RevisionSummary",
    "bytes_kept",
    "deliverable_sources",
    "deliverables",
    "duration_words",
    "file_url",
    "file_url_by_key",
    "is_late",
    "late_by",
    "latest_revision",
    "own_submission",
    "revisions_of",
    "summaries",
    "summary_sources",
    "team_has_work",
    "visible_submissions",
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


def visible_submissions(user: User) -> QuerySet[Submission]:
    """All submissions of courses where ``user`` is staff, and those of their own teams."""
    enrolled = user.enrollments.all()
    staff = enrolled.filter(role__in=STAFF_ROLES).values("course")
    student = enrolled.filter(role=Role.STUDENT).values("course")
    latest = Revision.objects.filter(submission=OuterRef("pk")).order_by("-number")
    return (
        Submission.objects.filter(
            Q(assignment__course__in=staff)
            | Q(assignment__course__in=student, team__in=user.teams.all())
        )
        .select_related("assignment__course", "team")
        .annotate(
            revision_count=Count("revisions", distinct=True),
            latest_id=Subquery(latest.values("public_id")[:1]),
            latest_at=Subquery(latest.values("received_at")[:1]),
        )
        .order_by("-created_at", "-id")
    )


def draft_of(submission: Submission) -> Draft | None:
    """The draft of the next revision, with its base."""
    return Draft.objects.filter(submission=submission).select_related("base").first()


def draft_edit_of(submission: Submission, public_id: str) -> DraftEdit | None:
    """An edit of the draft of ``submission``."""
    return DraftEdit.objects.filter(draft__submission=submission, public_id=public_id).first()


def stored_file(revision: Revision, path: str) -> Artifact | None:
    """A file of ``revision`` whose bytes are stored."""
    return Artifact.objects.filter(revision=revision, path=path).exclude(digest="").first()


def files_of(revision: Revision) -> QuerySet[Artifact]:
    """The files of a revision by path, those that were left out among them."""
    return Artifact.objects.filter(revision=revision).select_related("revision")


def own_revisions(user: User, assignment: Assignment) -> QuerySet[Revision]:
    """The revisions of the team of ``user`` for ``assignment``, newest first."""
    mine = Revision.objects.filter(
        submission__assignment=assignment, submission__team__in=user.teams.all()
    )
    return mine.select_related("uploaded_by", "submission__assignment").order_by("-number")
