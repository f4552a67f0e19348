"""Marks in rendered text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.document.render import render_html
from apps.engine.exports.highlight import Mark, highlight
from apps.engine.exports.tree import Node, text_of, tree_of, walk, write
from apps.engine.text import CanonicalText


def _rendered(source: str) -> Node:
    return tree_of(render_html("a.md", CanonicalText("a.md", source)))


def _marked(source: str, *phrases: str) -> Node:
    root = _rendered(source)
    marks = [Mark(n, source.index(p), source.index(p) + len(p)) for n, p in enumerate(phrases, 1)]
    highlight(root, source, marks)
    return root


def _words(root: Node, number: int) -> str:
    found = [text_of(n) for n in walk(root)
             if n.tag == "mark" and str(number) in n.attributes["data-c"].split()]  # fmt: skip
    return "|".join(found)


@pytest.mark.parametrize(
    ("source", "phrase", "shown"),
    [
        ("one **two** three", "one **two** th", "one |two| th"),
        ("a [link](https://x.example/link) link", "link](https", "link"),
        ("a [link](https://x.example/link) link", ") link", "link"),
        ("x &amp; y &lt; z", "y &lt; z", "y < z"),
        ("`code code` code", " code", "code"),
        ("naïve 🚀 推荐 text", "🚀 推荐", "🚀 推荐"),
        ("first line\nsecond line here", "line\nsecond", "line\nsecond"),
        ("- one\n- two words\n", "words", "words"),
        ("| a | b |\n|---|---|\n| one cell | two |\n", "cell", "cell"),
        ("| a | b |\n|---|---|\n| x \\| y z | two |\n", "y z", "y z"),
        ("> quoted words\n> and more", "words\n> and", "words\nand"),
        ("```\nif a:\n    b()\n```\n", "b()", "b()"),
        ("Formula $a < b$ and words", "and words", "and words"),
    ],
)
def test_a_phrase_of_the_source_is_marked_on_the_page(source, phrase, shown):
    assert _words(_marked(source, phrase), 1) == shown


def test_a_number_never_stands_inside_a_link():
    root = _marked("see [the link](https://x.example) there", "the link")
    assert '</mark></a><a class="ref"' in write(root)


def test_marks_that_overlap_share_the_words():
    root = _marked("one two three four", "two three", "three four")
    assert _words(root, 1) == "two |three"
    assert _words(root, 2) == "three| four"


def test_a_whole_block_is_marked_as_a_block():
    root = _marked("# Title\n\nA paragraph.\n", "A paragraph.")
    block = next(n for n in walk(root) if n.tag == "p")
    assert block.attributes["data-c"] == "1"
    assert text_of(block) == "A paragraph.1"


def test_two_paragraphs_are_both_marked_and_numbered_once():
    root = _marked("First one.\n\nSecond one.\n", "First one.\n\nSecond one.")
    assert [n.attributes.get("data-c") for n in walk(root) if n.tag == "p"] == ["1", "1"]
    assert len([n for n in walk(root) if n.attributes.get("class") == "ref"]) == 1


def test_a_table_is_numbered_above_itself():
    table = "| a |\n|---|\n| b |"
    assert "<caption><a" in write(_marked(f"Text\n\n{table}\n", table))


def test_what_is_not_shown_goes_to_the_block_above():
    source = "Para.\n\n<!-- hidden -->\n\nOther.\n"
    root = _rendered(source)
    root.children = [child for child in root.children if isinstance(child, Node)]
    start = source.index("hidden")
    assert highlight(root, source, [Mark(1, start, start + 6)]) == {1: 0}


_PIECES = st.sampled_from(
    ["word", "**bold** ", "`code`", "[l](https://x.example) ", "\n\n", "\n- item ", "\n\n# H\n\n",
     "\n\n| a | b |\n|---|---|\n| c | d |\n\n", "\n\n```py\nx = 1\n```\n\n", "> q ", "$x^2$ ", "<b>",
     "&amp;", "<i>i</i> ", "\n\n<div>\n\n", "[^1]", "\n\n[^1]: note\n\n", " 🚀", "\\*", "<", "  \n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25), st.data())
def test_marks_change_nothing_but_marks_and_numbers(pieces, data):
    source = "".join(pieces) + "x"
    plain = _rendered(source)
    before = text_of(plain)
    marks = []
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        start = data.draw(st.integers(0, len(source) - 1))
        marks.append(Mark(number, start, data.draw(st.integers(start + 1, len(source)))))
    found = highlight(plain, source, marks)
    assert sorted(found) == [mark.number for mark in marks]
    references = []
    for node in walk(plain):
        kept = [c for c in node.children
                if not (isinstance(c, Node) and c.attributes.get("class") == "ref")]  # fmt: skip
        references += [text_of(c) for c in node.children if c not in kept]
        node.children = kept
    assert text_of(plain) == before
    assert len(references) == len(set(references))
    assert not any(n.tag == "a" for outer in walk(plain) if outer.tag == "a" for n in walk(outer))


def test_a_number_put_in_does_not_move_the_words_of_the_next_mark():
    source = "- first words\n  - inner\n\n  last words\n"
    root = _rendered(source)
    whole = Mark(1, 0, source.index("  - inner") - 1)
    start = source.index("last")
    highlight(root, source, [whole, Mark(2, start, start + 4)])
    assert _words(root, 2) == "last"
