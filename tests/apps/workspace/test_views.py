"""Pages of a revision in front of students, staff and strangers, over real runs."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.activity.models import Event
from apps.checkruns import queries
from apps.checkruns.models import FindingReply, RunFinding
from apps.jobs.leases import LEASE
from apps.jobs.models import JobState
from apps.workspace import pictures
from tests.designs import check, files, hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(assignment, student, checking):
    """A checked revision whose fleet does not survive the loss of a zone."""
    found = hand_in(assignment, student)
    check(found)
    return found


@pytest.fixture
def as_student(client, student):
    client.force_login(student)
    return client


def address(name, *args):
    return reverse(f"workspace:{name}", args=args)


def lost_zone(revision):
    return RunFinding.objects.get(run__revision=revision, code="CAP-008")


def test_a_report_shows_findings_with_place_evidence_arithmetic_and_hint(as_student, revision):
    page = as_student.get(address("report", revision.public_id)).text
    assert "One lost zone" in page
    assert f"/r/{revision.public_id}/document/design.md?at=" in page
    assert "What we computed" in page
    assert "To fix it" in page
    assert 'href="/checks/CAP-008/"' in page
    assert "Readiness by criterion" in page


def test_the_run_is_shown_live_until_it_ends(as_student, assignment, student, checking):
    revision = hand_in(assignment, student)
    url = address("run_state", revision.public_id)
    waiting = as_student.get(url)
    assert 'data-poll="400"' in waiting.text
    assert as_student.get(url, headers={"If-None-Match": waiting["ETag"]}).status_code == 304
    run = queries.latest_run(revision)
    run.state, run.phase, run.progress_done, run.progress_total = "running", "reading", 3, 5
    run.lease_until = timezone.now() + LEASE
    run.save()
    assert "Reading, 3 of 5 files" in as_student.get(url).text
    run.phase, run.progress_done, run.progress_total = "checking", 19, 33
    run.save()
    assert "Checking, 19 of 33 checks" in as_student.get(url).text
    run.state = JobState.QUEUED
    run.save()
    check(revision)
    done = as_student.get(url)
    assert "data-poll" not in done.text
    assert done["ETag"] != waiting["ETag"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("failed", "The run stopped inside"),
        ("timed_out", "took longer than a minute"),
        ("cancelled", "The run was stopped"),
        ("partly_failed", "all others are complete"),
    ],
)
def test_every_end_state_says_what_it_means(as_student, revision, state, words):
    queries.latest_run(revision).__class__.objects.update(state=state, problem="A sentence.")
    assert words in as_student.get(address("run_state", revision.public_id)).text


def test_replies_are_recorded_with_an_event_and_shown_on_later_revisions(
    as_student, revision, assignment, student
):
    finding = lost_zone(revision)
    url = address("finding", revision.public_id, finding.identity)
    answer = as_student.post(url, {"kind": "intended", "text": "We shed load."})
    assert answer.url == f"/r/{revision.public_id}/#f-{finding.identity[:12]}"
    assert FindingReply.objects.get().text == "We shed load."
    assert Event.objects.filter(verb="finding.replied").count() == 1
    later = hand_in(assignment, student, files(replicas=190))
    check(later)
    page = as_student.get(address("report", later.public_id)).text
    assert "We shed load." in page
    assert "on revision 1" in page
    assert "numbers changed" in page


def test_an_answer_without_its_reason_is_refused_with_a_sentence(as_student, revision):
    url = address("finding", revision.public_id, lost_zone(revision).identity)
    answer = as_student.post(url, {"kind": "misread", "text": "  "})
    assert answer.status_code == 422
    assert "Say in a sentence why" in answer.text
    assert not FindingReply.objects.exists()


def test_staff_read_replies_and_cannot_write_them(client, revision, ta):
    client.force_login(ta)
    url = address("finding", revision.public_id, lost_zone(revision).identity)
    assert client.get(url).status_code == 200
    assert client.post(url, {"kind": "fixed"}).status_code == 403


@pytest.mark.parametrize("name", ["report", "run_state", "read", "document", "diagrams"])
def test_strangers_find_nothing_at_the_addresses_of_a_revision(
    client, revision, other_student, outsider, name
):
    for person in (other_student, outsider):
        client.force_login(person)
        assert client.get(address(name, revision.public_id)).status_code == 404


def test_the_document_marks_a_finding_in_its_cell_and_draws_diagrams(as_student, revision):
    page = as_student.get(address("document", revision.public_id)).text
    assert re.search(r'<td[^>]*data-mark="[^"]*" data-tone="error"', page)
    assert 'data-el="node:A"' in page
    assert "<table" in page
    assert "/u/" in page
    assert f'href="/r/{revision.public_id}/document/adr/0001-use-a-queue.md' in page
    assert pictures.FILE_ROOT not in page


def test_a_document_opens_at_a_place(as_student, revision):
    url = address("document", revision.public_id, "design.md")
    page = as_student.get(url, {"at": "60"}).text
    assert page.count(' data-at=""') == 1
    assert 'id="L5"' in page


def test_a_decision_record_shows_its_fields(as_student, revision):
    page = as_student.get(address("document", revision.public_id, "adr/0001-use-a-queue.md")).text
    assert "Decision record as we read it" in page
    assert "2026-02-03" in page


def test_source_pictures_and_unknown_files_have_their_pages(as_student, revision):
    url = address("document", revision.public_id, "design.md")
    second = files()["design.md"].index("\n") + 1
    assert f'<li id="L2" data-o="{second}">' in as_student.get(url, {"source": "1"}).text
    assert "/u/" in as_student.get(address("document", revision.public_id, "load.png")).text
    missing = address("document", revision.public_id, "no.md")
    assert as_student.get(missing).status_code == 404


def test_what_we_read_lists_numbers_diagrams_and_decisions(as_student, revision):
    page = as_student.get(address("read", revision.public_id)).text
    assert "Use a queue" in page
    assert "2 elements, 1 connection" in page
    assert "load.png" in page
    assert page.count('class="thumb"') == 1


def test_a_finding_that_is_gone_says_so(as_student, revision, assignment, student):
    identity = lost_zone(revision).identity
    fixed = hand_in(assignment, student, files(replicas=240))
    check(fixed)
    answer = as_student.get(address("finding", fixed.public_id, identity), follow=True)
    assert "is no longer there" in answer.text


def test_two_candidates_for_the_main_document_are_asked_about(
    as_student, assignment, student, checking
):
    design = files()["design.md"]
    revision = hand_in(assignment, student, {"a.md": design, "b.md": design})
    check(revision)
    page = as_student.get(address("report", revision.public_id)).text
    assert "Which file is your design document?" in page
    answer = as_student.post(
        reverse("submissions:choose_main", args=[revision.public_id]), {"main": "b.md"}
    )
    assert answer.status_code == 302
    chosen = revision.submission.revisions.order_by("-number").first()
    check(chosen)
    assert "Which file" not in as_student.get(answer.url).text


def test_an_empty_document_gives_a_finished_run_and_a_page(
    as_student, assignment, student, checking
):
    revision = hand_in(assignment, student, {"design.md": ""})
    assert check(revision).state == JobState.DONE
    for name in ("report", "read", "document", "diagrams"):
        assert as_student.get(address(name, revision.public_id)).status_code == 200


def test_checking_again_under_the_same_key_keeps_the_run(as_student, revision):
    before = queries.latest_run(revision).pk
    as_student.post(address("recheck", revision.public_id))
    assert queries.latest_run(revision).pk == before


def test_pages_of_a_revision_ask_a_bounded_number_of_questions(
    as_student, revision, django_assert_max_num_queries
):
    for name in ("report", "read", "document", "diagrams"):
        with django_assert_max_num_queries(14):
            as_student.get(address(name, revision.public_id))
