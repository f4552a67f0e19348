"""The log: one event for an action, told as a sentence, to the right people."""

from __future__ import annotations

import pytest

from apps.activity.models import Event
from apps.activity.queries import events_about, feed, line_of
from apps.activity.services import record
from apps.courses import services
from apps.courses.models import Team
from tests.factories import enroll

pytestmark = pytest.mark.django_db


def test_an_event_says_who_did_what_to_which_object(course, instructor):
    event = record(actor=instructor, verb="course.updated", obj=course, course=course)
    assert (event.object_type, event.object_id) == ("course", course.public_id)
    assert list(events_about("course", course.public_id)) == [event]


def test_the_reader_is_called_you(course, instructor):
    data = {"title": "AIE401"}
    event = record(actor=instructor, verb="course.updated", obj=course, course=course, data=data)
    assert line_of(event).text == "Ines changed the course AIE401"
    assert line_of(event, reader_id=instructor.pk).text == "You changed the course AIE401"


def test_a_verb_without_a_sentence_is_still_told(course):
    event = record(actor=None, verb="rain.fell", obj=course, course=course)
    assert line_of(event).text == "The program: rain.fell"


def test_a_sentence_never_runs_what_a_person_typed(course, instructor):
    data = {"title": "{actor.password}"}
    event = record(actor=instructor, verb="course.updated", obj=course, data=data)
    assert line_of(event).text == "Ines changed the course {actor.password}"


def test_students_are_told_about_their_team_and_not_about_others(course, student, other_student):
    herons = Team.objects.get(name="Herons")
    services.team_rename(actor=student, team=herons, name="Grey Herons")
    mine = feed(student, staff_courses=[], teams=[herons.public_id])
    others = feed(other_student, staff_courses=[], teams=[])
    assert [event.verb for event in mine] == ["team.renamed"]
    assert list(others) == []


def test_staff_are_told_about_everything_in_their_course(course, ta, student):
    services.team_for(enroll(course, "Noor"), course)
    verbs = [event.verb for event in feed(ta, staff_courses=[course.public_id], teams=[])]
    assert verbs == ["team.created"]
    assert Event.objects.count() == 1
