"""An import as background work: its page, its parts, and what happens when it is interrupted."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.activity.models import Event
from apps.annotations.models import Board, Comment, Review, Thread
from apps.annotations.services import DraftInput, draft_save
from apps.common import storage
from apps.courses.models import Enrollment
from apps.exports.jobs import bring_in
from apps.exports.models import AnnotationImport, ImportProblem
from apps.exports.services import MOST_WAITING, Taking
from apps.jobs import leases
from apps.sandbox import services as sandbox
from apps.sandbox.limits import DEFAULT

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"


def annotation(number, exact=PHRASE, **more):
    selector = {"type": "TextQuoteSelector", "exact": exact}
    return {
        "id": f"urn:x:{number}",
        "type": "Annotation",
        "body": f"Why *{number}*?",
        "target": {"source": "https://elsewhere.example/design.md", "selector": selector},
        **more,
    }


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def send(client, revision, items):
    address = reverse("exports:annotations_import", args=[revision.public_id])
    data = items if isinstance(items, bytes) else json.dumps(items).encode()
    return client.post(address, {"file": SimpleUploadedFile("a.jsonld", data)})


def shown(answer):
    """The page without its line breaks."""
    return " ".join(answer.content.decode().split())


def work():
    while row := AnnotationImport.objects.filter(state="queued").order_by("id").first():
        bring_in.execute(row.pk)


@pytest.fixture
def parts_of_three(monkeypatch):
    monkeypatch.setattr(bring_in, "PART", 3)


def test_a_file_is_sent_watched_and_told_about(revision, ta):
    client = browser(ta)
    lost = annotation(2, "never written", body="Lost words")
    answer = send(client, revision, [annotation(1), lost])
    job = AnnotationImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/imports/{job.public_id}/")
    page = shown(client.get(answer["Location"]))
    assert "Waiting for a worker" in page
    assert "data-poll=" in page
    state = reverse("exports:import_state", args=[job.public_id])
    waiting = client.get(state)
    assert client.get(state, headers={"if-none-match": waiting["ETag"]}).status_code == 304
    assert not Thread.objects.exists()
    work()
    done = shown(client.get(state, headers={"if-none-match": waiting["ETag"]}))
    assert "1 comment in 1 new thread." in done
    assert "1 thing could not be taken over as it was." in done
    assert "Lost words" in done
    assert "data-poll=" not in done
    listed = shown(client.get(reverse("exports:exports", args=[revision.public_id])))
    assert f"/imports/{job.public_id}/" in listed
    assert Comment.objects.get().html == "<p>Imported.</p>\n<p>Why <em>1</em>?</p>\n"


def test_what_cannot_be_taken_at_all_is_refused_on_the_page(revision, ta):
    client = browser(ta)
    page = reverse("exports:annotations_import", args=[revision.public_id])
    assert client.post(page).status_code == 422
    empty = send(client, revision, b" ")
    assert empty.status_code == 422
    assert "it is empty" in shown(empty)
    assert not AnnotationImport.objects.exists()


def test_a_file_that_is_no_json_says_so_and_what_to_do(revision, ta):
    client = browser(ta)
    address = send(client, revision, b"no")["Location"]
    work()
    page = shown(client.get(address))
    assert "Nothing was imported." in page
    assert "This is no JSON" in page


def test_a_file_without_annotations_says_so(revision, ta):
    client = browser(ta)
    address = send(client, revision, [])["Location"]
    work()
    assert "There was nothing to import." in shown(client.get(address))


def test_problems_come_in_pages(revision, ta):
    client = browser(ta)
    items = [annotation(n, "never written", body=f"text-{n:03}") for n in range(120)]
    address = send(client, revision, items)["Location"]
    work()
    first = shown(client.get(address))
    assert "text-049" in first
    assert "text-050" not in first
    assert "text-119" in shown(client.get(address, {"page": 3}))
    api = f"/api/v1{address}"
    assert client.get(api).json()["problem_count"] == 120
    assert len(client.get(api).json()["problems"]) == 50
    second = client.get(f"{api}problems/", {"page": 2}).json()
    assert (second["count"], second["results"][0]["text"]) == (120, "text-050")


def test_the_page_takes_the_same_queries_for_one_and_a_hundred_problems(
    revision, ta, django_assert_max_num_queries
):
    client = browser(ta)
    for count in (1, 100):
        items = [annotation(f"{count}-{n}", "never written") for n in range(count)]
        address = send(client, revision, items)["Location"]
        work()
        with django_assert_max_num_queries(22):
            client.get(address)


def test_only_who_sent_it_sees_it(revision, ta, instructor, student, outsider):
    address = send(browser(ta), revision, [annotation(1)])["Location"]
    for person in (instructor, student, outsider):
        client = browser(person)
        for path in (
            address,
            f"{address}state/",
            f"/api/v1{address}",
            f"/api/v1{address}problems/",
        ):
            assert client.get(path).status_code == 404


# Parts.


def test_a_thread_that_is_longer_than_a_part_stays_one(revision, ta, parts_of_three):
    replies = [annotation(n, target="urn:x:0") for n in range(1, 8)]
    send(browser(ta), revision, [annotation(0), *replies, annotation(8)])
    work()
    job = AnnotationImport.objects.get()
    assert (job.state, job.threads, job.comments, job.position) == ("done", 2, 9, 9)
    counts = sorted(thread.comments.count() for thread in Thread.objects.all())
    assert counts == [1, 8]
    assert Review.objects.count() == 1
    assert Event.objects.get(verb="annotations.imported").data["comments"] == 9
    board = Board.objects.get()
    assert sorted(Thread.objects.values_list("number", flat=True)) == [1, 2]
    assert Thread.objects.order_by("-change").first().change == board.changes


def test_who_has_worked_for_a_while_lets_others_go_first(revision, ta, parts_of_three, monkeypatch):
    monkeypatch.setattr(bring_in, "SLICE_SECONDS", -1)
    send(browser(ta), revision, [annotation(n) for n in range(4)])
    job = AnnotationImport.objects.get()
    bring_in.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.position, job.attempt, job.announced_at) == ("queued", 0, 0, None)
    assert "Taking over 0 of 4" in shown(browser(ta).get(job.get_absolute_url()))
    monkeypatch.setattr(bring_in, "SLICE_SECONDS", 60)
    work()
    assert Comment.objects.count() == 4


@pytest.mark.parametrize(
    ("owner", "name"),
    [(Taking, "_count"), (Taking, "_write"), (bring_in, "_rendered"), (bring_in, "_end")],
    ids=["at the end of a transaction", "in a transaction", "while rendering", "at the very end"],
)
def test_a_worker_that_dies_in_the_middle_takes_nothing_twice(
    owner, name, revision, ta, parts_of_three
):
    send(browser(ta), revision, [annotation(n) for n in range(8)])
    job = AnnotationImport.objects.get()

    class Killed(BaseException):
        """As a signal: nothing in the worker catches it."""

    does, count = getattr(owner, name), iter(range(100))

    def dies(*given):
        if next(count) == 1 or name == "_end":
            raise Killed
        return does(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, dies)
        with pytest.raises(Killed):
            bring_in.execute(job.pk)
    job.refresh_from_db()
    assert job.state == "running"
    assert Comment.objects.count() == job.position == job.comments > 0
    AnnotationImport.objects.update(lease_until="2020-01-01T00:00Z")
    leases.sweep(AnnotationImport)
    work()
    job.refresh_from_db()
    assert (job.state, job.comments, job.known, job.attempt) == ("done", 8, 0, 2)
    assert (Comment.objects.count(), Thread.objects.count(), Review.objects.count()) == (8, 8, 1)


def test_who_lost_the_row_writes_nothing_more(revision, ta, parts_of_three, monkeypatch):
    send(browser(ta), revision, [annotation(n) for n in range(6)])
    job = AnnotationImport.objects.get()
    renders = bring_in._rendered

    def slow(part, taking):
        if part[0].id == "urn:x:3":
            AnnotationImport.objects.update(token="of another worker")
        return renders(part, taking)

    monkeypatch.setattr(bring_in, "_rendered", slow)
    bring_in.execute(job.pk)
    assert Comment.objects.count() == 3


def test_what_was_read_is_kept_until_the_end_and_no_longer(
    revision, ta, parts_of_three, monkeypatch
):
    send(browser(ta), revision, [annotation(n) for n in range(4)])
    job = AnnotationImport.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(bring_in, "SLICE_SECONDS", -1)
        bring_in.execute(job.pk)
    assert storage.get_named(bring_in._name(job)) is not None
    asked = []
    asks = sandbox.ask

    def ask(socket, request):
        asked.append(request["op"])
        return asks(socket, request)

    monkeypatch.setattr(sandbox, "ask", ask)
    work()
    assert set(asked) == {"comments"}
    assert storage.get_named(bring_in._name(job)) is None


@pytest.mark.parametrize(
    "case",
    [("annotations", "Split the file", 0), ("comments", "takes the rest and nothing twice", 3)],
)
def test_what_takes_too_long_says_what_to_do_and_keeps_what_it_has(
    case, revision, ta, parts_of_three, monkeypatch
):
    op, words, taken = case
    client = browser(ta)
    items = [annotation(n) for n in range(6)]
    address = send(client, revision, items)["Location"]
    asks, asked = sandbox.ask, []

    def ask(socket, request):
        asked.append(request["op"])
        if request["op"] == op and (op == "annotations" or asked.count(op) == 2):
            raise sandbox.Died("cpu", DEFAULT)
        return asks(socket, request)

    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "ask", ask)
        work()
    page = shown(client.get(address))
    assert "it needed more than 20 seconds of processor time" in page
    assert words in page
    assert AnnotationImport.objects.get().state == "timed_out"
    assert Comment.objects.count() == taken
    again = send(client, revision, items)["Location"]
    work()
    assert f"{6 - taken} comments in" in shown(client.get(again))
    assert Comment.objects.count() == 6


# Who may, and how much.


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
