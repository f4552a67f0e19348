"""A text cut into what is compared: blocks of a document, lines of any other text.

Tables and diagrams stand among the blocks as one unit each, named by their pair, so that they keep
their place in the order while their content is compared elsewhere.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from apps.engine.anchors.blocks import BlockText, Span, Words, words_of
from apps.engine.diff.words import visible_words
from apps.engine.document.model import Block, Document
from apps.engine.text import CanonicalText, Place

_MAX_WORDS = 3_000  # words of one block by which its partner is looked for
_STATEMENTS = frozenset({"para", "item", "quote", "footnote"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A block or line. ``key`` is what makes two of them equal, ``text`` what a reader sees.

    ``exact`` tells texts apart that are equal but for white space that means something (code).
    ``list_start`` is where the outermost list around an item starts. ``part`` names a table or a
    diagram by its pair.
    """

    kind: str
    place: Place
    key: str
    text: str
    section: str = ""
    number: str = ""
    level: int = 0
    exact: str = ""
    list_start: int | None = None
    part: tuple[str, int] | None = None

    @property
    def start(self) -> int:
        """Offset of its first code point."""
        return self.place.start or 0

    @property
    def end(self) -> int:
        """Offset behind its last code point."""
        return self.place.end or 0

    @property
    def family(self) -> str:
        """Kinds that may be turned into each other without a change of words."""
        return "statement" if self.kind in _STATEMENTS else self.kind


class UnitText(BlockText):
    """Units in the form in which comments are aligned, so that both agree on what moved where."""

    def __init__(self, text: str, units: tuple[Unit, ...]) -> None:
        super().__init__("")
        self.text = text
        self.units = units
        self.blocks = tuple(
            Span(unit.start, unit.end, unit.key, unit.kind == "heading") for unit in units
        )
        self.by_words = True

    def words(self, index: int) -> Words:
        """The visible words by which a partner is looked for; none where that would take too long."""
        if not self.by_words or self.units[index].part:
            return Words((), (), ())
        words = self.shown_words(index)
        return Words(words.forms[:_MAX_WORDS], words.starts[:_MAX_WORDS], words.ends[:_MAX_WORDS])

    def shown_words(self, index: int) -> Words:
        """All visible words."""
        if index not in self._words:
            unit = self.units[index]
            self._words[index] = visible_words(self.text, unit.start, unit.end, unit.text)
        return self._words[index]

    def all_words(self, index: int) -> Words:
        """All words of the source, marks included."""
        unit = self.units[index]
        return words_of(self.text, unit.start, unit.end)


Parts = Mapping[int, tuple[str, int]]


def document_units(document: Document, text: CanonicalText, parts: Parts) -> UnitText:
    """The blocks of a document; ``parts`` names tables and diagrams by the start of their block."""
    blocks = [block for block in document.blocks if block.text.strip() or block.kind == "figure"]
    hrefs = [(link.where.start or 0, link.href) for link in document.links]
    links = _Links([at for at, _ in hrefs], [href for _, href in hrefs])
    outer = _ListStarts(document)
    units = []
    for index, block in enumerate(blocks):
        end = block.end
        if index + 1 < len(blocks) and blocks[index + 1].start < end:
            end = max(block.start, blocks[index + 1].start)
        units.append(_unit(document, block, text.place(block.start, end), parts, links, outer))
    return UnitText(text.text, tuple(units))


def _unit(  # noqa: PLR0913, PLR0917 - what a block needs from its document
    document: Document,
    block: Block,
    place: Place,
    parts: Parts,
    links: _Links,
    outer: _ListStarts,
) -> Unit:
    section = document.sections[block.section]
    part = parts.get(block.start)
    number = (section.number or "") if block.kind == "heading" else ""
    text = " ".join(block.text.split())
    key = text.removeprefix(number).lstrip(" .)") if number else text
    key = " ".join((unicodedata.normalize("NFC", key), *links.within(block.start, place.end or 0)))
    if part:
        key = f"{part[0]} number {part[1]} of the two packages"
    kind = part[0] if part else block.kind
    return Unit(
        kind,
        place,
        key,
        block.text,
        section.title,
        number,
        block.level if block.kind == "heading" else 0,
        _without_line_ends(block.text) if block.kind == "code" else "",
        outer.of(block) if block.kind == "item" else None,
        part,
    )


def line_units(text: CanonicalText) -> UnitText:
    """The lines of a text that is no document; blank ones do not count."""
    units = []
    for number, start in enumerate(text.line_starts, 1):
        _, end = text.line_span(number)
        line = text.text[start:end].rstrip()
        if line.strip():
            place = Place(text.artifact, start, start + len(line), number, number)
            units.append(Unit("line", place, " ".join(line.split()), line, exact=line))
    return UnitText(text.text, tuple(units))


def _without_line_ends(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.strip("\n").split("\n"))


@dataclass(frozen=True, slots=True)
class _Links:
    """Targets of links by their place."""

    starts: list[int]
    hrefs: list[str]

    def within(self, start: int, end: int) -> list[str]:
        """Targets of the links in ``start:end``."""
        return self.hrefs[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class _ListStarts:
    """The outermost list around an item."""

    def __init__(self, document: Document) -> None:
        self._starts: list[int] = []
        end = -1
        for block in document.blocks:
            if block.kind == "list" and block.start >= end:
                self._starts.append(block.start)
                end = block.end

    def of(self, item: Block) -> int | None:
        """Where that list starts."""
        at = bisect_left(self._starts, item.start + 1) - 1
        return self._starts[at] if at >= 0 else None
