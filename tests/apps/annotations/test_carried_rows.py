"""What a thread takes along into the next revision, column by column."""

from __future__ import annotations

import pytest

from apps.annotations.models import Anchor, Thread
from apps.annotations.services import anchor_place
from apps.demo import designs
from tests.apps.conftest import text_of

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"
KEPT = ("state", "surface", "artifact", "element", "label", "quote", "selectors", "method")


def row_of(thread, revision):
    return Anchor.objects.get(thread=thread, revision=revision)


def test_what_is_gone_takes_everything_along_that_says_where_it_was(hand_in, begin, student, ta):
    thread = begin(ta, text_of(PHRASE))
    second = hand_in(student, designs.sample() | {"a.md": "# A\n"})
    anchor_place(thread=thread, revision=second, by=ta, decision="remove", target={})
    third = hand_in(student, designs.sample() | {"b.md": "# B\n"})
    gone, copy = row_of(thread, second), row_of(thread, third)
    assert gone.selectors
    assert {name: getattr(copy, name) for name in KEPT} == {
        name: getattr(gone, name) for name in KEPT
    }
    assert (copy.start, copy.end) == (None, None)


def test_a_thread_that_was_gone_can_be_placed_again_by_what_it_took_along(
    hand_in, begin, student, ta
):
    thread = begin(ta, text_of(PHRASE))
    second = hand_in(student, designs.sample() | {"a.md": "# A\n"})
    anchor_place(thread=thread, revision=second, by=ta, decision="remove", target={})
    third = hand_in(student, designs.sample() | {"b.md": "# B\n"})
    placed = anchor_place(
        thread=thread, revision=third, by=ta, decision="place", target=text_of(PHRASE)
    )
    fourth = hand_in(student, designs.sample() | {"c.md": "# C\n"})
    assert placed.quote == PHRASE
    assert row_of(thread, fourth).state == "exact"


def test_a_carried_row_says_how_and_how_surely_it_was_found(hand_in, begin, revision, student, ta):
    thread = begin(ta, text_of(PHRASE))
    files = designs.sample()
    files["design.md"] = files["design.md"].replace("\n## ", "\nA line before.\n\n## ", 1)
    second = hand_in(student, files)
    first, row = row_of(thread, revision), row_of(thread, second)
    assert (row.state, row.quote, row.artifact) == ("carried", PHRASE, "design.md")
    assert row.start > first.start
    assert files["design.md"][row.start : row.end] == PHRASE
    assert 0 < row.score <= 1
    assert row.method
    assert row.placed_by is None


def test_what_needs_placing_keeps_its_quote_and_stands_nowhere(hand_in, begin, student, ta):
    thread = begin(ta, text_of("Throughput and freshness pull against cost"))
    files = designs.sample()
    files["design.md"] = "\n\n".join(
        one for one in files["design.md"].split("\n\n") if not one.startswith("Throughput and")
    )
    second = hand_in(student, files)
    row = row_of(thread, second)
    assert (row.state, row.start, row.end) == ("needs_placing", None, None)
    assert row.quote.startswith("Throughput and freshness")
    assert row.artifact == "design.md"
    third = hand_in(student, designs.sample() | {"d.md": "# D\n"})
    assert row_of(thread, third).state == "exact"


def test_carrying_tells_the_board_that_a_thread_changed(hand_in, begin, student, ta):
    thread = begin(ta, text_of(PHRASE))
    before = Thread.objects.get(pk=thread.pk).change
    hand_in(student, designs.sample() | {"a.md": "# A\n"})
    assert Thread.objects.get(pk=thread.pk).change > before
