"""Making anchors from what a person selected, and refusing what does not fit.

The browser says what was selected; these functions look it up in the canonical text or in the
diagram that was read and raise ``AnchorError`` when it is not there.
"""

from __future__ import annotations

from collections.abc import Iterable

from apps.engine.anchors.selectors import (
    CONTEXT,
    MAX_QUOTE,
    Anchor,
    AnchorError,
    CellFragment,
    Polygon,
    Rectangle,
    SectionFragment,
    Selector,
    TextPosition,
    TextQuote,
)
from apps.engine.document.model import Document, Section, Table
from apps.engine.text import CanonicalText

_MAX_POINTS = 100


def text_selectors(text: str, start: int, end: int) -> tuple[Selector, ...]:
    """Quote and position of ``text[start:end]``, unchecked."""
    quote = TextQuote(
        text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )
    return (quote, TextPosition(start, end))


def anchor_text(
    text: CanonicalText, start: int, end: int, document: Document | None = None
) -> Anchor:
    """The anchor of ``text[start:end]`` in code points; the document gives the section.

    Raises:
        AnchorError: the range is empty, outside of the text, only white space or too long.
    """
    if not 0 <= start < end <= len(text.text):
        raise AnchorError(
            "range",
            f"Characters {start} to {end} are not in {text.artifact}, "
            f"which has {len(text.text)} characters.",
            "Select the passage again.",
        )
    _check_length(end - start)
    if not text.text[start:end].strip():
        raise AnchorError("empty", "The selection holds no text.", "Select at least one word.")
    selectors = text_selectors(text.text, start, end)
    section = document.section_at(start) if document and document.sections else None
    if section is not None and section.slug:
        selectors = (*selectors, SectionFragment(section.slug))
    return Anchor(text.artifact, "text", selectors)


def _check_length(length: int) -> None:
    if length > MAX_QUOTE:
        raise AnchorError(
            "too-long",
            f"The selection has {length} characters; at most {MAX_QUOTE} can be quoted.",
            "Select less, or comment on the section.",
        )


def anchor_quote(text: CanonicalText, quote: TextQuote, document: Document | None = None) -> Anchor:
    """The anchor of a quote; prefix and suffix choose among several places.

    Raises:
        AnchorError: the quote is not in the text, stands there several times, or is too long.
    """
    _check_length(len(quote.exact))
    places = [
        place
        for place in _places(text.text, quote.exact)
        if text.text[:place].endswith(quote.prefix)
        and text.text.startswith(quote.suffix, place + len(quote.exact))
    ]
    if not places:
        raise AnchorError(
            "no-quote",
            f"The quoted text is not in {text.artifact}.",
            "The file may have changed; select the passage again.",
        )
    if len(places) > 1:
        raise AnchorError(
            "ambiguous",
            f"The quoted text stands {len(places)} times in {text.artifact}.",
            "Give the text before and after it, or select more.",
        )
    return anchor_text(text, places[0], places[0] + len(quote.exact), document)


def _places(text: str, quote: str) -> Iterable[int]:
    place = text.find(quote) if quote else -1
    while place != -1:
        yield place
        place = text.find(quote, place + 1)


def check_text(anchor: Anchor, text: CanonicalText) -> None:
    """Refuse a text anchor whose position and quote disagree with the text.

    Raises:
        AnchorError: the position does not hold the quote.
    """
    quote, position = anchor.get(TextQuote), anchor.get(TextPosition)
    if quote is None or position is None:
        return
    _check_length(max(len(quote.exact), position.end - position.start))
    if text.text[position.start : position.end] != quote.exact:
        raise AnchorError(
            "no-quote",
            f"Characters {position.start} to {position.end} of {text.artifact} "
            "are not the quoted text.",
            "The file may have changed; select the passage again.",
        )


def anchor_section(text: CanonicalText, document: Document, slug: str) -> Anchor:
    """The anchor of a section: its slug, and its heading as the text.

    Raises:
        AnchorError: no section has this slug.
    """
    section = next((one for one in document.sections if one.slug == slug and slug), None)
    if section is None:
        raise AnchorError(
            "no-section", f"{text.artifact} has no section “{slug}”.", "Choose it in the outline."
        )
    start, end = heading_range(text.text, section)
    return Anchor(
        text.artifact, "section", (SectionFragment(slug), *text_selectors(text.text, start, end))
    )


def heading_range(text: str, section: Section) -> tuple[int, int]:
    """Code points of a section's heading line."""
    end = text.find("\n", section.start)
    return section.start, min(section.end, len(text) if end == -1 else end)


def anchor_cell(
    text: CanonicalText, document: Document, table: int, row: int, column: int
) -> Anchor:
    """The anchor of a cell; ``row`` -1 is the header.

    Raises:
        AnchorError: there is no such cell.
    """
    found = next((one for one in document.tables if one.index == table), None)
    rows = (found.header, *found.rows) if found else ()
    if found is None or not -1 <= row < len(rows) - 1 or not 0 <= column < len(rows[row + 1]):
        raise AnchorError(
            "no-cell",
            f"{text.artifact} has no cell in table {table}, row {row}, column {column}.",
            "Choose the cell in the document.",
        )
    return Anchor(text.artifact, "cell", cell_selectors(text.text, found, row, column))


def cell_selectors(text: str, table: Table, row: int, column: int) -> tuple[Selector, ...]:
    """Numbers and names of a cell, its text and its place."""
    cells = (table.header, *table.rows)[row + 1]
    header = table.header[column].text if column < len(table.header) else ""
    fragment = CellFragment(table.index, row, column, cells[0].text, header)
    return (fragment, *text_selectors(text, cells[column].start, cells[column].end))


def anchor_region(artifact: str, region: Rectangle | Polygon) -> Anchor:
    """The anchor of a region of a picture or drawing.

    Raises:
        AnchorError: the region leaves the picture, is empty, or has too few or too many points.
    """
    if isinstance(region, Rectangle):
        x, y = region.x + region.width, region.y + region.height
        fits = min(region.x, region.y) >= 0 and max(x, y) <= 100.01
        fits = fits and min(region.width, region.height) > 0
    else:
        fits = 3 <= len(region.points) <= _MAX_POINTS
        fits = fits and all(0 <= c <= 100 for point in region.points for c in point)
    if not fits:
        raise AnchorError(
            "region",
            "The region is not inside the picture, or has no area.",
            "Positions are percent of width and height, from 0 to 100; "
            f"a polygon has 3 to {_MAX_POINTS} points.",
        )
    return Anchor(artifact, "region", (region,))


def anchor_document(artifact: str) -> Anchor:
    """The anchor of a whole file."""
    return Anchor(artifact, "document")
