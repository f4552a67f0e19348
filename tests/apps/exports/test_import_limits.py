"""Who may import, how much of it, and what is left out of it."""

from __future__ import annotations

import json

import pytest

from apps.annotations.models import Comment, Thread
from apps.annotations.services import DraftInput, draft_save
from apps.courses.models import Enrollment
from apps.exports.jobs import bring_in
from apps.exports.models import AnnotationImport, ImportProblem
from apps.exports.services import MOST_WAITING, Taking
from tests.apps.exports.sending import annotation, browser, send, shown, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts_of_three(monkeypatch):
    monkeypatch.setattr(bring_in, "PART", 3)


def test_who_was_taken_out_of_the_course_meanwhile_imports_nothing(revision, ta):
    send(browser(ta), revision, [annotation(1)])
    Enrollment.objects.filter(user=ta).delete()
    work()
    job = AnnotationImport.objects.get()
    assert (job.state, job.problem) == ("failed", "You may no longer comment on this revision.")
    assert not Comment.objects.exists()


def test_the_same_file_from_two_tabs_is_one_import(revision, ta):
    first, second = browser(ta), browser(ta)
    places = {send(client, revision, [annotation(1)])["Location"] for client in (first, second)}
    assert len(places) == 1
    work()
    assert send(first, revision, [annotation(1)])["Location"] not in places
    work()
    assert Comment.objects.count() == 1


def test_two_people_with_the_same_file_take_each_annotation_once(
    revision, ta, instructor, parts_of_three, monkeypatch
):
    items = [annotation(n) for n in range(7)]
    for person in (ta, instructor):
        send(browser(person), revision, items)
    # One part each in turn, as with two workers.
    takes = Taking.take

    def one_part(self, batch):
        takes(self, batch)
        monkeypatch.setattr(bring_in, "SLICE_SECONDS", -1)

    monkeypatch.setattr(Taking, "take", one_part)
    for _ in range(8):
        for row in AnnotationImport.objects.filter(state="queued"):
            monkeypatch.setattr(bring_in, "SLICE_SECONDS", 60)
            bring_in.execute(row.pk)
    jobs = AnnotationImport.objects.all()
    assert {job.state for job in jobs} == {"done"}
    assert sum(job.comments for job in jobs) == Comment.objects.count() == 7
    assert sum(job.known for job in jobs) == 7


def test_imports_of_one_person_are_done_one_after_the_other(revision, ta):
    client = browser(ta)
    for number in range(2):
        send(client, revision, [annotation(number)])
    older, newer = AnnotationImport.objects.order_by("id")
    bring_in.execute(newer.pk)
    newer.refresh_from_db()
    assert (newer.state, newer.attempt) == ("queued", 0)
    bring_in.execute(older.pk)
    bring_in.execute(newer.pk)
    newer.refresh_from_db()
    assert newer.state == "done"


def test_only_a_few_may_wait(revision, ta, instructor):
    client = browser(ta)
    for number in range(MOST_WAITING):
        assert send(client, revision, [annotation(number)]).status_code == 303
    refused = send(client, revision, [annotation(9)])
    assert refused.status_code == 429
    assert f"{MOST_WAITING} of your imports are not done yet" in shown(refused)
    address = f"/api/v1/revisions/{revision.public_id}/annotations/"
    told = client.post(address, [annotation(9)], content_type="application/json")
    assert told.status_code == 429
    assert "not done yet" in told.json()["what"]
    assert send(browser(instructor), revision, [annotation(9)]).status_code == 303
    work()
    assert send(client, revision, [annotation(9)]).status_code == 303


def test_only_so_many_may_be_sent_within_an_hour(revision, ta, settings):
    settings.LIMITS = settings.LIMITS | {"imports": (1, 3600)}
    assert send(browser(ta), revision, [annotation(1)]).status_code == 303
    refused = send(browser(ta), revision, [annotation(2)])
    assert refused.status_code == 429
    assert "You brought in annotations many times within the hour." in shown(refused)


def test_a_draft_under_the_key_of_an_annotation_is_left_alone(revision, ta):
    send(browser(ta), revision, [annotation(1)])
    work()
    key = Comment.objects.get().key
    Comment.objects.all().delete()
    Thread.objects.all().delete()
    given = DraftInput(body="Mine", target={"kind": "document", "artifact": "design.md"})
    draft_save(revision=revision, author=ta, key=key, based_on=0, given=given)
    send(browser(ta), revision, [annotation(1)])
    work()
    assert Comment.objects.get().body == "Mine"
    assert ImportProblem.objects.get().message == "You keep a draft under its key."


@pytest.mark.parametrize("broken", ["\\u0000", "\\ud800", "\\udfff x"])
def test_signs_that_no_database_keeps_are_replaced(broken, revision, ta):
    data = json.dumps([annotation(1, body="BODY"), annotation("BODY", "BODY", body="BODY")])
    client = browser(ta)
    address = send(client, revision, data.replace("BODY", broken).encode())["Location"]
    work()
    job = AnnotationImport.objects.get()
    assert (job.state, job.comments) == ("done", 1), job.problem
    assert client.get(address).status_code == 200


def test_a_thread_and_a_submission_take_no_more_than_their_most(revision, ta, monkeypatch):
    monkeypatch.setattr("apps.exports.services.import_part.MAX_COMMENTS", 3)
    monkeypatch.setattr("apps.annotations.services.bounds.MAX_THREADS", 2)
    replies = [annotation(f"r{n}", target="urn:x:0") for n in range(4)]
    items = [annotation(0), *replies, annotation(1), annotation(2)]
    for number in (1, 2):
        send(browser(ta), revision, items)
        work()
        job = AnnotationImport.objects.first()
        assert (job.comments, job.known) == ((4, 0) if number == 1 else (0, 4))
        messages = list(job.problems.values_list("message", flat=True))
        assert messages[:2] == ["The thread has 3 comments, which is the most."] * 2
        assert "which is the most" in messages[2]
        assert len(messages) == 3
