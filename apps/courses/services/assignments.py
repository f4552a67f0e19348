"""Assignments and the rubric that each of them pins."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.activity import services as activity
from apps.courses.models import Assignment, Course, Rubric
from apps.courses.services.errors import CourseError
from apps.engine import rubric as engine_rubric


def rubric_pin(*, source: str | None = None, name: str = "rubric.yaml") -> Rubric:
    """The stored rubric with this content; equal content is stored once.

    Args:
        source: Text of a rubric file; None takes the one of Project 1.
        name: File name for messages.

    Raises:
        apps.engine.rubric.RubricError: The file is not a rubric; the errors name file and line.
    """
    if source is None:
        source, name = engine_rubric.project1_source(), "project1.yaml"
    loaded = engine_rubric.load(source, name)
    pinned, _ = Rubric.objects.get_or_create(
        digest=loaded.digest,
        defaults={
            "rubric_id": loaded.id,
            "version": loaded.version,
            "title": loaded.title[:160],
            "source": source.replace("\r\n", "\n"),
        },
    )
    return pinned


@transaction.atomic
def assignment_create(  # noqa: PLR0913 - one argument for each field
    *,
    actor: User,
    course: Course,
    title: str,
    opens_at: datetime,
    due_at: datetime,
    rubric: Rubric,
    brief: str = "",
    closes_at: datetime | None = None,
    grace_minutes: int = 5,
    team_size: int = 4,
) -> Assignment:
    """Make an assignment; students see it when it is published.

    Raises:
        CourseError: The dates are not in order.
    """
    _dates_in_order(opens_at, due_at, closes_at)
    assignment = Assignment.objects.create(
        course=course,
        title=title,
        brief=brief,
        opens_at=opens_at,
        due_at=due_at,
        closes_at=closes_at,
        grace_minutes=grace_minutes,
        team_size=team_size,
        rubric=rubric,
    )
    activity.record(
        actor=actor,
        verb="assignment.created",
        obj=assignment,
        course=course,
        data={"title": title, "rubric": str(rubric)},
    )
    return assignment


@transaction.atomic
def assignment_update(  # noqa: PLR0913 - one argument for each field
    *,
    actor: User,
    assignment: Assignment,
    title: str,
    brief: str,
    opens_at: datetime,
    due_at: datetime,
    closes_at: datetime | None,
    grace_minutes: int,
    team_size: int,
    rubric: Rubric,
) -> Assignment:
    """Change an assignment. Runs that were made keep the rubric that they were made with.

    Raises:
        CourseError: The dates are not in order.
    """
    _dates_in_order(opens_at, due_at, closes_at)
    new = {
        "title": title,
        "brief": brief,
        "opens_at": opens_at,
        "due_at": due_at,
        "closes_at": closes_at,
        "grace_minutes": grace_minutes,
        "team_size": team_size,
        "rubric": rubric,
    }
    changed = {name: value for name, value in new.items() if getattr(assignment, name) != value}
    if not changed:
        return assignment
    data = {
        name: {"old": str(getattr(assignment, name)), "new": str(value)}
        for name, value in changed.items()
        if name != "brief"
    }
    for name, value in changed.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=list(changed))
    activity.record(
        actor=actor,
        verb="assignment.updated",
        obj=assignment,
        course=assignment.course,
        data={"title": title, "fields": list(changed), "changes": data},
    )
    return assignment


@transaction.atomic
def assignment_publish(*, actor: User, assignment: Assignment) -> Assignment:
    """Show the assignment to students; from ``opens_at`` on they can hand in."""
    if assignment.published:
        return assignment
    assignment.published = True
    assignment.save(update_fields=["published"])
    activity.record(
        actor=actor,
        verb="assignment.published",
        obj=assignment,
        course=assignment.course,
        data={"title": assignment.title},
    )
    return assignment


def _dates_in_order(opens_at: datetime, due_at: datetime, closes_at: datetime | None) -> None:
    if due_at <= opens_at:
        raise CourseError("The deadline must be later than the opening. Change one of the two.")
    if closes_at is not None and closes_at < due_at:
        raise CourseError(
            "The cut-off must not be before the deadline. "
            "Choose a later cut-off, or leave it empty to take late work for ever."
        )
