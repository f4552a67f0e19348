"""Opening, deadline and cut-off at the moments where one becomes the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.courses import services
from apps.courses.services import CourseError

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


def made(instructor, course, *, opens, due, closes=None):
    return services.assignment_create(
        actor=instructor, course=course, title="P1", rubric=services.rubric_pin(),
        opens_at=opens, due_at=due, closes_at=closes,
    )  # fmt: skip


def test_a_cut_off_at_the_deadline_itself_is_taken(course, instructor):
    now = timezone.now()
    due = now + timedelta(days=1)
    assert made(instructor, course, opens=now, due=due, closes=due).closes_at == due
    with pytest.raises(CourseError, match="must not be before the deadline"):
        made(instructor, course, opens=now, due=due, closes=due - MOMENT)


def test_a_deadline_at_the_opening_itself_is_refused(course, instructor):
    now = timezone.now()
    with pytest.raises(CourseError, match="must be later than the opening"):
        made(instructor, course, opens=now, due=now)
    assert made(instructor, course, opens=now, due=now + MOMENT).pk


def test_a_changed_assignment_keeps_its_dates_in_order(assignment, instructor):
    values = {
        name: getattr(assignment, name)
        for name in "title brief opens_at due_at grace_minutes team_size rubric".split()
    }
    with pytest.raises(CourseError, match="must not be before the deadline"):
        services.assignment_update(
            actor=instructor, assignment=assignment, **values,
            closes_at=assignment.due_at - MOMENT,
        )  # fmt: skip
    assignment.refresh_from_db()
    assert assignment.closes_at is None
