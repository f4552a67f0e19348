"""Courses, roles, teams and assignments change only in ways that keep their promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.activity.models import Event
from apps.courses import hooks, services
from apps.courses.models import Enrollment, Role, Rubric, Team, TeamMember
from apps.courses.services import CourseError
from apps.engine.rubric import RubricError, project1_source
from tests.factories import AssignmentFactory, TeamFactory, UserFactory, enroll, team_with

pytestmark = pytest.mark.django_db


def role_of(user, course):
    return Enrollment.objects.get(user=user, course=course).role


def test_who_makes_a_course_becomes_its_instructor():
    ines = UserFactory(name="Ines")
    course = services.course_create(actor=ines, title="AIE401")
    assert role_of(ines, course) == Role.INSTRUCTOR
    assert Event.objects.get().verb == "course.created"


def test_who_opens_the_join_link_becomes_a_student(course, outsider):
    services.course_join(user=outsider, course=course)
    services.course_join(user=outsider, course=course)
    assert role_of(outsider, course) == Role.STUDENT
    assert Event.objects.filter(verb="course.joined").count() == 1


def test_the_join_link_never_changes_the_role_of_staff(course, ta):
    services.course_join(user=ta, course=course)
    assert role_of(ta, course) == Role.TA


def test_a_join_link_that_is_off_lets_nobody_in(course, outsider):
    course.join_open = False
    course.save()
    with pytest.raises(CourseError, match="does not take new people"):
        services.course_join(user=outsider, course=course)
    assert not Enrollment.objects.filter(user=outsider).exists()


def test_the_last_instructor_keeps_the_role(course, instructor):
    enrollment = Enrollment.objects.get(user=instructor)
    with pytest.raises(CourseError, match="only instructor"):
        services.role_change(actor=instructor, enrollment=enrollment, role="ta")
    assert role_of(instructor, course) == Role.INSTRUCTOR


def test_a_role_is_changed_with_old_and_new_in_the_log(course, instructor, student):
    enrollment = Enrollment.objects.get(user=student)
    services.role_change(actor=instructor, enrollment=enrollment, role="ta")
    event = Event.objects.get(verb="role.changed")
    assert (event.data["old_role"], event.data["new_role"]) == ("student", "teaching assistant")


def test_a_person_alone_gets_a_team_of_one_and_only_one(course):
    sam = enroll(course, "Sam")
    first = services.team_for(sam, course)
    assert services.team_for(sam, course) == first
    assert list(first.members.all()) == [sam]


def test_a_second_person_joins_by_the_code_of_the_team(course, student, other_student):
    herons = Team.objects.get(name="Herons")
    services.team_join(actor=other_student, team=herons)
    assert set(herons.members.all()) == {student, other_student}
    assert TeamMember.objects.filter(user=other_student).count() == 1


def test_a_full_team_takes_nobody(course, student, other_student):
    AssignmentFactory(course=course, team_size=1)
    with pytest.raises(CourseError, match="at most 1 people"):
        services.team_join(actor=other_student, team=Team.objects.get(name="Herons"))
    assert TeamMember.objects.get(user=other_student).team.name == "Swifts"


def test_nobody_leaves_a_team_that_has_handed_in(course, student, other_student, monkeypatch):
    monkeypatch.setattr(hooks, "team_has_work", [lambda team: team.name == "Swifts"])
    with pytest.raises(CourseError, match="already handed in with Swifts"):
        services.team_join(actor=other_student, team=Team.objects.get(name="Herons"))
    with pytest.raises(CourseError, match="already handed in"):
        services.team_create(actor=other_student, course=course, name="Larks")
    assert TeamMember.objects.get(user=other_student).team.name == "Swifts"


def test_two_teams_of_a_course_have_two_names(course, student, other_student):
    with pytest.raises(CourseError, match="already a team"):
        services.team_create(actor=other_student, course=course, name="herons")
    swifts = Team.objects.get(name="Swifts")
    with pytest.raises(CourseError, match="already a team"):
        services.team_rename(actor=other_student, team=swifts, name="Herons")


def test_a_team_that_everybody_left_gives_its_name_free(course, other_student):
    TeamFactory(course=course, name="Larks")
    team = services.team_create(actor=other_student, course=course, name="Larks")
    assert list(team.members.all()) == [other_student]


def test_the_same_rubric_is_stored_once():
    assert services.rubric_pin() == services.rubric_pin(source=project1_source(), name="mine.yaml")
    assert Rubric.objects.count() == 1


def test_line_ends_do_not_make_another_rubric():
    pinned = services.rubric_pin(source=project1_source().replace("\n", "\r\n"))
    assert pinned == services.rubric_pin()


def test_a_file_that_is_no_rubric_is_refused_with_places():
    with pytest.raises(RubricError) as refused:
        services.rubric_pin(source="rubric: x\nlevls: {}\n", name="mine.yaml")
    assert any("mine.yaml:2" in message for message in refused.value.errors)
    assert Rubric.objects.count() == 0


def times(opens=-1, due=1, closes=None):
    now = timezone.now()
    return {
        "opens_at": now + timedelta(days=opens),
        "due_at": now + timedelta(days=due),
        "closes_at": None if closes is None else now + timedelta(days=closes),
    }


def test_an_assignment_is_a_draft_until_it_is_published(course, instructor):
    made = services.assignment_create(
        actor=instructor, course=course, title="P1", rubric=services.rubric_pin(), **times()
    )
    assert not made.published
    services.assignment_publish(actor=instructor, assignment=made)
    services.assignment_publish(actor=instructor, assignment=made)
    assert made.published
    assert Event.objects.filter(verb="assignment.published").count() == 1


@pytest.mark.parametrize("wrong", [{"opens": 2, "due": 1}, {"due": 3, "closes": 2}])
def test_dates_that_are_not_in_order_are_refused(course, instructor, wrong):
    with pytest.raises(CourseError, match="must"):
        services.assignment_create(
            actor=instructor,
            course=course,
            title="P1",
            rubric=services.rubric_pin(),
            **times(**wrong),
        )


def test_a_changed_deadline_is_logged_with_both_values(course, instructor):
    assignment = AssignmentFactory(course=course)
    later = assignment.due_at + timedelta(days=2)
    services.assignment_update(
        actor=instructor,
        assignment=assignment,
        title=assignment.title,
        brief=assignment.brief,
        opens_at=assignment.opens_at,
        due_at=later,
        closes_at=None,
        grace_minutes=5,
        team_size=4,
        rubric=assignment.rubric,
    )
    event = Event.objects.get(verb="assignment.updated")
    assert event.data["fields"] == ["due_at"]
    assert event.data["changes"]["due_at"]["new"] == str(later)


def test_members_of_a_team_are_in_one_team_a_course(course):
    sam = enroll(course, "Sam")
    team_with(course, "A", sam)
    services.team_create(actor=sam, course=course, name="B")
    assert TeamMember.objects.get(user=sam).team.name == "B"
