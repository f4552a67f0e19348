"""Questions about exports."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.exports.models import AnnotationImport, Export, ImportProblem
from apps.submissions.models import Revision


def exports_of(revision: Revision, user: User) -> list[Export]:
    """The newest exports of a revision that ``user`` asked for."""
    rows = Export.objects.filter(revision=revision, author=user).select_related("revision")
    return list(rows.order_by("-id")[:20])


def imports_of(revision: Revision, user: User) -> list[AnnotationImport]:
    """The newest imports into a revision that ``user`` sent."""
    rows = AnnotationImport.objects.filter(revision=revision, author=user)
    return list(rows.order_by("-id")[:5])


def problems_of(job: AnnotationImport | None) -> QuerySet[ImportProblem]:
    """What was not taken over as it was, in the order of the file; nothing without an import."""
    return ImportProblem.objects.filter(job=job) if job else ImportProblem.objects.none()
