"""Exports through the browser and the API: what is in the file, who gets it, what never leaves."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from apps.annotations.models import Comment, Thread
from apps.annotations.services import attachment_add, comment_edit, state_set
from apps.demo import designs
from apps.exports.api import annotations
from apps.exports.contents import holdings_of, stamp_of
from apps.exports.jobs import export as exporting
from apps.exports.models import Export
from apps.sandbox import services as forkserver
from apps.sandbox.limits import DEFAULT
from tests.apps.conftest import text_of
from tests.engine.exports import w3c
from tests.engine.exports.pdf_text import text_of_pdf

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"
SECOND = "one nightly job writes one list per user"
FORMS = ("html", "pdf", "md", "jsonld")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def work():
    """Do what the worker does for queued rows."""
    for row in Export.objects.filter(state="queued"):
        exporting.execute(row.pk)


@pytest.fixture
def export(revision):
    """Asks for an export on the page, writes it, and gives what the download holds."""

    def make(person, form, on=None):
        client = browser(person)
        page = reverse("exports:exports", args=[(on or revision).public_id])
        assert client.post(page, {"format": form}).status_code == 302
        work()
        row = Export.objects.filter(author=person, format=form).first()
        assert row.state == "done", row.problem
        answer = client.get(reverse("exports:export_file", args=[row.public_id]))
        assert answer.status_code == 200
        return answer.content

    return make


@pytest.fixture
def people(ta, student, instructor):
    return ta, student, instructor


def said(form, data):
    """The words of a file, whatever its format."""
    return text_of_pdf(data) if form == "pdf" else data.decode()


@pytest.mark.parametrize("form", FORMS)
def test_every_format_holds_the_threads_and_no_draft_and_no_address(form, export, begin, people):
    ta, student, instructor = people
    ta.email, ta.name = "tia.secret@example.org", "Tia"
    ta.save()
    begin(ta, text_of(PHRASE), body=f"Seen by [@Ines](person:{instructor.public_id})")
    begin(instructor, text_of(SECOND), body="undisclosed-of-ines", publish=False)
    begin(student, text_of(PHRASE), body="undisclosed-of-sam", publish=False)
    words = said(form, export(student, form))
    assert "Seen by @Ines" in words.replace("\\", "")
    assert "Tia" in words
    assert "undisclosed" not in words
    assert "@example" not in words
    for person in people:
        assert person.email not in words
        assert person.public_id not in words


def test_a_person_without_a_name_is_not_named_by_the_address(export, begin, ta, student):
    ta.name = ta.email
    ta.save()
    begin(ta, text_of(PHRASE))
    words = said("html", export(student, "html"))
    assert ta.email not in words
    assert "Without a name" in words


def test_the_same_content_is_written_once_and_a_change_makes_a_new_file(
    export, begin, ta, revision
):
    thread = begin(ta, text_of(PHRASE))
    export(ta, "md")
    export(ta, "md")
    assert Export.objects.count() == 1
    comment = thread.comments.get()
    comment_edit(comment=comment, based_on=comment.version, body="Why so?")
    assert b"Why so?" in export(ta, "md")
    assert Export.objects.count() == 2
    state_set(thread=thread, revision=revision, by=ta, state="verified", note="Fine")
    assert b"Set to verified" in export(ta, "md")
    assert Export.objects.count() == 3


def test_a_draft_of_somebody_makes_no_new_file(export, begin, ta, student):
    begin(ta, text_of(PHRASE))
    export(student, "md")
    begin(ta, text_of(SECOND), publish=False)
    export(student, "md")
    assert Export.objects.count() == 1


def test_the_file_has_a_neutral_name_and_is_not_shown_by_the_browser(export, begin, ta, revision):
    begin(ta, text_of(PHRASE))
    export(ta, "pdf")
    answer = browser(ta).get(reverse("exports:export_file", args=[Export.objects.get().public_id]))
    assert answer["Content-Disposition"] == 'attachment; filename="revision-1-annotated.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_nobody_else_gets_the_file_and_no_address_of_the_storage_is_told(
    export, begin, ta, student, instructor
):
    begin(ta, text_of(PHRASE))
    export(student, "html")
    row = Export.objects.get()
    for person in (ta, instructor):
        client = browser(person)
        assert client.get(reverse("exports:export_file", args=[row.public_id])).status_code == 404
        assert client.get(f"/api/v1/exports/{row.public_id}/").status_code == 404
        assert client.get(f"/api/v1/exports/{row.public_id}/file/").status_code == 404
    page = browser(student).get(reverse("exports:exports", args=[row.revision.public_id]))
    assert row.digest not in page.content.decode()


def test_the_page_shows_waiting_then_the_file(begin, ta, revision):
    begin(ta, text_of(PHRASE))
    client, page = browser(ta), reverse("exports:exports", args=[revision.public_id])
    assert "Nothing exported" in client.get(page).content.decode()
    client.post(page, {"format": "html"})
    state = reverse("exports:exports_state", args=[revision.public_id])
    waiting = client.get(state)
    assert "Waiting for a worker" in " ".join(waiting.content.decode().split())
    assert "data-poll=" in waiting.content.decode()
    assert client.get(state, headers={"if-none-match": waiting["ETag"]}).status_code == 304
    work()
    done = client.get(state, headers={"if-none-match": waiting["ETag"]})
    assert done.status_code == 200
    assert "Download" in done.content.decode()
    assert "data-poll=" not in done.content.decode()


def test_a_wrong_format_is_refused_at_its_place(ta, revision):
    page = reverse("exports:exports", args=[revision.public_id])
    answer = browser(ta).post(page, {"format": "docx"})
    assert answer.status_code == 422
    assert "one of the four formats" in answer.content.decode()


def test_a_writer_that_dies_is_told_and_can_be_asked_again(begin, ta, revision, monkeypatch):
    begin(ta, text_of(PHRASE))
    client, page = browser(ta), reverse("exports:exports", args=[revision.public_id])

    def die(*_, **__):
        raise forkserver.Died("memory", DEFAULT)

    with monkeypatch.context() as patch:
        patch.setattr(forkserver, "ask", die)
        client.post(page, {"format": "pdf"})
        work()
    shown = client.get(page).content.decode()
    assert "it needed more than 1024 MB of memory" in shown
    client.post(page, {"format": "pdf"})
    work()
    assert [one.state for one in Export.objects.order_by("id")] == ["failed", "done"]


def test_states_and_files_of_comments_are_named(export, begin, ta, student, revision):
    thread = begin(ta, text_of(PHRASE), body="See the file")
    attachment_add(comment=thread.comments.get(), name="load_test.txt", data=b"text")
    state_set(thread=thread, revision=revision, by=student, state="addressed", note="Done *so*")
    words = said("html", export(student, "html"))
    assert "load_test.txt" in words
    assert "Set to addressed." in words
    assert "Done <em>so</em>" in words


def test_links_into_the_design_keep_their_words(export, begin, ta):
    begin(ta, text_of(PHRASE), body="See [CAP-008](at:finding/abc) there")
    assert "See CAP-008 there" in said("md", export(ta, "md"))
    assert "(at:finding/abc)" in said("jsonld", export(ta, "jsonld"))


def test_what_has_no_place_in_the_revision_is_in_the_file(export, begin, people, hand_in):
    ta, student, _ = people
    begin(ta, text_of(PHRASE), body="Where is it?")
    files = designs.sample()
    cut = files["design.md"].replace(PHRASE, "Gone")
    second = hand_in(student, {**files, "design.md": cut})
    row = Thread.objects.get().anchors.get(revision=second)
    row.state, row.start, row.end = "needs_placing", None, None
    row.save()
    words = said("md", export(ta, "md", on=second))
    assert "Without a place" in words
    assert "Where is it?" in words


def test_json_ld_of_a_real_revision_meets_the_w3c_rules(export, begin, ta, student, revision):
    thread = begin(ta, text_of(PHRASE), body="Why **so**? 🚀 推荐 e\u0301", type="risk")
    begin(student, {"kind": "document", "artifact": "design.md"})
    begin(ta, text_of(SECOND), type="suggestion", replacement="one job writes", body="")
    begin(ta, {"kind": "element", "element": "figure-1-component-view/node:orch"})
    begin(ta, {"kind": "element", "element": "figure-2-request-flow/message:3"})
    state_set(thread=thread, revision=revision, by=student, state="addressed", note="")
    found = json.loads(export(ta, "jsonld"))
    assert w3c.unmet(found, w3c.COLLECTION) == []
    items = found["first"]["items"]
    assert len(items) == 6
    for item in items:
        assert (
            w3c.unmet({**item, "@context": "http://www.w3.org/ns/anno.jsonld"}, w3c.ANNOTATION)
            == []
        )
    bodies = [one["body"]["value"] for one in items if isinstance(one["body"], dict)]
    assert "Why **so**? 🚀 推荐 e\u0301" in bodies
    assert items[0]["id"].endswith(Comment.objects.first().public_id)


def test_the_api_asks_watches_and_fetches(begin, ta, revision):
    begin(ta, text_of(PHRASE))
    client = browser(ta)
    address = f"/api/v1/revisions/{revision.public_id}/exports/"
    asked = client.post(address, {"format": "md"}, content_type="application/json")
    assert asked.status_code == 202
    made = asked.json()
    assert (made["state"], made["file"]) == ("queued", None)
    assert client.get(f"/api/v1/exports/{made['id']}/file/").status_code == 404
    work()
    done = client.get(f"/api/v1/exports/{made['id']}/").json()
    assert (done["state"], done["size"] > 1000) == ("done", True)
    assert b"Why?" in client.get(done["file"]).content
    wrong = client.post(address, {"format": "docx"}, content_type="application/json")
    assert wrong.status_code == 400


def test_annotations_come_directly_with_their_own_media_type(begin, ta, revision):
    begin(ta, text_of(PHRASE))
    client = browser(ta)
    address = f"/api/v1/revisions/{revision.public_id}/annotations/"
    answer = client.get(address, headers={"accept": "application/ld+json"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == (
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    )
    assert answer.json()["total"] == 1
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    begin(ta, text_of(SECOND))
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).json()["total"] == 2


def test_gathering_takes_the_same_queries_for_two_and_twenty_threads(
    begin, ta, revision, django_assert_num_queries
):
    for count in (2, 18):
        for _ in range(count):
            begin(ta, text_of(PHRASE))
        with django_assert_num_queries(7):
            holdings_of(revision, "md", reading="x")
        with django_assert_num_queries(3):
            stamp_of(revision, "md", reading="x")


def test_a_new_name_and_a_file_that_comes_later_make_a_new_export(export, begin, ta):
    comment = begin(ta, text_of(PHRASE)).comments.get()
    export(ta, "md")
    attachment_add(comment=comment, name="load_test.txt", data=b"text")
    assert b"load_test.txt" in export(ta, "md")
    ta.name = "Tia Renamed"
    ta.save()
    assert b"Tia Renamed" in export(ta, "md")
    assert Export.objects.count() == 3


@pytest.mark.parametrize("reason", ["there are many", "it takes long"])
def test_a_worker_writes_the_annotations_that_no_request_can_wait_for(
    reason, begin, ta, revision, monkeypatch
):
    begin(ta, text_of(PHRASE))
    asks, client = forkserver.ask, browser(ta)

    def slow(socket, request, patience=None):
        if patience is not None:
            raise forkserver.Died("time", DEFAULT)
        return asks(socket, request)

    if reason == "there are many":
        monkeypatch.setattr(annotations, "_SMALL", 0)
    else:
        monkeypatch.setattr(forkserver, "ask", slow)
    address = f"/api/v1/revisions/{revision.public_id}/annotations/"
    for _ in range(2):
        answer = client.get(address)
        assert answer.status_code == 202
        assert (answer.json()["state"], answer["Retry-After"]) == ("queued", "2")
    assert Export.objects.count() == 1
    work()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.json()["total"] == 1
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
