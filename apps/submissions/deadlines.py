"""Lateness: computed from the arrival of a revision and the dates of the assignment, never stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func, Q

from apps.courses.models import Assignment


class _Minutes(Func):
    """A number of minutes as a span: neither database multiplies a column by a span in Django's way."""

    output_field = DurationField()

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """Spans are microseconds here."""
        return self.as_sql(compiler, connection, template="(%(expressions)s * 60000000)")

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """By PostgreSQL's own function."""
        return self.as_sql(compiler, connection, template="make_interval(mins => %(expressions)s)")


def grace_ends(assignment: Assignment) -> datetime:
    """Until when a revision still counts as in time."""
    return assignment.due_at + timedelta(minutes=assignment.grace_minutes)


def is_late(received: str, assignment: str) -> Q:
    """The same as a condition on rows: ``received`` and ``assignment`` are the names of their fields.

    A row without a time of arrival is not late.
    """
    ends = F(f"{assignment}__due_at") + _Minutes(f"{assignment}__grace_minutes")
    ended = ExpressionWrapper(ends, DateTimeField())
    return Q(**{f"{received}__isnull": False, f"{received}__gt": ended})


def late_by(assignment: Assignment, received_at: datetime) -> timedelta | None:
    """How long after the deadline a revision arrived; ``None`` within the grace period."""
    if received_at <= grace_ends(assignment):
        return None
    return received_at - assignment.due_at


def duration_words(span: timedelta) -> str:
    """A span in its largest sensible unit: "3 days", "5 hours", "12 minutes"."""
    seconds = abs(int(span.total_seconds()))
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "less than a minute"


def deadline_words(assignment: Assignment, now: datetime) -> str:
    """Where the assignment stands: "opens in 2 days", "due in 6 days", "was due 3 hours ago"."""
    if now < assignment.opens_at:
        return f"opens in {duration_words(assignment.opens_at - now)}"
    if now <= assignment.due_at:
        return f"due in {duration_words(assignment.due_at - now)}"
    if assignment.closes_at is not None and now > assignment.closes_at:
        return f"closed {duration_words(now - assignment.closes_at)} ago"
    return f"was due {duration_words(now - assignment.due_at)} ago"
