"""Late begins when the grace ends, and is counted from the deadline."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.submissions.deadlines import deadline_words, duration_words, grace_ends, late_by
from tests.factories import RevisionFactory, SubmissionFactory, TeamFactory

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


def test_the_last_moment_of_the_grace_is_in_time_and_the_next_is_late(assignment):
    assignment.grace_minutes = 10
    end = assignment.due_at + timedelta(minutes=10)
    assert grace_ends(assignment) == end
    assert late_by(assignment, end) is None
    assert late_by(assignment, end + MOMENT) == timedelta(minutes=10) + MOMENT


def test_without_grace_late_begins_at_the_deadline(assignment):
    assignment.grace_minutes = 0
    assert late_by(assignment, assignment.due_at) is None
    assert late_by(assignment, assignment.due_at + MOMENT) == MOMENT


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=-2), "2 days"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(span, words):
    assert duration_words(span) == words


def test_a_deadline_is_told_from_before_the_opening_until_after_the_cut_off(assignment):
    due, day = assignment.due_at, timedelta(days=1)
    assignment.closes_at = due + day
    told = [
        (assignment.opens_at - day, "opens in 1 day"),
        (assignment.opens_at, "due in 14 days"),
        (due, "due in less than a minute"),
        (due + timedelta(hours=2), "was due 2 hours ago"),
        (due + day, "was due 1 day ago"),
        (due + 3 * day, "closed 2 days ago"),
    ]
    assert [deadline_words(assignment, now) for now, _ in told] == [words for _, words in told]


def test_the_list_of_late_work_leaves_out_what_came_within_the_grace(client, assignment, ta):
    assignment.grace_minutes = 10
    assignment.save()
    for name, minutes in (("Early", -5), ("Grace", 10), ("Late", 11)):
        team = TeamFactory(course=assignment.course, name=name)
        submission = SubmissionFactory(assignment=assignment, team=team)
        arrived = assignment.due_at + timedelta(minutes=minutes)
        RevisionFactory(submission=submission, number=1, received_at=arrived)
    client.force_login(ta)
    url = reverse("dashboards:submissions", args=[assignment.public_id])
    page = client.get(url, {"state": "late"})
    assert [row["submission"].team.name for row in page.context["rows"]] == ["Late"]
