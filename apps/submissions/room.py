"""How much of its room in storage a team, or a course, has taken."""

from __future__ import annotations

from django.db.models import Sum

from apps.courses.models import Course, Team
from apps.submissions.hooks import storage_sources
from apps.submissions.models import Revision


def bytes_kept(course: Course, team: Team | None = None) -> int:
    """Bytes in storage for a team of a course, or for all of them: revisions and what is added."""
    rows = Revision.objects.filter(submission__assignment__course=course)
    if team is not None:
        rows = rows.filter(submission__team=team)
    own: int = rows.aggregate(sum=Sum("stored_bytes"))["sum"] or 0
    return own + sum(source(course, team) for source in storage_sources)
