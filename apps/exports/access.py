"""The guarded entry to an export."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from apps.accounts.models import User
from apps.courses.access import require
from apps.exports.models import Export
from apps.submissions.access import identity_before

_SUBMISSION = (
    "submission__assignment__course",
    "submission__assignment__rubric",
    "submission__team",
)


def export_for(user: User | AnonymousUser, public_id: str) -> Export:
    """An export; only who asked for it has it, because it holds what they may see."""
    found = (
        Export.objects.filter(public_id=public_id, author=user.pk)
        .select_related("revision", *(f"revision__{name}" for name in _SUBMISSION))
        .first()
    )
    if found is None:
        raise Http404
    require(
        identity_before(user, found.revision.submission), "submission.see", see="submission.see"
    )
    return found
