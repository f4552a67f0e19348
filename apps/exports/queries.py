"""Questions about exports."""

from __future__ import annotations

from apps.accounts.models import User
from apps.exports.models import Export
from apps.submissions.models import Revision


def exports_of(revision: Revision, user: User) -> list[Export]:
    """The newest exports of a revision that ``user`` asked for."""
    rows = Export.objects.filter(revision=revision, author=user).select_related("revision")
    return list(rows.order_by("-id")[:20])
