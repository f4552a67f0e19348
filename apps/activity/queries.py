"""Reading the log: what happened in courses, to an object, or by a person."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.activity.models import Event
from apps.activity.phrases import Line, line_of

__all__ = ["Line", "events_about", "events_in_courses", "feed", "line_of"]


def events_in_courses(course_ids: Collection[str]) -> QuerySet[Event]:
    """Everything that happened in these courses (public ids), newest first: for their staff."""
    return Event.objects.filter(course_id__in=course_ids).select_related("actor")


def events_about(object_type: str, object_id: str) -> QuerySet[Event]:
    """The history of one object, newest first."""
    return Event.objects.filter(object_type=object_type, object_id=object_id).select_related(
        "actor"
    )


def feed(user: User, *, staff_courses: Collection[str], teams: Collection[str]) -> QuerySet[Event]:
    """What ``user`` may be told about, newest first.

    Own actions, everything in courses where they are staff, and what was done for their own teams.
    Events that carry ``data.team_id`` (a public id) are for that team and the staff.
    """
    mine = Q(actor=user) | Q(data__team_id__in=list(teams)) | Q(course_id__in=list(staff_courses))
    return Event.objects.filter(mine).select_related("actor")
