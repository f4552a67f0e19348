"""Cards of a comparison: whatever differs, each change that counts is shown at exactly one part."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.comparison.pages.page import compare_page
from apps.comparison.pages.stops import Side, Sides
from apps.comparison.pages.texts import Gap
from apps.engine.exports.tree import tree_of, walk
from apps.workspace.pages.places import Places
from tests.engine.diff.pairs import files, replaced
from tests.engine.diff.test_packages import EDITS, TEXTS
from tests.engine.diff.test_side_by_side import compared

SIDES = Sides(Side(1, Places("a" * 26, None)), Side(2, Places("b" * 26, None)))


def page_of(comparison):
    return compare_page(
        comparison,
        SIDES,
        address=(str, str),
        pictures=lambda old, new: (f"/{old}", f"/{new}"),
    )


def numbers(cards):
    """Numbers of the changes in the order of the page."""
    found = []
    for card in cards:
        for part in (card, *(getattr(card, "rows", None) or ())):
            stop = getattr(part, "stop", None)
            found += stop.numbers if stop else ()
    return found


def shown(page):
    values = {"base": {"number": 1}, "revision": {"number": 2}}
    return "".join(
        render_to_string(card.template, values | {"card": card, "n": 1}) for card in page.cards
    )


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_change_of_any_two_texts_is_shown_once(old, new):
    found = compared(old, new)
    page = page_of(found)
    assert sorted(numbers(page.cards)) == list(range(1, len(found.diff.changes) + 1))
    assert all(anchor for _, _, anchor in page.changes)
    assert shown(page).count("data-stop=") == len({anchor for _, _, anchor in page.changes})


@given(st.sets(st.integers(0, len(EDITS) - 1), min_size=1))
@settings(max_examples=20, deadline=None)
def test_several_edits_of_a_design_are_shown_in_their_order(chosen):
    text = files()
    new = replaced(text, "design.md", *(EDITS[n] for n in sorted(chosen)))
    page = page_of(compared(text["design.md"], new["design.md"]))
    found = numbers(page.cards)
    assert found == sorted(found)
    assert not isinstance(page.cards[-1], Gap) or "unchanged" in shown(page)


def test_a_section_that_moved_is_one_row_with_its_sentence():
    parts = [
        "# T\n",
        "## A\n\nFirst says much.\n\nAnd more.\n",
        "## B\n\nSecond.\n",
        "## C\n\nThird.\n",
    ]
    page = page_of(compared("\n".join(parts), "\n".join([parts[0], *parts[2:], parts[1]])))
    html = shown(page)
    assert html.count('data-status="moved"') == 1
    assert "Section “A” moved" in html


def test_a_list_that_came_is_one_row():
    page = page_of(compared("# T\n\nx\n", "# T\n\nx\n\n- a\n- b\n- c\n"))
    html = shown(page)
    assert html.count('data-status="added"') == 1
    assert html.count("<li>") == 6  # side by side, and in one


@pytest.mark.parametrize("attack", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>'])
def test_nothing_that_somebody_wrote_becomes_markup(attack):
    table = "# T {0}\n\n| a {0} | b |\n|---|---|\n| r {0} | {1} {0} |\n\nSays {1} {0}.\n"
    adr = "\n\n# ADR-1: {0}\n\n## Status\n\n{1}\n\n## Context\n\n{1} {0}\n"
    old, new = ((table + adr).format(attack, word) for word in ("accepted", "proposed"))
    html = shown(
        page_of(compared(f"---\nk: one {attack}\n---\n{old}", f"---\nk: two {attack}\n---\n{new}"))
    )
    nodes = list(walk(tree_of(html)))
    assert not [one for one in nodes if one.tag == "script"]
    assert not [name for one in nodes for name in one.attributes if name.startswith("on")]
    assert escape(attack) in html  # it is read as it was written
