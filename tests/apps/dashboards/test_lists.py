"""The staff's list of submissions, the pages of the checks, and the operators' status."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.engine.checks.registry import all_checks
from tests.factories import (
    AssignmentFactory,
    CheckRunFactory,
    RevisionFactory,
    SubmissionFactory,
    enroll,
    team_with,
)

pytestmark = pytest.mark.django_db


def handed_in(assignment, name, *, errors=0, state="done", received_at=None, revisions=1):
    """A team of one with a checked submission."""
    person = enroll(assignment.course, f"{name} Person")
    team = team_with(assignment.course, name, person)
    submission = SubmissionFactory(assignment=assignment, team=team)
    for number in range(1, revisions + 1):
        revision = RevisionFactory(
            submission=submission, number=number, uploaded_by=person,
            received_at=received_at or timezone.now(),
        )  # fmt: skip
        CheckRunFactory(revision=revision, state=state, errors=errors, warnings=1)
    return submission


@pytest.fixture
def as_ta(client, ta):
    client.force_login(ta)
    return client


def listed(client, assignment, **query):
    url = reverse("dashboards:submissions", args=[assignment.public_id])
    answer = client.get(url, query)
    return [row["submission"].team.name for row in answer.context["rows"]]


def test_the_list_sorts_searches_and_filters_in_the_database(as_ta, assignment):
    late = assignment.due_at + timedelta(hours=5)
    handed_in(assignment, "Alders", errors=3)
    handed_in(assignment, "Birches", state="failed")
    handed_in(assignment, "Cedars", received_at=late, revisions=2)
    assert listed(as_ta, assignment) == ["Alders", "Birches", "Cedars"]
    assert listed(as_ta, assignment, sort="-errors")[0] == "Alders"
    assert listed(as_ta, assignment, sort="-revision")[0] == "Cedars"
    assert listed(as_ta, assignment, q="birch") == ["Birches"]
    assert listed(as_ta, assignment, q="cedars.person") == ["Cedars"]
    assert listed(as_ta, assignment, state="errors") == ["Alders"]
    assert listed(as_ta, assignment, state="late") == ["Cedars"]
    assert listed(as_ta, assignment, state="stopped") == ["Birches"]
    assert listed(as_ta, assignment, sort="nonsense", state="x") == ["Alders", "Birches", "Cedars"]


def test_lateness_is_shown_by_how_much(as_ta, assignment):
    handed_in(assignment, "Cedars", received_at=assignment.due_at + timedelta(hours=5))
    url = reverse("dashboards:submissions", args=[assignment.public_id])
    assert "late by 5 hours" in as_ta.get(url).text


def test_the_list_asks_the_same_number_of_questions_for_one_team_and_for_sixty(
    as_ta, assignment, django_assert_num_queries
):
    url = reverse("dashboards:submissions", args=[assignment.public_id])
    handed_in(assignment, "Team 0")
    with django_assert_num_queries(9):
        as_ta.get(url)
    for number in range(1, 61):
        handed_in(assignment, f"Team {number}")
    with django_assert_num_queries(9):
        page = as_ta.get(url)
    assert len(page.context["rows"]) == 50
    assert "1–50 of 61 submissions" in page.text
    assert len(listed(as_ta, assignment, page="2")) == 11


def test_the_list_comes_as_csv_without_formulas(as_ta, assignment):
    handed_in(assignment, "=cmd()", errors=2)
    url = reverse("dashboards:submissions_csv", args=[assignment.public_id])
    rows = list(csv.DictReader(io.StringIO(as_ta.get(url).text)))
    assert rows[0]["team"] == "'=cmd()"
    assert rows[0]["errors"] == "2"
    assert rows[0]["late_by_minutes"] == "0"


def test_students_do_not_see_the_list(client, assignment, student, outsider):
    url = reverse("dashboards:submissions", args=[assignment.public_id])
    client.force_login(student)
    assert client.get(url).status_code == 403
    client.force_login(outsider)
    assert client.get(url).status_code == 404


def test_every_check_has_a_public_page_with_its_examples(client):
    index = client.get("/checks/").text
    for check in all_checks():
        assert check.code in index
        page = client.get(f"/checks/{check.code}/")
        assert page.status_code == 200, check.code
        assert "How it can be wrong" in page.text
        assert page.text.count('class="example"') >= 2, check.code
    assert client.get("/checks/CAP-999/").status_code == 404
    assert client.get("/checks/cap-008/").status_code == 200


def test_the_status_is_for_operators_only(client, operator, instructor):
    CheckRunFactory(state="running", host="worker-1", pid=42, started_at=timezone.now())
    CheckRunFactory(state="queued")
    client.force_login(instructor)
    assert client.get("/status/").status_code == 403
    client.force_login(operator)
    page = client.get("/status/").text
    assert "worker-1" in page
    assert "The run that waits longest" in page


@pytest.mark.parametrize(("minutes", "late"), [(9, False), (10, False), (11, True)])
def test_the_grace_counts_in_the_list_in_the_field_and_in_the_filter(
    client, ta, course, minutes, late
):
    due = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    opens = due - timedelta(days=1)
    assignment = AssignmentFactory(course=course, opens_at=opens, due_at=due, grace_minutes=10)
    submission = SubmissionFactory(assignment=assignment)
    RevisionFactory(submission=submission, number=1, received_at=due + timedelta(minutes=minutes))
    client.force_login(ta)
    (row,) = client.get("/api/v1/submissions/").json()["results"]
    filtered = client.get("/api/v1/submissions/?late=true").json()["results"]
    others = client.get("/api/v1/submissions/?late=false").json()["results"]
    page = client.get(
        reverse("dashboards:submissions", args=[assignment.public_id]) + "?state=late"
    )
    assert row["late"] is late
    assert (len(filtered), len(others)) == ((1, 0) if late else (0, 1))
    assert len(page.context["rows"]) == len(filtered)
