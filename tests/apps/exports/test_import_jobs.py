"""An import as background work: its page, its parts, and what happens when it is interrupted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.activity.models import Event
from apps.annotations.models import Board, Comment, Review, Thread
from apps.common import storage
from apps.exports.jobs import bring_in
from apps.exports.models import AnnotationImport
from apps.exports.services import Taking
from apps.jobs import leases
from apps.sandbox import services as sandbox
from apps.sandbox.limits import DEFAULT
from tests.apps.exports.sending import annotation, browser, send, shown, work

pytestmark = pytest.mark.django_db


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
