"""Two windows of one person do different things with one draft at the same moment."""

from __future__ import annotations

import random
import threading
from collections import Counter

import pytest
from django.db import connection, connections  # noqa: F401 - conditions name it
from django.test import Client

from apps.annotations.models import Comment, Thread
from apps.annotations.services import DraftInput, draft_discard, draft_save, review_publish
from apps.annotations.services import drafts as drafts_module
from apps.annotations.services import publishing as publishing_module
from apps.engine.anchors.selectors import AnchorError
from tests.apps.conftest import text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("checking")]
PHRASE = "The component view is in Figure 1"
ROUNDS = 12


def together(*acts):
    """Do all at the same moment, each on a connection of its own; what each gave or raised."""
    gate = threading.Barrier(len(acts))
    given = [None] * len(acts)

    def do(number, act):
        gate.wait()
        try:
            given[number] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            given[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def saved(revision, ta, body, based_on=0, key="k"):
    given = DraftInput(body=body, target=text_of(PHRASE))
    return draft_save(revision=revision, author=ta, key=key, based_on=based_on, given=given)


def window(person):
    found = Client(raise_request_exception=False)
    found.force_login(person)
    return found


def test_saving_and_discarding_one_draft_at_once_is_never_an_error(revision, ta):
    address = f"/api/v1/revisions/{revision.public_id}/drafts/k/"
    windows = [window(ta) for _ in range(4)]
    seen = Counter()

    def put(one, number):
        body = {"body": f"text {number}", "target": text_of(PHRASE), "based_on": 1}
        return one.put(address, body, "application/json")

    for turn in range(ROUNDS):
        acts = [
            (lambda w=w, n=n: put(w, n)) if n % 2 else (lambda w=w: w.delete(address))
            for n, w in enumerate(windows)
        ]
        random.Random(turn).shuffle(acts)
        seen.update(answer.status_code for answer in together(*acts))
    assert set(seen) <= {200, 204, 404, 409}, seen
    assert seen[200] > 0
    assert Comment.objects.count() <= 1
    assert Thread.objects.count() == Comment.objects.count()


def test_a_draft_that_is_discarded_between_look_and_write_is_there_again(revision, ta, monkeypatch):
    first = saved(revision, ta, "one")
    original = drafts_module._place

    def late(asked):
        place = original(asked)
        if Comment.objects.filter(pk=first.pk).exists():
            draft_discard(comment=Comment.objects.get(pk=first.pk))
        return place

    monkeypatch.setattr(drafts_module, "_place", late)
    kept = saved(revision, ta, "two", based_on=1)
    assert (kept.body, Comment.objects.get().body) == ("two", "two")


def test_discarding_twice_changes_nothing(revision, ta):
    draft = saved(revision, ta, "one")
    again = Comment.objects.get(pk=draft.pk)
    draft_discard(comment=draft)
    draft_discard(comment=again)
    assert not Thread.objects.exists()


def test_a_draft_whose_place_went_with_it_is_refused_in_words(revision, ta):
    with pytest.raises(AnchorError, match="discarded in another window"):
        draft_save(
            revision=revision, author=ta, key="k", based_on=3, given=DraftInput(body="typed")
        )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one after the other")
def test_publishing_waits_for_a_save_that_is_going_on_and_publishes_its_text(revision, ta):
    saved(revision, ta, "before")
    locked, published = threading.Event(), threading.Event()

    def slow_save():
        from django.db import transaction

        with transaction.atomic():
            saved(revision, ta, "after", based_on=1)
            locked.set()
            assert not published.wait(0.5), "publishing did not wait for the save"

    def publish():
        locked.wait()
        review = review_publish(revision=revision, author=ta)
        published.set()
        return review

    _, review = together(slow_save, publish)
    comment = Comment.objects.get()
    assert comment.review == review
    assert (comment.body, comment.version) == ("after", 2)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one after the other")
def test_a_save_during_publishing_waits_and_is_told_that_it_came_late(revision, ta, monkeypatch):
    saved(revision, ta, "before")
    read, go_on = threading.Event(), threading.Event()
    original = publishing_module._publish

    def slow(*args):
        read.set()
        go_on.wait(0.5)
        return original(*args)

    monkeypatch.setattr(publishing_module, "_publish", slow)

    def late_save():
        read.wait()
        try:
            return saved(revision, ta, "late", based_on=1)
        finally:
            go_on.set()

    _, refused = together(lambda: review_publish(revision=revision, author=ta), late_save)
    assert type(refused).__name__ == "Conflict"
    assert refused.current.published_at is not None
    comment = Comment.objects.get()
    assert (comment.body, comment.version) == ("before", 1)
    assert "before" in comment.html


def test_nothing_is_lost_when_saves_discards_and_publications_meet(revision, ta):
    """Every text that was accepted is a draft, published as it was accepted, or was discarded."""
    accepted = []
    for turn in range(ROUNDS):
        key = f"k{turn}"
        draft = saved(revision, ta, f"first {turn}", key=key)

        def save(turn=turn, key=key):
            return saved(revision, ta, f"second {turn}", based_on=1, key=key)

        given = together(
            save,
            lambda: review_publish(revision=revision, author=ta),
            lambda draft=draft: draft_discard(comment=draft),
        )
        names = {type(one).__name__ for one in given if isinstance(one, Exception)}
        assert names <= {"Conflict"}, given
        if isinstance(given[0], Comment):
            accepted.append((key, given[0].body, isinstance(given[2], Exception)))
    for key, body, still_there in accepted:
        if still_there:
            assert Comment.objects.get(key=key).body in body
    threads = Thread.objects.filter(published_at__isnull=False)
    assert not threads.filter(number=None).exists()
    assert not Thread.objects.filter(published_at=None).exclude(number=None).exists()
    numbers = sorted(threads.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not Thread.objects.filter(comments=None).exists()
