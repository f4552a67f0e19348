"""Your turn: what waits for students and staff because of handed-in work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.checkruns.models import FindingReply
from apps.checkruns.your_turn import turns, work_states
from apps.courses.models import Enrollment
from tests.factories import (
    AssignmentFactory,
    CheckRunFactory,
    RevisionFactory,
    SubmissionFactory,
    enroll,
    team_with,
)

pytestmark = pytest.mark.django_db


def titles(person):
    enrollments = list(Enrollment.objects.filter(user=person).select_related("course"))
    return [turn.title for turn in turns(person, enrollments)]


def state_of(person, assignment):
    enrollments = list(Enrollment.objects.filter(user=person).select_related("course"))
    return work_states(person, enrollments, [assignment]).get(assignment.pk)


def hand_in(assignment, person, **run):
    team = person.teams.get()
    submission = assignment.submissions.filter(team=team).first() or SubmissionFactory(
        assignment=assignment, team=team
    )
    number = submission.revisions.count() + 1
    revision = RevisionFactory(submission=submission, uploaded_by=person, number=number)
    CheckRunFactory(revision=revision, **run)
    return revision


def test_a_student_who_handed_in_nothing_is_asked_to(student, assignment):
    assert titles(student) == ["Hand in Project 1"]
    assert state_of(student, assignment) is None


def test_nothing_is_asked_before_the_opening_or_after_the_cut_off(student, course):
    now = timezone.now()
    days = timedelta(days=1)
    AssignmentFactory(course=course, opens_at=now + days, due_at=now + 2 * days)
    AssignmentFactory(
        course=course, opens_at=now - 3 * days, due_at=now - 2 * days, closes_at=now - days
    )
    assert titles(student) == []


def test_a_draft_is_nobodys_turn_but_the_instructors(student, course):
    AssignmentFactory(course=course, published=False)
    assert titles(student) == []


def test_errors_of_the_newest_revision_wait_to_be_fixed(student, assignment):
    hand_in(assignment, student, state="done", errors=5)
    revision = hand_in(assignment, student, state="done", errors=2, blockers=1)
    assert titles(student) == ["Fix 3 errors in revision 2"]
    assert state_of(student, assignment).text == "3 errors"
    assert revision.number == 2


def test_while_checks_run_nothing_waits(student, assignment):
    hand_in(assignment, student, state="running")
    assert titles(student) == []
    assert state_of(student, assignment).text == "being checked"


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ({"state": "done"}, "no errors"),
        ({"state": "done", "warnings": 1}, "1 warning"),
        ({"state": "failed"}, "not checked"),
    ],
)
def test_the_state_of_the_newest_revision_is_told_in_words(student, assignment, run, words):
    hand_in(assignment, student, **run)
    assert state_of(student, assignment).text == words


def test_the_work_of_another_team_is_not_my_turn(student, other_student, assignment):
    hand_in(assignment, other_student, state="done", errors=2)
    assert titles(student) == ["Hand in Project 1"]


def test_staff_are_asked_to_read_when_the_deadline_has_passed(student, ta, assignment):
    hand_in(assignment, student, state="done")
    assert titles(ta) == []
    assignment.opens_at = timezone.now() - timedelta(days=9)
    assignment.due_at = timezone.now() - timedelta(days=1)
    assignment.save()
    assert titles(ta) == ["Read 1 submission of Project 1"]
    assert state_of(ta, assignment).label == "1 submission"


def test_a_long_finished_assignment_waits_for_nobody(student, ta, assignment):
    hand_in(assignment, student, state="done")
    assignment.opens_at = timezone.now() - timedelta(days=60)
    assignment.due_at = timezone.now() - timedelta(days=50)
    assignment.save()
    assert titles(ta) == []


def test_replies_that_say_we_misread_wait_for_staff(student, ta, assignment):
    revision = hand_in(assignment, student, state="done", errors=1)
    FindingReply.objects.create(
        submission=revision.submission,
        identity="i",
        code="CAP-005",
        revision=revision,
        author=student,
        kind="misread",
    )
    assert titles(ta) == ["1 reply says that we misread a design"]


@pytest.mark.parametrize("count", [1, 5])
def test_turns_cost_the_same_number_of_queries_for_any_number_of_assignments(
    course, student, count, django_assert_num_queries
):
    for _ in range(count):
        hand_in(AssignmentFactory(course=course), student, state="done", errors=1)
    enrollments = list(Enrollment.objects.filter(user=student).select_related("course"))
    with django_assert_num_queries(3):
        assert len(turns(student, enrollments)) == count


@pytest.mark.parametrize("count", [1, 5])
def test_staff_turns_cost_the_same_number_of_queries_for_any_class(
    course, ta, count, django_assert_num_queries
):
    for number in range(count):
        person = enroll(course, f"S{number}")
        team_with(course, f"T{number}", person)
        hand_in(AssignmentFactory(course=course), person, state="done", errors=1)
    enrollments = list(Enrollment.objects.filter(user=ta).select_related("course"))
    with django_assert_num_queries(3):
        turns(ta, enrollments)
