"""Which words of a block changed, as a reader would mark them."""

from __future__ import annotations

import pytest

from apps.engine.diff.words import text_changes, visible_words


def told(old: str, new: str) -> list[tuple[str, str]]:
    """The changed stretches of both texts."""
    return [
        (old[c.old_start : c.old_end], new[c.new_start : c.new_end])
        for c in text_changes(old, new)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("very very fast", "very fast", [("very", "")]),
        ("fast", "very very fast", [("", "very very")]),
        ("the cache the cache", "the cache", [("the cache", "")]),
        ("the cache", "the cache the cache", [("", "the cache")]),
        ("a b a b a", "a b a", [("b a", "")]),
        ("same words", "same words", []),
        ("", "all new", [("", "all new")]),
        ("all gone", "", [("all gone", "")]),
    ],
)
def test_a_repeated_word_counts_once(old, new, expected):
    assert told(old, new) == expected


def test_a_short_word_between_larger_changes_belongs_to_them():
    assert told("reads vectors of memory shards", "writes scores of disk queues") == [
        ("reads vectors of memory shards", "writes scores of disk queues")
    ]
    assert told("alpha reads of memory", "alpha writes of memory") == [("reads", "writes")]


def test_words_that_stand_twice_in_the_markup_are_taken_in_their_order():
    source = "[cache](cache.md) holds the **cache** key"
    words = visible_words(source, 0, len(source), "cache holds the cache key")
    assert words.forms == ("cache", "holds", "the", "cache", "key")
    assert list(words.starts) == sorted(words.starts)
    assert source[words.starts[3] :].startswith("cache** key")
