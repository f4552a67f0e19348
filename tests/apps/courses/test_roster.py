"""A roster is read with places, shown before it counts, and removes nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.courses import hooks, services
from apps.courses.models import Enrollment, TeamMember
from apps.courses.roster import read_roster
from apps.courses.services import CourseError
from apps.courses.services.import_roster import roster_plan

HEAD = "email,name,student_id,section,team,role\n"


def problems(text):
    return [(p.line, p.column, p.text) for p in read_roster(text).problems]


def test_a_line_becomes_a_person():
    (row,) = read_roster(HEAD + "Sam@Example.org,Sam Berg,42,A,Herons,student\n").rows
    assert (row.line, row.email, row.name, row.student_id) == (
        2,
        "sam@example.org",
        "Sam Berg",
        "42",
    )
    assert (row.section, row.team, row.role) == ("A", "Herons", "student")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_of_other_countries_separate_differently(separator):
    text = (HEAD + "sam@example.org,Sam,1,A,T,ta\n").replace(",", separator)
    assert read_roster(text).rows[0].role == "ta"


def test_a_file_of_windows_is_read_with_its_umlauts():
    data = (HEAD + "joerg@example.org,Jörg,1,A,T,\n").encode("cp1252")
    assert read_roster(data).rows[0].name == "Jörg"


def test_columns_stand_in_any_order_and_may_be_missing():
    (row,) = read_roster("Name,Email\nSam,sam@example.org\n").rows
    assert (row.email, row.name, row.role) == ("sam@example.org", "Sam", None)


def test_a_header_without_addresses_says_what_is_expected():
    assert problems("who,what\n")[0][0] == 1
    assert "email,name,student_id" in problems("who,what\n")[0][2]


def test_an_unknown_column_is_named():
    assert problems("email,sektion\n")[0][1] == "sektion"


def test_each_problem_says_line_and_column():
    text = HEAD + "nonsense,Sam,,,,\nsam@example.org,Sam,,,,king\nsam@example.org,Sam,,,,\n"
    assert [(line, column) for line, column, _ in problems(text)] == [(2, "email"), (3, "role")]
    doubled = HEAD + "sam@example.org,,,,,\n" * 2
    assert "line 2 too" in problems(doubled)[0][2]


def test_a_cell_that_never_ends_is_a_problem_and_no_crash():
    text = HEAD + 'a@x.org,"' + "x" * 200_000
    assert "is not CSV" in problems(text)[0][2]


@given(st.text(alphabet=st.sampled_from('email,name@x.org"\n\r\0;\t äß'), max_size=200))
def test_any_text_is_read_into_rows_or_problems(text):
    roster = read_roster(HEAD + text)
    addresses = [row.email for row in roster.rows]
    assert len(addresses) == len(set(addresses))
    assert all(problem.line >= 1 for problem in roster.problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_crash(data):
    assert all(problem.text for problem in read_roster(data).problems)


@pytest.mark.django_db
def test_new_people_get_an_account_without_password_a_role_and_a_team(course, instructor):
    roster = read_roster(HEAD + "a@x.org,Ana,1,A,Larks,\nb@x.org,Ben,2,B,Larks,ta\n")
    done = services.roster_import(actor=instructor, course=course, roster=roster)
    assert [len(done.added), len(done.changed)] == [2, 0]
    ana = User.objects.get(email="a@x.org")
    assert not ana.has_usable_password()
    assert Enrollment.objects.get(user=ana).role == "student"
    assert TeamMember.objects.filter(team__name="Larks").count() == 2


@pytest.mark.django_db
def test_a_second_import_of_the_same_file_changes_nothing(course, instructor):
    roster = read_roster(HEAD + "a@x.org,Ana,1,A,Larks,\nb@x.org,Ben,2,B,Larks,ta\n")
    services.roster_import(actor=instructor, course=course, roster=roster)
    plan = roster_plan(course, roster)
    assert [len(plan.added), len(plan.changed), len(plan.same)] == [0, 0, 2]


@pytest.mark.django_db
def test_an_empty_cell_changes_nothing(course, instructor, ta):
    roster = read_roster(f"email,section\n{ta.email},\n")
    assert roster_plan(course, roster).changed == ()
    services.roster_import(actor=instructor, course=course, roster=roster)
    assert Enrollment.objects.get(user=ta).role == "ta"


@pytest.mark.django_db
def test_nobody_is_removed_by_an_import(course, instructor, student):
    roster = read_roster(HEAD + "a@x.org,Ana,,,,\n")
    plan = services.roster_import(actor=instructor, course=course, roster=roster)
    assert plan.missing == 2
    assert Enrollment.objects.filter(user=student).exists()


@pytest.mark.django_db
def test_with_a_problem_nothing_is_stored(course, instructor):
    roster = read_roster(HEAD + "a@x.org,Ana,,,,\nnonsense,,,,,\n")
    with pytest.raises(CourseError, match="Nothing was stored"):
        services.roster_import(actor=instructor, course=course, roster=roster)
    assert not User.objects.filter(email="a@x.org").exists()


@pytest.mark.django_db
def test_a_roster_does_not_part_people_from_work_they_handed_in(
    course, instructor, student, monkeypatch
):
    monkeypatch.setattr(hooks, "team_has_work", [lambda team: team.name == "Herons"])
    plan = roster_plan(course, read_roster(HEAD + f"{student.email},,,,Larks,\n"))
    assert [(p.line, p.column) for p in plan.problems] == [(2, "team")]


@pytest.mark.django_db
def test_a_roster_leaves_the_course_an_instructor(course, instructor):
    plan = roster_plan(course, read_roster(HEAD + f"{instructor.email},,,,,student\n"))
    assert "no instructor" in plan.problems[0].text


@pytest.mark.django_db
def test_a_plan_costs_the_same_number_of_queries_for_any_number_of_people(
    course, django_assert_num_queries
):
    few = HEAD + "a@x.org,,,,,\n"
    many = HEAD + "".join(f"p{n}@x.org,,,,T{n},\n" for n in range(60))
    for text in (few, many):
        roster = read_roster(text)
        with django_assert_num_queries(3):
            roster_plan(course, roster)
