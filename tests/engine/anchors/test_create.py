"""What a person selected becomes an anchor, or is refused with a reason."""

from __future__ import annotations

import pytest

from apps.engine.anchors.create import (
    anchor_cell,
    anchor_quote,
    anchor_region,
    anchor_section,
    anchor_text,
    check_text,
)
from apps.engine.anchors.selectors import (
    Anchor,
    AnchorError,
    Polygon,
    Rectangle,
    SectionFragment,
    TextPosition,
    TextQuote,
)
from apps.engine.text import canonical_text
from tests.engine.packages import package_of

SOURCE = (
    "# Plan\r\n\r\nÉté 🚀 twice, and twice again.\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n"
)
TEXT = canonical_text("design.md", SOURCE.encode())
DOCUMENT = package_of({"design.md": TEXT.text}).documents["design.md"]


def code(call, *args: object) -> str:
    with pytest.raises(AnchorError) as caught:
        call(*args)
    assert caught.value.message
    return caught.value.code


def test_an_anchor_holds_quote_context_position_and_section():
    start = TEXT.text.index("🚀")
    anchor = anchor_text(TEXT, start, start + 7, DOCUMENT)
    assert anchor.get(TextQuote) == TextQuote(
        "🚀 twice", TEXT.text[:start], TEXT.text[start + 7 : start + 39]
    )
    assert anchor.get(TextPosition) == TextPosition(start, start + 7)
    assert anchor.get(SectionFragment) == SectionFragment("plan")
    check_text(anchor, TEXT)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (5, 5), (9, 4), (0, 9999)])
def test_a_range_outside_of_the_text_is_refused(start, end):
    assert code(anchor_text, TEXT, start, end) == "range"


def test_white_space_and_quotes_over_4000_characters_are_refused():
    assert code(anchor_text, TEXT, 6, 8) == "empty"
    long = canonical_text("design.md", b"word " * 2000)
    assert code(anchor_text, long, 0, 4001) == "too-long"
    assert len(anchor_text(long, 0, 3999).get(TextQuote).exact) == 3999
    assert code(anchor_quote, long, TextQuote("x" * 4001)) == "too-long"


def test_a_quote_is_found_by_its_context_or_refused():
    assert code(anchor_quote, TEXT, TextQuote("thrice")) == "no-quote"
    assert code(anchor_quote, TEXT, TextQuote("twice")) == "ambiguous"
    second = anchor_quote(TEXT, TextQuote("twice", prefix="and "))
    assert second.range[0] == TEXT.text.rindex("twice")


def test_a_position_that_does_not_hold_the_quote_is_refused():
    stale = Anchor("design.md", "text", (TextQuote("twice"), TextPosition(0, 5)))
    assert code(check_text, stale, TEXT) == "no-quote"


def test_cells_and_sections_that_are_not_there_are_refused():
    assert anchor_cell(TEXT, DOCUMENT, 0, 0, 1).get(TextQuote).exact == "2"
    assert code(anchor_cell, TEXT, DOCUMENT, 0, 1, 0) == "no-cell"
    assert code(anchor_cell, TEXT, DOCUMENT, 3, 0, 0) == "no-cell"
    assert code(anchor_section, TEXT, DOCUMENT, "nowhere") == "no-section"


@pytest.mark.parametrize(
    "region",
    [
        Rectangle(90, 0, 20, 10),
        Rectangle(-1, 0, 20, 10),
        Rectangle(5, 5, 0, 10),
        Polygon(((1, 1), (2, 2))),
        Polygon(((1, 1), (2, 2), (3, 101))),
    ],
)
def test_a_region_that_leaves_the_picture_or_has_no_area_is_refused(region):
    assert code(anchor_region, "fleet.png", region) == "region"
