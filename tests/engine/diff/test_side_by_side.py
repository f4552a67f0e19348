"""Blocks of two texts as HTML: what is marked is what changed, and nothing is lost or told wrongly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine import storage
from apps.engine.diff import diff_packages
from apps.engine.diff.side_by_side.blocks import BlockHtml
from apps.engine.diff.side_by_side.comparison import Comparison, compare_pages
from apps.engine.diff.side_by_side.rendered import Rendered
from apps.engine.diff.side_by_side.words import mark_words
from apps.engine.document.render import render_html
from apps.engine.exports.tree import Node, Text, write
from tests.engine.packages import package_of


def compared(old: str, new: str) -> Comparison:
    sides = [package_of({"design.md": text}) for text in (old, new)]
    html = [
        {
            path: render_html(
                path, text, resolve=lambda found: f"/{found}", diagram=lambda n: f"<!--{n}-->"
            )
            for path, text in one.texts.items()
        }
        for one in sides
    ]
    diff = diff_packages(*sides)
    return compare_pages(diff, (sides[0], html[0]), (sides[1], html[1]), engine=None)


def blocks(old: str, new: str) -> list[BlockHtml]:
    """The HTML of what is not the same."""
    found = compared(old, new)
    return [
        html
        for document, shown in zip(found.diff.documents, found.blocks, strict=True)
        for block, html in zip(document.blocks, shown, strict=True)
        if block.status != "same" and html is not None
    ]


def words(html: str, without: str = "") -> list[str]:
    if without:
        html = re.sub(rf"<{without}>.*?</{without}>", "", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", html).split()


def test_changed_words_are_marked_through_emphasis_code_and_emoji():
    (one,) = blocks(
        "# T\n\nWe 🚀 keep **no state** anywhere in the whole `app x` here.\n",
        "# T\n\nWe 🚀 keep **one session** anywhere in the whole `app y` here.\n",
    )
    assert "<strong><span><del>no state</del></span></strong>" in one.old
    assert "<strong><span><ins>one session</ins></span></strong>" in one.new
    assert "<code>app <del>x</del></code>" in one.old
    assert "<del>no state</del> <ins>one session</ins>" in one.one


def test_words_that_are_only_gone_stand_in_the_joined_text_where_they_stood():
    (one,) = blocks("# T\n\nIt is very fast today.\n", "# T\n\nIt is fast today.\n")
    assert one.new == "<p><span>It is fast today.</span></p>"
    assert one.one == "<p><span>It is <del>very</del> fast today.</span></p>"


def test_another_target_of_a_link_is_shown_as_it_is_written():
    (one,) = blocks("# T\n\nSee [it](http://a.org/x).\n", "# T\n\nSee [it](http://a.org/y).\n")
    assert one.is_source
    assert "[it](" in one.old
    assert "<del>" in one.old
    assert "<ins>" in one.new


def test_an_item_comes_without_the_list_below_it_and_keeps_its_number():
    old = "# T\n\n1. one\n2. two big\n   - below\n3. three\n"
    (one,) = blocks(old, old.replace("big", "small"))
    assert (
        one.new.replace("\n", "") == '<ol start="2"><li><span>two <ins>small</ins></span></li></ol>'
    )
    assert "below" not in one.one


def test_headings_and_anchors_of_a_design_are_none_of_the_page():
    (one,) = blocks("# T\n\n## Old name\n\nx [y](#t)\n", "# T\n\n## New name\n\nx [y](#t)\n")
    assert one.new.startswith('<p class="cmp-h cmp-h2">')
    assert "id=" not in one.new
    assert 'href="#' not in "".join(
        html.one for html in blocks("# T\n\nx [y](#t)", "# T\n\nz [y](#t)")
    )


@pytest.mark.parametrize("name", ["a.yaml", "list.csv"])
def test_a_text_that_is_no_document_is_shown_by_line(name):
    sides = [package_of({"design.md": "# T\n", name: f"a: 1\nb: {n}\n"}) for n in (2, 3)]
    page = compare_pages(diff_packages(*sides), (sides[0], {}), (sides[1], {}), engine=None)
    at = [one.new for one in page.diff.documents].index(name)
    changed = [one for one in page.blocks[at] if one and one.old]
    assert len(changed) == 1
    assert "<del>2</del>" in changed[0].old
    assert "<ins>3</ins>" in changed[0].new


def test_long_unchanged_stretches_are_left_out_and_short_ones_kept():
    many = "".join(f"\n\nParagraph number {n} says little." for n in range(40))
    found = compared(f"# T{many}\n\nEnd one.", f"# T{many}\n\nEnd two.")
    assert all(one is None for one in found.blocks[0][:-1])
    few = compared("# T\n\nA stays.\n\nEnd one.", "# T\n\nA stays.\n\nEnd two.")
    assert [one.new for one in few.blocks[0][:2] if one] == [
        '<p class="cmp-h cmp-h1"><span>T</span></p>',
        "<p><span>A stays.</span></p>",
    ]


def test_what_is_kept_comes_back_the_same():
    fence = "# T\n\n```mermaid\nflowchart LR\n  a --> {}\n```\n"
    found = compared(fence.format("b"), fence.format("c"))
    assert storage.loads(storage.dumps(found), Comparison) == found
    drawn = found.drawings[0]
    assert drawn
    assert drawn.overlay.svg
    assert 'data-change="removed"' in drawn.old
    assert 'data-change="added"' in drawn.new
    assert 'data-change="added"' not in drawn.old


WORD = st.sampled_from(
    ["cache", "queue", "is", "**fast**", "`x`", "&amp;", "🚀", "a\\*b", "é", "10"]
)
TEXT = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


@given(TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_without_marks_both_sides_say_what_they_said(old, new):
    for one in blocks(f"# T\n\n{old}\n", f"# T\n\n{new}\n"):
        if one.is_source:
            continue
        if one.old and one.new:
            assert words(one.one, without="del") == words(one.new)
        for html, text in ((one.old, old), (one.new, new)):
            plain = Rendered(render_html("d.md", package_of({"d.md": text}).texts["d.md"],
                             resolve=lambda _: None, diagram=lambda _: None), text)  # fmt: skip
            assert not html or words(html) == words(write(plain._root))


@given(st.text("ab \n", max_size=20), st.lists(st.integers(0, 20), max_size=8))
def test_marking_never_changes_a_text(text, cuts):
    cuts = sorted(min(cut, len(text)) for cut in cuts)
    ranges = list(zip(cuts[::2], cuts[1::2], strict=False))
    root = Node("", {}, [Node("span", {"data-o": "0"}, [Text(text)])])
    shown = mark_words(root, ranges, "ins")
    assert re.sub(r"<[^>]+>", "", write(root)) == text
    assert shown == [text[start:end] for start, end in ranges]
