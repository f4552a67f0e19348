"""Words that stand more than once: which of them went is told only where it is certain."""

from __future__ import annotations

import pytest

from apps.engine.anchors.worddiff import NONE, agreed, in_order, likeness, links, weight


def pairs(old: str, new: str) -> list[tuple[str, int | None]]:
    """Each old word with the place of its new word."""
    words = old.split()
    return [(w, None if j == NONE else j) for w, j in zip(words, links(words, new.split()), strict=True)]  # fmt: skip


def test_of_equal_words_of_which_one_went_none_is_mistaken_for_another():
    assert pairs("cache cache cache", "cache cache") == [("cache", None)] * 3
    assert pairs("reads the cache cache then answers", "reads the cache then answers") == [
        ("reads", 0), ("the", 1), ("cache", None), ("cache", None), ("then", 3), ("answers", 4),
    ]  # fmt: skip


def test_repeated_words_that_all_stayed_keep_their_order():
    old = "one cache then one cache then one store"
    assert [j for _, j in pairs(old, f"now {old}")] == list(range(1, 9))


def test_a_repeated_phrase_is_told_apart_by_what_stands_around_it():
    old = "alpha the cache holds results beta the cache holds results gamma"
    new = "alpha the cache holds results beta the store keeps results gamma"
    found = dict(enumerate(j for _, j in pairs(old, new)))
    assert [found[n] for n in range(6)] == [0, 1, 2, 3, 4, 5]
    assert (found[7], found[8]) == (None, None)
    assert found[10] == 10


def test_a_word_that_moved_among_others_is_found_by_the_words_that_stand_once():
    old = "a b x x x c d".split()
    new = "a b x x c d".split()
    found = agreed(old, new)
    assert [found[0], found[1], found[5], found[6]] == [0, 1, 4, 5]
    assert found[2:5] == [NONE, NONE, NONE]


def test_equal_words_lost_among_changes_are_equal_by_chance():
    old = "retrieval reads vectors from memory of every shard in parallel".split()
    new = "ranking writes scores to disks of another machine behind queues".split()
    assert agreed(old, new)[5] == 5
    assert links(old, new) == [NONE] * len(old)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([], []),
        ([(0, 3)], [(0, 3)]),
        ([(0, 1), (1, 0), (2, 2)], [(1, 0), (2, 2)]),
        ([(0, 5), (1, 1), (2, 2), (3, 3)], [(1, 1), (2, 2), (3, 3)]),
        ([(0, 2), (1, 2), (2, 2)], [(2, 2)]),
    ],
)
def test_the_longest_rising_part_is_kept(given, kept):
    assert in_order(given) == kept


def test_signs_weigh_little_short_words_half_and_every_character_of_a_script_counts():
    assert [weight(form) for form in ("->", "the", "cache", "缓", "für", "ab1")] == [
        0.2, 0.5, 1.0, 1.0, 1.0, 0.5,
    ]  # fmt: skip


def test_likeness_is_one_for_equal_words_and_none_for_texts_too_long_to_compare():
    assert likeness(["a", "b"], ["a", "b"]) == 1.0
    assert likeness(["a"], ["b"]) == 0.0
    assert likeness(["a"] * 5_000, ["a"] * 5_000) == 1.0
    assert likeness(["a"] * 5_000, ["a"] * 5_001) == 0.0
