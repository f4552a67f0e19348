"""Questions about exports."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.annotations.models import Comment
from apps.exports.models import AnnotationImport, Export, ImportProblem
from apps.jobs.models import OPEN_STATES, JobState
from apps.submissions.models import Revision


def exports_of(revision: Revision, user: User) -> list[Export]:
    """The newest exports of a revision that ``user`` asked for."""
    rows = Export.objects.filter(revision=revision, author=user).select_related("revision")
    return list(rows.order_by("-id")[:20])


def export_with(revision: Revision, user: User, form: str, stamp: str) -> Export | None:
    """The newest export of ``user`` that shows the same, unless it failed."""
    rows = Export.objects.filter(revision=revision, author=user, format=form, stamp=stamp)
    return rows.filter(state__in=(*OPEN_STATES, JobState.DONE)).order_by("-id").first()


def published_comments(revision: Revision) -> int:
    """How many comments an export of the revision may hold."""
    submission = revision.submission_id
    rows = Comment.objects.filter(thread__submission=submission, published_at__isnull=False)
    return rows.count()


def imports_of(revision: Revision, user: User) -> list[AnnotationImport]:
    """The newest imports into a revision that ``user`` sent."""
    rows = AnnotationImport.objects.filter(revision=revision, author=user)
    return list(rows.order_by("-id")[:5])


def problems_of(job: AnnotationImport | None) -> QuerySet[ImportProblem]:
    """What was not taken over as it was, in the order of the file; nothing without an import."""
    return ImportProblem.objects.filter(job=job) if job else ImportProblem.objects.none()
