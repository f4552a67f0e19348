"""Comments as HTML: whatever somebody types, a web process is done with it in a moment."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.comment_markup import MAX_BODY, render

MOST_CALLS = 800_000  # calls of functions, about 60 ms of processor time: the same on every machine
PIECES = (
    *("![", "[", "]", "](", "[](", "[a](", '[a](b "', "[a](http://b) ", "[[]", "[a]: b\n", "[\n"),
    *("*", "_", "*_", "**a ", "a**b", "*a _b ", "***a ", "~~", "`", "`a", "`a` ", "```\n", "\\"),
    *("<", "<a", "<div>\n", "<!--", "&", "&amp;", "&#", "|", "a|b\n", "|-", "- ", "- a\n", "1) "),
    *(
        "> ",
        ">",
        "> a\n",
        "> - ",
        "    a\n",
        "a\n",
        "\n",
        "\t",
        "# ",
        "#",
        "https://x.y ",
        "@",
        "a ",
    ),
)
NESTED = {
    "brackets": "[" * 1_000 + "](a)" * 1_000,
    "brackets to the end": "[" * 10_000 + "]" * 10_000,
    "stars": "*a" * 5_000 + "a*" * 5_000,
    "backticks": "".join("`" * n + "a" for n in range(198)),
    "lists": "\n".join(" " * 2 * n + "- a" for n in range(138)),
    "quotes": "\n".join(">" * n + "a" for n in range(198)),
    "a wide table": "\n".join((("a|" * 3_300), ("-|" * 3_300), ("a|" * 3_300))),
    "a long table": "a|b\n-|-\n" + "a|b\n" * 4_900,
    "one paragraph in a quote": "> a\n" + "b\n" * 9_900,
    "links to one reference": "[a]: b\n\n" + "[a]" * 6_600,
    "many references": "\n".join(f"[a{n}]: b" for n in range(1_500)),
}


def calls(source):
    """How many functions are called to render ``source``."""
    count = 0

    def called(_frame, event, _arg):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        render(source)
    finally:
        sys.setprofile(before)
    return count


def filled(piece, size=MAX_BODY):
    return (piece * (size // len(piece) + 1))[:size]


@pytest.mark.parametrize("piece", PIECES)
def test_one_sign_over_and_over_takes_a_moment_at_every_length(piece):
    # Short ones too: what is over the budget costs nothing, what is just below it costs most.
    for size in (MAX_BODY, 9_000, 5_000, 1_800):
        assert calls(filled(piece, size)) <= MOST_CALLS


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_or_wide_takes_a_moment(name):
    for size in (MAX_BODY, 9_000, 3_000):
        assert calls(NESTED[name][:size]) <= MOST_CALLS


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 2_000)), max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_mixture_takes_a_moment(parts):
    assert calls("".join(piece * n for piece, n in parts)[:MAX_BODY]) <= MOST_CALLS


def test_what_has_more_markup_than_a_person_writes_is_shown_as_it_was_written():
    assert render("![" * 10_000) == f"<pre>{'![' * 10_000}</pre>"
    assert render("<b>" * 6_000) == f"<pre>{'&lt;b&gt;' * 6_000}</pre>"


def test_long_comments_of_people_are_rendered():
    prose = "The **quick** fox jumps over the [lazy](https://x.example/) dog, and `code` is here. "
    table = (
        "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n"
        + "| 1 | 2 | 3 | 4 | 5 | 6 |\n" * 80
    )
    for source in (filled(prose), table, "```\n" + "x = {1: 2}\n" * 1_500 + "```"):
        assert not render(source).startswith(f"<pre>{source[:3]}")
    assert render(filled(prose)).count("<strong>") > 200
