"""A team checks its design from its own CI, by the REST API alone."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.services import token_create
from apps.checkruns.jobs import run as runs
from apps.checkruns.models import CheckRun, RunFinding
from apps.demo import designs
from apps.submissions.models import Revision, Submission
from tests.factories import (
    AssignmentFactory,
    CheckRunFactory,
    RevisionFactory,
    SubmissionFactory,
    enroll,
    team_with,
)

pytestmark = pytest.mark.django_db
API = "/api/v1"


def program_of(user, *scopes):
    """A program that holds a token of ``user``."""
    later = timezone.now() + timedelta(days=1)
    scopes = scopes or ("read", "upload")
    _, secret = token_create(user=user, name="CI", scopes=scopes, expires_at=later)
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return program


@pytest.fixture
def ci(student):
    return program_of(student)


def zipped(files=None):
    return SimpleUploadedFile("design.zip", designs.package(files or designs.sample()))


def hand_in(program, assignment, file=None, **more):
    address = f"{API}/assignments/{assignment.public_id}/revisions/"
    return program.post(address, {"file": file or zipped(), **more}, format="multipart")


def test_from_package_to_findings(ci, assignment):
    files = designs.design("CAP-008", "CAP-005")
    answer = hand_in(ci, assignment, zipped(files), note="abc123")
    assert answer.status_code == 201
    assert (answer.json()["number"], answer.json()["note"]) == (1, "abc123")
    runs.execute(CheckRun.objects.get().pk)

    (run,) = ci.get(answer.json()["runs"]).json()
    assert (run["state"], run["counts"]["error"]) == ("done", 2)
    assert run["finished_at"]
    assert run["progress"]["done"] == run["progress"]["total"] > 0
    findings = ci.get(run["addresses"]["findings"]).json()["results"]
    assert {"CAP-008", "CAP-005"} <= {one["code"] for one in findings}
    only = ci.get(run["addresses"]["findings"], {"severity": "error", "code": "CAP-005"}).json()
    assert [one["code"] for one in only["results"]] == ["CAP-005"]

    report = ci.get(run["addresses"]["report"]).json()
    assert {"engine", "rubric", "artifacts", "findings", "outcomes"} <= set(report)
    reading = ci.get(run["addresses"]["reading"]).json()
    assert len(reading["decisions"]) == 3

    (finding,) = only["results"]
    replies = f"{API}/runs/{run['id']}/findings/{finding['identity']}/replies/"
    refused = ci.post(replies, {"kind": "intended"})
    assert refused.status_code == 422
    assert "why" in refused.json()["why"]
    assert ci.post(replies, {"kind": "intended", "text": "It is a quote."}).status_code == 201
    assert [one["text"] for one in ci.get(replies).json()] == ["It is a quote."]


def test_what_was_handed_in_comes_back_byte_for_byte(ci, assignment):
    data = designs.package(designs.sample())
    revision = hand_in(ci, assignment, SimpleUploadedFile("design.zip", data)).json()
    assert ci.get(revision["package"]).content == data
    files = ci.get(f"{API}/revisions/{revision['id']}/files/").json()
    design = next(one for one in files if one["path"] == "design.md")
    assert ci.get(design["address"]).content.decode() == designs.sample()["design.md"]


def test_a_package_that_is_not_safe_is_refused_with_entry_and_reason(ci, assignment):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("../../etc/passwd")
        archive.addfile(entry, io.BytesIO())
    answer = hand_in(ci, assignment, SimpleUploadedFile("x.tar.gz", packed.getvalue()))
    assert answer.status_code == 422
    assert answer.json()["entry"] == "../../etc/passwd"
    assert "nothing was stored" in answer.json()["what"]
    assert answer.json()["why"].startswith("Its path")
    assert not Revision.objects.exists()


def test_a_body_without_a_file_says_which_field_is_missing(ci, assignment):
    answer = ci.post(f"{API}/assignments/{assignment.public_id}/revisions/", {})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["file"]


def test_a_student_lists_own_courses_assignments_and_revisions(ci, assignment):
    AssignmentFactory(title="somewhere else")
    AssignmentFactory(course=assignment.course, title="a draft", published=False)
    (course,) = ci.get(f"{API}/courses/").json()["results"]
    assert (course["id"], course["role"]) == (assignment.course.public_id, "student")
    (listed,) = ci.get(f"{API}/assignments/").json()["results"]
    assert (listed["title"], listed["may_upload"]) == ("Project 1", True)
    assert ci.get(f"{API}/assignments/{assignment.public_id}/").json()["may_upload"] is True
    hand_in(ci, assignment)
    mine = ci.get(f"{API}/assignments/{assignment.public_id}/revisions/").json()
    assert [one["number"] for one in mine] == [1]


def test_students_list_their_own_submissions_and_staff_all(assignment, student, other_student, ta):
    for person in (student, other_student):
        hand_in(program_of(person), assignment)
    for person, teams in ((student, {"Herons"}), (ta, {"Herons", "Swifts"})):
        listed = program_of(person).get(f"{API}/submissions/").json()
        assert {one["team"]["name"] for one in listed["results"]} == teams


def test_staff_filter_search_and_order_the_submissions(assignment, student, other_student, ta):
    for person in (student, other_student):
        hand_in(program_of(person), assignment)
    Revision.objects.filter(submission__team__name="Swifts").update(
        received_at=assignment.due_at + timedelta(days=1)
    )
    program = program_of(ta)

    def names(**query):
        listed = program.get(f"{API}/submissions/", query).json()["results"]
        return [one["team"]["name"] for one in listed]

    assert names(search="noor") == ["Swifts"]
    assert names(late="true") == ["Swifts"]
    assert names(ordering="team") == ["Herons", "Swifts"]
    assert names(ordering="-team") == ["Swifts", "Herons"]
    assert names(assignment="elsewhere") == []
    CheckRun.objects.filter(revision__submission__team__name="Herons").update(
        state="done", errors=2, blockers=1
    )
    assert names(state="done") == ["Herons"]
    assert names(ordering="-errors")[0] == "Herons"
    listed = program.get(f"{API}/submissions/", {"state": "done"}).json()["results"]
    assert [(one["run_state"], one["errors"]) for one in listed] == [("done", 3)]


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_submissions_costs_the_same_number_of_queries_for_any_class(
    assignment, ta, count, django_assert_num_queries
):
    for number in range(count):
        team = team_with(assignment.course, f"T{number}", enroll(assignment.course, f"S{number}"))
        RevisionFactory(submission=SubmissionFactory(assignment=assignment, team=team))
    program = program_of(ta)
    program.get(f"{API}/courses/")
    with django_assert_num_queries(3):
        listed = program.get(f"{API}/submissions/").json()
    assert listed["count"] == count


def test_lists_come_in_pages(assignment, ta):
    for number in range(3):
        team = team_with(assignment.course, f"T{number}")
        SubmissionFactory(assignment=assignment, team=team)
    listed = program_of(ta).get(f"{API}/submissions/", {"page_size": 2}).json()
    assert (listed["count"], len(listed["results"])) == (3, 2)
    assert "page=2" in listed["next"]


@pytest.fixture
def preview_run(assignment, student):
    """A finished run with a stable and a preview finding."""
    hand_in(program_of(student), assignment)
    run = CheckRun.objects.get()
    for order, stage in enumerate(("stable", "preview")):
        data = {"code": f"XXX-00{order}", "stage": stage, "severity": "error"}
        RunFinding.objects.create(
            run=run, order=order, identity=f"{order}" * 64, state="s", data=data, **data
        )
    return run


def test_findings_of_checks_in_preview_are_for_staff_only(preview_run, student, ta):
    address = f"{API}/runs/{preview_run.public_id}/findings/"
    for person, expected in ((student, ["stable"]), (ta, ["stable", "preview"])):
        listed = program_of(person).get(address).json()["results"]
        assert [one["stage"] for one in listed] == expected
    hidden = f"{address}{'1' * 64}/replies/"
    assert program_of(student).get(hidden).status_code == 404
    assert program_of(ta).get(hidden).status_code == 200


def test_a_run_without_result_says_so(ci, preview_run):
    answer = ci.get(f"{API}/runs/{preview_run.public_id}/report/")
    assert answer.status_code == 409
    assert answer.json()["why"] == "The run is queued."


def test_a_broken_run_is_tried_again(ci, preview_run):
    CheckRun.objects.update(state="failed", attempt=1)
    address = f"{API}/revisions/{preview_run.revision.public_id}/recheck/"
    assert ci.post(address).json()["state"] == "queued"


def test_without_a_token_nothing_is_given_but_the_public_checks():
    nobody = APIClient()
    answer = nobody.get(f"{API}/courses/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert set(answer.json()) == {"what", "why", "what_to_do"}
    checks = nobody.get(f"{API}/checks/").json()
    assert "CAP-008" in {one["code"] for one in checks}


def test_a_token_in_the_address_is_refused_even_if_it_works(student):
    later = timezone.now() + timedelta(days=1)
    _, secret = token_create(user=student, name="CI", scopes=["read"], expires_at=later)
    answer = APIClient().get(f"{API}/courses/?token={secret}")
    assert answer.status_code == 400
    assert "header" in answer.json()["what_to_do"]


def test_a_token_that_only_reads_cannot_hand_in(student, assignment):
    reader = program_of(student, "read")
    assert reader.get(f"{API}/courses/").status_code == 200
    answer = hand_in(reader, assignment)
    assert answer.status_code == 403
    assert "upload" in answer.json()["what"]
    assert not Submission.objects.exists()


def test_a_token_that_only_uploads_cannot_read(student, assignment):
    writer = program_of(student, "upload")
    assert hand_in(writer, assignment).status_code == 201
    assert writer.get(f"{API}/courses/").status_code == 403


def test_a_wrong_token_is_told_without_saying_why_exactly(student):
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION="Bearer aie_nonsense")
    assert program.get(f"{API}/courses/").status_code == 401


def test_after_the_cut_off_nothing_is_taken(ci, assignment):
    assignment.due_at = timezone.now() - timedelta(days=2)
    assignment.closes_at = timezone.now() - timedelta(days=1)
    assignment.save()
    answer = hand_in(ci, assignment)
    assert answer.status_code == 403
    assert set(answer.json()) == {"what", "why", "what_to_do"}


def test_late_work_is_taken_and_says_how_late_it_is(ci, assignment):
    assignment.due_at = timezone.now() - timedelta(days=2)
    assignment.save()
    assert hand_in(ci, assignment).json()["late_seconds"] > 2 * 86_000


def test_too_many_requests_are_slowed_down(ci, settings):
    settings.LIMITS = {**settings.LIMITS, "requests": (2, 60)}
    answers = [ci.get(f"{API}/courses/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Wait" in answers[-1].json()["what_to_do"]


def test_uploads_are_counted_apart_from_reading(ci, assignment, settings):
    settings.LIMITS = {**settings.LIMITS, "uploads": (1, 3600)}
    address = f"{API}/assignments/{assignment.public_id}/revisions/"
    assert hand_in(ci, assignment).status_code == 201
    assert hand_in(ci, assignment).status_code == 429
    assert ci.get(address).status_code == 200


def test_the_browser_may_use_the_api_only_with_its_own_form_token(student, assignment):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(student)
    assert browser.get(f"{API}/courses/").status_code == 200
    assert hand_in(browser, assignment).status_code == 403


def test_a_person_who_was_switched_off_is_out_at_once(ci, student):
    student.is_active = False
    student.save()
    assert ci.get(f"{API}/courses/").status_code == 401


def test_the_description_of_the_api_is_complete_and_without_warnings(tmp_path):
    file = tmp_path / "schema.json"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json",
        "--file", str(file),
    )  # fmt: skip
    schema = json.loads(file.read_text())
    assert schema["openapi"].startswith("3.1")
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_every_address_of_the_description_stands_in_the_documentation(client):
    page = client.get(f"{API}/docs/")
    assert page.status_code == 200
    schema = client.get(f"{API}/schema/").json()
    known = (
        "courses/", "assignments/", "submissions/", "revisions/", "runs/", "checks/", "threads/",
        "comments/", "preview/", "exports/", "imports/",
    )  # fmt: skip
    for path in schema["paths"]:
        head, *tail = path.removeprefix(f"{API}/").split("{")
        assert head in known, path
        for part in tail:
            rest = part.partition("}")[2].strip("/")
            assert rest in page.text, path


def test_a_run_of_another_team_does_not_exist(other_student, student):
    run = CheckRunFactory()
    assert program_of(student).get(f"{API}/runs/{run.public_id}/").status_code == 404
