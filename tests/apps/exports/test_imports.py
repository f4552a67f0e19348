"""Importing W3C annotations: once each, in the name of whoever imports, nothing lost silently."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.accounts.services import token_create
from apps.annotations.models import Comment, Thread
from apps.annotations.services import DraftInput, draft_save, review_publish, state_set
from apps.demo import designs
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.exports.jobs import bring_in
from apps.exports.models import AnnotationImport
from tests.apps.conftest import carry_all, text_of
from tests.factories import enroll, team_with

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"
ODD = "Zwölf 🚀 推荐 e\u0301 lists"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotation(exact=PHRASE, body="Why?", **more):
    return {
        "@context": CONTEXT,
        "id": "https://elsewhere.example/a/1",
        "type": "Annotation",
        "body": body,
        "target": {
            "source": "https://elsewhere.example/design.md",
            "selector": {"type": "TextQuoteSelector", "exact": exact},
        },
        **more,
    }


def send(person, revision, data, kind="application/ld+json", **headers):
    """Asks for an import; nothing is taken yet."""
    client = Client()
    if not headers:
        client.force_login(person)
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    address = f"/api/v1/revisions/{revision.public_id}/annotations/"
    return client.post(address, body, content_type=kind, headers=headers)


def work():
    """Do what the worker does, until nothing waits."""
    while row := AnnotationImport.objects.filter(state="queued").order_by("id").first():
        bring_in.execute(row.pk)


def bring(person, revision, data, kind="application/ld+json"):
    """Imports, and gives what the API says of it afterwards."""
    answer = send(person, revision, data, kind)
    assert answer.status_code == 202, answer.content
    work()
    client = Client()
    client.force_login(person)
    return client.get(f"/api/v1/imports/{answer.json()['id']}/").json()


def fetch(person, revision):
    client = Client()
    client.force_login(person)
    return client.get(f"/api/v1/revisions/{revision.public_id}/annotations/").json()


def reply(thread, revision, author, body):
    draft_save(revision=revision, author=author, key=body, based_on=0,
               given=DraftInput(body=body, thread=thread))  # fmt: skip
    review_publish(revision=revision, author=author, keys=[body])


def told(collection):
    """What must not change on the way: type, words, place, thread by thread."""
    threads, rest = {}, []
    for item in collection["first"]["items"]:
        if isinstance(item["target"], str):
            rest.append((threads[item["target"]], item["body"], item["creator"]["name"]))
            continue
        threads[item["id"]] = item["aie:number"]
        target = {k: v for k, v in item["target"].items() if k not in ("source", "state")}
        kept = (item["motivation"], item["aie:type"], item["aie:severity"], item["aie:state"])
        rest.append((item["aie:number"], *kept, item["body"], target, item["creator"]["name"]))
    return rest


@pytest.fixture
def full(begin, revision, ta, student):
    """Threads on every kind of place, with replies, states and a suggestion."""
    targets = [
        text_of(PHRASE),
        {"kind": "section", "artifact": "design.md", "slug": "requirements"},
        {"kind": "cell", "artifact": "design.md", "table": 0, "row": 1, "column": 3},
        {"kind": "element", "element": "figure-1-component-view/edge:gw->orch#0"},
        {"kind": "element", "element": "figure-2-request-flow/message:3"},
        {"kind": "element", "element": "figure-1-component-view/node:orch"},
        {"kind": "region", "diagram": "figure-1-component-view",
         "rect": {"x": 10, "y": 12.5, "width": 30, "height": 20}},
        {"kind": "document", "artifact": "adr-0001.md"},
        text_of("Goals: personal lists"),
    ]  # fmt: skip
    types = ("issue", "question", "risk", "non_risk", "praise", "sensitivity_point",
             "tradeoff_point", "issue", "suggestion")  # fmt: skip
    made = [
        begin(ta, target, type=kind, severity="error" if kind == "issue" else "",
              body=f"{kind}: 🚀 推荐 e\u0301 **bold** `code`",
              replacement="Goals: lists" if kind == "suggestion" else None)
        for target, kind in zip(targets, types, strict=True)
    ]  # fmt: skip
    reply(made[0], revision, student, "Because *so*.")
    state_set(thread=made[1], revision=revision, by=student, state="addressed", note="Done.")
    return made


@pytest.fixture
def other(hand_in, course):
    """The same files, handed in by another team."""
    noor = enroll(course, "Noor")
    team_with(course, "Swifts", noor)
    return hand_in(noor, designs.sample())


def test_what_is_exported_imported_and_exported_again_is_the_same(full, revision, other, ta):
    first = fetch(ta, revision)
    answer = bring(ta, other, first)
    assert (answer["threads"], answer["comments"], answer["known"]) == (9, 11, 0)
    # A teaching assistant settles threads but does not address them: that is the team's.
    assert [one["message"] for one in answer["problems"]] == [
        "The thread was addressed; here it begins as open."
    ]
    before, after = told(first), told(fetch(ta, other))
    opened = [(*x[:4], "open", *x[5:]) if x[4:5] == ("addressed",) else x for x in before]
    assert after == opened


def test_an_instructor_who_imports_says_who_wrote(full, revision, other, ta, instructor):
    bring(instructor, other, fetch(ta, revision))
    comments = Comment.objects.filter(thread__submission=other.submission).order_by("id")
    assert {one.author for one in comments} == {instructor}
    assert comments[0].body.startswith("Imported, written by Tia.\n\nissue: 🚀")
    assert any(one.body.startswith("Imported, written by Sam.\n\nBecause") for one in comments)
    again = fetch(instructor, other)["first"]["items"]
    assert {one["creator"]["name"] for one in again} == {"Tia", "Sam"}
    assert {one["aie:importedBy"] for one in again} == {"Ines"}


def test_importing_twice_makes_nothing_new_whoever_does_it(full, revision, other, ta, instructor):
    sent = fetch(ta, revision)
    bring(ta, other, sent)
    counts = Thread.objects.count(), Comment.objects.count()
    for person in (ta, instructor):
        answer = bring(person, other, sent)
        assert (answer["threads"], answer["comments"], answer["known"]) == (0, 0, 11)
    assert (Thread.objects.count(), Comment.objects.count()) == counts


def test_an_export_imported_where_it_came_from_changes_nothing(full, revision, ta):
    answer = bring(ta, revision, fetch(ta, revision))
    assert (answer["comments"], answer["known"], answer["problems"]) == (0, 11, [])


def test_a_new_reply_joins_the_thread_that_is_there(revision, ta, student):
    bring(ta, revision, annotation())
    more = {**annotation(body="Indeed"), "id": "urn:x:2", "target": annotation()["id"]}
    answer = bring(student, revision, [annotation(), more])
    assert (answer["threads"], answer["comments"], answer["known"]) == (0, 1, 1)
    thread = Thread.objects.get()
    assert [one.author for one in thread.comments.all()] == [ta, student]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a: a,
        lambda a: [a],
        lambda a: {"@context": CONTEXT, "type": "AnnotationPage", "items": [a]},
        lambda a: {
            "type": "AnnotationCollection",
            "first": {"type": "AnnotationPage", "items": [a]},
        },
    ],
    ids=["one", "list", "page", "collection"],
)
@pytest.mark.parametrize("kind", ["application/ld+json", "application/json"])
def test_every_shape_is_taken(wrap, kind, revision, ta):
    assert bring(ta, revision, wrap(annotation()), kind)["threads"] == 1
    row = Thread.objects.get().anchors.get()
    assert (row.state, row.quote, row.artifact) == ("exact", PHRASE, "design.md")


def test_a_file_is_taken_as_well(revision, ta):
    client = Client()
    client.force_login(ta)
    file = SimpleUploadedFile("a.jsonld", json.dumps(annotation()).encode())
    address = f"/api/v1/revisions/{revision.public_id}/annotations/"
    assert client.post(address, {"file": file}).status_code == 202
    work()
    assert Thread.objects.count() == 1


def test_a_form_of_another_site_imports_nothing(revision, ta):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ta)
    address = f"/api/v1/revisions/{revision.public_id}/annotations/"
    for kind in ("application/ld+json", "application/json", "text/plain"):
        answer = client.post(address, json.dumps(annotation()), content_type=kind)
        assert answer.status_code in (403, 415)
    assert not Thread.objects.exists()


def test_annotations_without_an_id_are_told_apart_by_what_they_say(revision, ta):
    def nameless(body):
        return {k: v for k, v in annotation(body=body).items() if k != "id"}

    assert bring(ta, revision, [nameless("one"), nameless("two")])["threads"] == 2
    assert bring(ta, revision, nameless("three"))["threads"] == 1
    assert bring(ta, revision, [nameless("three"), nameless("one")])["known"] == 2
    assert Thread.objects.count() == 3


def test_what_finds_no_place_is_reported_with_its_number_and_text(revision, ta):
    lost = {**annotation("never written", "Lost **words**"), "id": "urn:x:lost"}
    below = {**annotation(body="Reply to it"), "id": "urn:x:reply", "target": "urn:x:lost"}
    empty = {**annotation(body=""), "id": "urn:x:empty"}
    answer = bring(ta, revision, [annotation(), lost, below, empty])
    assert answer["comments"] == 1
    found = [(one["index"], one["text"]) for one in answer["problems"]]
    assert found == [(1, "Lost **words**"), (2, "Reply to it"), (3, "")]
    assert "not in design.md" in answer["problems"][0]["message"]
    assert answer["problems"][0]["where"] == "/1"
    assert Thread.objects.count() == 1


def test_positions_count_code_points(hand_in, student, ta):
    files = designs.sample()
    files["design.md"] = files["design.md"].replace(PHRASE, f"{ODD} and {PHRASE}")
    revision = hand_in(student, files)
    start = files["design.md"].index(ODD)
    selector = [
        {"type": "TextPositionSelector", "start": start, "end": start + len(ODD)},
        {"type": "TextQuoteSelector", "exact": ODD},
    ]
    target = {"source": "https://x.example/design.md", "selector": selector}
    assert bring(ta, revision, annotation(target=target))["problems"] == []
    row = Thread.objects.get().anchors.get()
    assert files["design.md"][row.start : row.end] == ODD
    kept = fetch(ta, revision)["first"]["items"][0]["target"]["selector"]
    assert {"type": "TextPositionSelector", "start": start, "end": start + len(ODD)} in kept


def test_states_are_taken_over_by_whoever_may_set_them(revision, ta, student):
    settled = annotation(**{"aie:state": "verified", "aie:type": "risk"})
    assert bring(ta, revision, settled)["problems"] == []
    assert Thread.objects.get().state == "verified"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no annotations"), (b" \n", "it is empty"), (b"[" * (MAX_BYTES + 1), "10 MB")],
    ids=["nothing", "blank", "too large"],
)
def test_what_is_empty_or_too_large_is_refused_at_once(data, words, revision, ta):
    answer = send(ta, revision, data)
    assert answer.status_code == 422
    assert words in answer.json()["what"]
    assert not AnnotationImport.objects.exists()


def test_what_is_no_json_is_told_when_it_was_read(revision, ta):
    answer = bring(ta, revision, b"{")
    assert (answer["state"], answer["total"]) == ("failed", None)
    assert "This is no JSON" in answer["problem"]


def test_a_comment_that_is_too_long_keeps_its_rest_in_the_report(revision, ta):
    answer = bring(ta, revision, annotation(body="x" * 21_000))
    kept = Comment.objects.get().body
    assert len(kept) == 20_000
    assert len(answer["problems"][0]["text"]) == 21_000 + len("Imported.\n\n") - 20_000


def test_an_imported_comment_names_nobody_and_is_clean(revision, ta, student):
    body = f"[@Sam](person:{student.public_id}) <img src=x onerror=alert(1)>"
    bring(ta, revision, annotation(body=body))
    comment = Comment.objects.get()
    assert student.public_id not in comment.body
    assert "<img" not in comment.html
    assert not comment.mentions.exists()


def test_a_draft_of_somebody_else_is_not_known(begin, revision, ta, student):
    draft = begin(ta, text_of(PHRASE), publish=False).comments.get()
    address = f"http://localhost:8000/t/{draft.thread.public_id}/#comment-{draft.public_id}"
    answer = bring(student, revision, {**annotation(), "id": address})
    assert (answer["comments"], answer["known"]) == (1, 0)


@pytest.mark.parametrize(("scopes", "status"), [(["read"], 403), (["read", "review"], 202)])
def test_a_token_needs_the_scope_review(scopes, status, revision, ta):
    _, secret = token_create(
        user=ta, name="CI", scopes=scopes, expires_at=timezone.now() + timedelta(days=1)
    )
    answer = send(ta, revision, annotation(), authorization=f"Bearer {secret}")
    assert answer.status_code == status


def test_an_imported_thread_is_carried_into_newer_revisions(revision, hand_in, student, ta):
    files = designs.sample()
    files["design.md"] = files["design.md"].replace(
        "## Architecture", "New text.\n\n## Architecture"
    )
    second = hand_in(student, files)
    bring(ta, revision, annotation())
    carry_all()
    assert Thread.objects.get().anchors.get(revision=second).state == "carried"
