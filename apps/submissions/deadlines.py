"""Lateness: computed from the arrival of a revision and the dates of the assignment, never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from apps.courses.models import Assignment


def grace_ends(assignment: Assignment) -> datetime:
    """Until when a revision still counts as in time."""
    return assignment.due_at + timedelta(minutes=assignment.grace_minutes)


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
