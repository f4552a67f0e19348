"""The guarded entries to exports and imports."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from apps.accounts.models import User
from apps.courses.access import require
from apps.exports.models import AnnotationImport, Export
from apps.submissions.access import identity_before

Job = TypeVar("Job", Export, AnnotationImport)

_SUBMISSION = (
    "submission__assignment__course",
    "submission__assignment__rubric",
    "submission__team",
)


def export_for(user: User | AnonymousUser, public_id: str) -> Export:
    """An export; only who asked for it has it, because it holds what they may see."""
    return _own(Export, user, public_id)


def import_for(user: User | AnonymousUser, public_id: str) -> AnnotationImport:
    """An import of annotations; only who sent it has it, because it holds what they sent."""
    return _own(AnnotationImport, user, public_id)


def _own(model: type[Job], user: User | AnonymousUser, public_id: str) -> Job:
    found = (
        model._default_manager.filter(public_id=public_id, author=user.pk)  # noqa: SLF001
        .select_related("revision", *(f"revision__{name}" for name in _SUBMISSION))
        .first()
    )
    if found is None:
        raise Http404
    identity = identity_before(user, found.revision.submission)
    require(identity, "submission.see", see="submission.see")
    return found
