"""Names and addresses in a roster mean the same in capitals and in small letters."""

from __future__ import annotations

import pytest

from apps.accounts.models import User
from apps.courses import hooks, services
from apps.courses.models import Team, TeamMember
from apps.courses.roster import read_roster
from apps.courses.services.import_roster import roster_plan
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HEAD = "email,name,student_id,section,team,role\n"


def test_a_team_in_other_case_is_the_team_that_is_there(course, instructor, student):
    roster = read_roster(HEAD + "a@x.org,Ana,,,HERONS,\nb@x.org,Ben,,,herons,\n")
    services.roster_import(actor=instructor, course=course, roster=roster)
    assert list(Team.objects.filter(course=course).values_list("name", flat=True)) == ["Herons"]
    assert TeamMember.objects.filter(team__name="Herons").count() == 3


def test_two_lines_with_a_new_team_in_two_cases_make_one_team(course, instructor):
    roster = read_roster(HEAD + "a@x.org,Ana,,,Larks,\nb@x.org,Ben,,,LARKS,\n")
    services.roster_import(actor=instructor, course=course, roster=roster)
    assert Team.objects.get(course=course).name == "Larks"


def test_the_own_team_in_other_case_is_no_change(course, student):
    plan = roster_plan(course, read_roster(HEAD + f"{student.email},,,,hERONS,\n"))
    assert (plan.changed, plan.problems, len(plan.same)) == ((), (), 1)


def test_a_team_that_handed_in_may_be_written_in_other_case(course, student, monkeypatch):
    monkeypatch.setattr(hooks, "team_has_work", [lambda team: team.name == "Herons"])
    plan = roster_plan(course, read_roster(HEAD + f"{student.email},,,B,hERONS,\n"))
    assert plan.problems == ()
    assert [[what for what, _, _ in row.changes] for row in plan.changed] == [["section"]]


def test_an_address_in_other_case_is_the_account_that_is_there(course, instructor):
    ana = UserFactory(name="Ana", email="ana@example.org")
    User.objects.filter(pk=ana.pk).update(email="Ana@Example.org")
    roster = read_roster(HEAD + "ana@example.org,Somebody,,,,\n")
    services.roster_import(actor=instructor, course=course, roster=roster)
    assert User.objects.filter(email__iexact="ana@example.org").count() == 1
    assert User.objects.get(pk=ana.pk).name == "Ana"
