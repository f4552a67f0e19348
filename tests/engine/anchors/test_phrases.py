"""A comment on words follows these words, and nothing else."""

from __future__ import annotations

import pytest

from apps.engine.text import canonical_text
from tests.engine.anchors.following import follow, follow_range

INTRO = "# Design\n\nThe service answers questions about orders.\n\n"
CACHE = "Answers are kept in a cache for ten minutes, which saves two thirds of the calls.\n"
QUEUE = "Slow work goes through a queue, so that a burst of orders does not stop the site.\n"
STORE = "All orders are written to a relational store with one replica in every zone.\n"
TEXT = f"{INTRO}## Parts\n\n{CACHE}\n{QUEUE}\n{STORE}"


def test_the_same_text_keeps_every_comment_where_it_is():
    assert follow(TEXT, TEXT, "a queue") == ("exact", "a queue")


def test_text_put_in_before_shifts_a_comment_by_its_length():
    added = "Nobody asked for this paragraph.\n\n"
    start = TEXT.index("a queue")
    assert follow_range(TEXT, added + TEXT, "a queue") == (
        "carried",
        (start + len(added), start + len(added) + 7),
    )


def test_a_change_below_leaves_a_comment_exact():
    assert follow(TEXT, TEXT.replace("replica", "copy"), "a queue") == ("exact", "a queue")


@pytest.mark.parametrize(
    ("was", "becomes", "quote", "now"),
    [
        ("ten minutes", "five minutes", "a cache for ten minutes", "a cache for five minutes"),
        ("two thirds", "half", "which saves two thirds of the calls", "which saves half of the calls"),
        ("kept in a cache", "kept in a small cache", "in a cache", "in a small cache"),
        ("ten minutes, which", "ten minutes. This", "ten minutes, which saves", "ten minutes. This saves"),
    ],
)  # fmt: skip
def test_an_edited_phrase_is_shown_with_its_new_words(was, becomes, quote, now):
    assert follow(TEXT, TEXT.replace(was, becomes), quote) == ("edited", now)


def test_a_phrase_that_stayed_in_an_edited_sentence_is_carried():
    new = TEXT.replace("for ten minutes", "of the region for at most an hour")
    assert follow(TEXT, new, "saves two thirds of the calls") == (
        "carried",
        "saves two thirds of the calls",
    )


@pytest.mark.parametrize(
    "quote",
    ["for ten minutes", "which saves two thirds of the calls", ", which saves two thirds"],
)
def test_a_phrase_cut_out_of_a_kept_sentence_needs_placing(quote):
    assert follow(TEXT, TEXT.replace(quote, ""), quote)[0] == "needs_placing"


def test_a_sentence_put_in_the_place_of_another_does_not_take_its_comment():
    new = TEXT.replace(QUEUE, "Operators watch the site with three dashboards and one pager.\n")
    assert follow(TEXT, new, QUEUE.strip())[0] == "needs_placing"


def test_a_deleted_paragraph_gives_its_comment_to_nobody():
    new = TEXT.replace(QUEUE, "")
    assert follow(TEXT, new, QUEUE.strip())[0] == "needs_placing"
    assert follow(TEXT, new, "a burst of orders")[0] == "needs_placing"


def test_a_deleted_paragraph_like_its_neighbour_does_not_attach_to_it():
    row = "The {} pool has four workers in the first zone and two workers in the second.\n\n"
    text = INTRO + "".join(row.format(name) for name in ("ranking", "search", "payment"))
    new = text.replace(row.format("search"), "")
    assert follow(text, new, "The search pool has four workers")[0] == "needs_placing"
    assert follow(text, new, "The payment pool has four workers") == (
        "carried",
        "The payment pool has four workers",
    )


def test_a_moved_paragraph_takes_its_comment_along():
    new = TEXT.replace(CACHE + "\n", "") + "\n## Later\n\n" + CACHE
    assert follow(TEXT, new, "saves two thirds") == ("carried", "saves two thirds")


def test_a_paragraph_moved_and_edited_is_still_found():
    new = TEXT.replace(CACHE + "\n", "") + "\n## Later\n\n" + CACHE.replace("ten", "five")
    assert follow(TEXT, new, "saves two thirds of the calls") == (
        "carried",
        "saves two thirds of the calls",
    )


def test_a_paragraph_cut_in_two_keeps_the_comments_of_both_halves():
    new = TEXT.replace("minutes, which saves", "minutes.\n\nThis alone saves")
    assert follow(TEXT, new, "kept in a cache") == ("exact", "kept in a cache")
    assert follow(TEXT, new, "two thirds of the calls") == ("carried", "two thirds of the calls")


def test_two_paragraphs_joined_keep_the_comments_of_both():
    new = TEXT.replace(f"{CACHE}\n{QUEUE}", f"{CACHE.strip()} {QUEUE}")
    assert follow(TEXT, new, "kept in a cache") == ("exact", "kept in a cache")
    assert follow(TEXT, new, "Slow work goes") == ("carried", "Slow work goes")


def test_a_rewrapped_paragraph_counts_as_unchanged():
    new = TEXT.replace("which saves two thirds", "which\nsaves two\nthirds")
    assert follow(TEXT, new, "saves two thirds of") == ("carried", "saves two\nthirds of")


def test_a_comment_over_two_paragraphs_follows_both():
    quote = f"the calls.\n\n{QUEUE.split(',', maxsplit=1)[0]}"
    assert follow(TEXT, "Added.\n\n" + TEXT, quote) == ("carried", quote)


def test_a_comment_on_part_of_a_word_stays_on_that_part():
    assert follow(TEXT, "Added.\n\n" + TEXT, "plica") == ("carried", "plica")


def test_half_of_a_comment_that_is_gone_makes_it_edited():
    new = TEXT.replace(", so that a burst of orders does not stop the site", "")
    state, place = follow(TEXT, new, "Slow work goes through a queue, so that a burst")
    assert (state, place) == ("edited", "Slow work goes through a queue")


def test_a_list_in_another_order_keeps_its_comments():
    items = ["- latency below 200 ms\n", "- cost below 3 EUR an hour\n", "- four zones\n"]
    old, new = INTRO + "".join(items), INTRO + "".join(reversed(items))
    for item in items:
        assert follow(old, new, item.strip()) == ("carried", item.strip())


def test_a_heading_underlined_as_in_restructured_text_is_followed():
    old = "Motivation\n==========\n\nText.\n\nRationale\n~~~~~~~~~\n\nMore text here.\n"
    new = old.replace("Text.", "Text.\n\nAnd another paragraph.")
    assert follow(old, new, "Rationale") == ("carried", "Rationale")
    assert follow(old, new, "More text here.") == ("carried", "More text here.")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("缓存保存答案十分钟。\n\n队列处理慢的工作。\n", "处理慢的"),
        ("The 🚀 launch 👩‍💻 needs two people.\n\nSecond.\n", "👩‍💻 needs"),
        ("Ru\u0308ckfall auf die zweite Zone.\n\nEnde.\n", "Ru\u0308ckfall auf"),
        ("مرحبا بالعالم في هذا النص.\n\nنهاية.\n", "بالعالم في"),
    ],
)
def test_offsets_are_code_points_in_every_script(text, quote):
    added = "🧪 Ergänzt.\n\n"
    start = text.index(quote)
    assert follow_range(text, added + text, quote) == (
        "carried",
        (start + len(added), start + len(added) + len(quote)),
    )


def test_an_edit_in_a_text_without_spaces_is_followed():
    old, new = (
        "缓存保存答案十分钟,减少三分之二的调用。\n",
        "缓存保存答案五分钟,减少三分之二的调用。\n",
    )
    assert follow(old, new, "三分之二的调用") == ("exact", "三分之二的调用")
    assert follow(old, new, "答案十分钟") == ("edited", "答案五分钟")


def test_composed_and_decomposed_letters_are_the_same_word():
    old, new = "Ein Rückfall auf Zone zwei.\n", "Ein Ru\u0308ckfall auf Zone zwei.\n"
    assert follow(old, new, "Rückfall auf") == ("edited", "Ru\u0308ckfall auf")


def test_line_ends_of_any_system_make_no_difference():
    old = canonical_text("d.md", TEXT.encode()).text
    new = canonical_text("d.md", TEXT.replace("\n", "\r\n").encode()).text
    assert follow(old, new, "a queue, so that") == ("exact", "a queue, so that")
