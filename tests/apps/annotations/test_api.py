"""The API of threads: what is refused keeps what was typed, and nobody sees drafts of others."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.annotations.models import Comment, Thread
from tests.apps.conftest import text_of

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"


@pytest.fixture
def api(revision):
    """Asks the API as a person: ``api(person, method, path, body)``."""

    def ask(person, method, path, body=None, **headers):
        client = Client()
        client.force_login(person)
        address = path if path.startswith("/") else f"/api/v1/revisions/{revision.public_id}/{path}"
        more = {} if method == "get" else {"content_type": "application/json"}
        return getattr(client, method)(address, body, headers=headers, **more)

    return ask


def draft(body="Why?", based_on=0, **more):
    return {"body": body, "based_on": based_on, "target": text_of(PHRASE), **more}


def test_a_stale_save_is_answered_with_what_is_kept(api, ta):
    assert api(ta, "put", "drafts/k1/", draft()).json()["version"] == 1
    assert api(ta, "put", "drafts/k1/", draft("two", 1)).json()["version"] == 2
    stale = api(ta, "put", "drafts/k1/", draft("three", 1))
    assert stale.status_code == 409
    assert stale.json()["current"] == {
        "version": 2,
        "body": "two",
        "replacement": None,
        "published": False,
    }


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"kind": "text", "artifact": "design.md", "exact": "not there"}, "not in design.md"),
        ({"kind": "element", "element": "figure-1-component-view/node:zz"}, "no element"),
        ({"kind": "text", "artifact": "design.md", "start": 0, "end": 5000}, "at most 4000"),
        ({"kind": "region", "artifact": "design.md", "rect": {"x": 1}}, "no rectangle"),
    ],
)
def test_a_wrong_place_is_refused_in_words(api, ta, target, words):
    answer = api(ta, "put", "drafts/k1/", draft(target=target))
    assert answer.status_code == 422
    assert words in answer.json()["what"]


def test_drafts_are_seen_and_counted_by_their_author_only(api, ta, instructor, student):
    before = api(student, "get", "live/")
    assert api(ta, "put", "drafts/k1/", draft()).status_code == 200
    thread = Thread.objects.get()
    for person in (instructor, student):
        assert api(person, "get", "threads/").json()["count"] == 0
        assert api(person, "get", "marks/").json()["marks"] == []
        assert api(person, "get", f"/api/v1/threads/{thread.public_id}/").status_code == 404
        assert api(person, "get", "drafts/").json()["drafts"] == []
    assert api(ta, "get", "threads/").json()["count"] == 1
    after = api(student, "get", "live/", **{"if-none-match": before["etag"]})
    assert after.status_code == 304


def test_a_draft_reply_does_not_show_in_the_thread_of_others(api, begin, ta, student):
    thread = begin(ta, text_of(PHRASE))
    reply = {"body": "secret", "based_on": 0, "thread": thread.public_id}
    assert api(student, "put", "drafts/r1/", reply).status_code == 200
    seen = api(ta, "get", f"/api/v1/threads/{thread.public_id}/").json()
    assert [one["body"] for one in seen["comments"]] == ["Why?"]
    marks = api(ta, "get", "marks/").json()["marks"]
    assert [one["comments"] for one in marks] == [1]


def test_what_others_publish_comes_with_the_next_poll(api, begin, ta, student):
    first = api(student, "get", "live/").json()
    begin(ta, text_of(PHRASE))
    news = api(student, "get", f"live/?since={first['cursor']}").json()
    assert [one["number"] for one in news["threads"]] == [1]
    assert [one["name"] for one in api(ta, "get", "live/").json()["present"]] == ["Sam"]


def test_publishing_publishes_everything_of_one_person_and_nothing_of_others(api, ta, instructor):
    api(ta, "put", "drafts/a/", draft("one"))
    api(ta, "put", "drafts/b/", draft("two"))
    api(instructor, "put", "drafts/c/", draft("three"))
    assert api(ta, "post", "publish/", {}).json()["comments"] == 2
    assert Comment.objects.filter(published_at=None).get().body == "three"


def test_the_same_key_begins_one_thread(api, ta):
    body = {"body": "Why?", "type": "risk", "target": text_of(PHRASE), "key": "ci-1"}
    first = api(ta, "post", "threads/", body)
    assert first.status_code == 201
    assert first.json()["anchor"]["quote"] == PHRASE
    api(ta, "post", "threads/", body)
    assert Thread.objects.count() == 1


def test_comments_are_clean_whatever_was_written(api, ta):
    body = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**"
    html = api(ta, "post", "/api/v1/preview/", {"body": body}).json()["html"]
    assert "<img" not in html
    assert "javascript:" not in html.replace("[x](javascript:alert(1))", "")
    assert "<strong>bold</strong>" in html


def test_a_list_of_threads_takes_the_same_queries_for_five_and_fifty(
    api, begin, ta, django_assert_num_queries, revision
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (5, 45):
        for _ in range(many):
            begin(ta, text_of(PHRASE))
        with CaptureQueriesContext(connection) as asked:
            assert api(ta, "get", "threads/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_links_offer_sections_findings_decisions_and_elements(api, ta):
    found = api(ta, "get", "links/?q=orchestrator").json()["links"]
    assert "element" in {one["kind"] for one in found}
    sections = api(ta, "get", "links/?q=capacity").json()["links"]
    assert sections[0]["kind"] == "section"


def test_a_file_of_a_forbidden_kind_is_refused_and_the_comment_stays(api, ta, revision):
    from django.core.files.uploadedfile import SimpleUploadedFile

    api(ta, "put", "drafts/k1/", draft())
    comment = Comment.objects.get()
    client = Client()
    client.force_login(ta)
    address = f"/api/v1/comments/{comment.public_id}/files/"
    page = SimpleUploadedFile("x.png", b"<html><script>alert(1)</script></html>")
    refused = client.post(address, {"file": page})
    assert refused.status_code == 422
    assert "cannot be attached" in refused.json()["what"]
    good = client.post(address, {"file": SimpleUploadedFile("n.txt", b"a note")})
    assert good.status_code == 201
    assert client.get(good.json()["url"])["Content-Disposition"].startswith("attachment")
    assert Comment.objects.get().body == "Why?"


def test_a_key_that_cannot_be_kept_is_refused(api, ta):
    assert api(ta, "put", f"drafts/{'k' * 41}/", draft()).status_code == 422
    assert api(ta, "put", "drafts/a%20b/", draft()).status_code == 422
