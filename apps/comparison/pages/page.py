"""All cards of a comparison in the order of the new revision, and the list of its changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from apps.comparison.pages.parts import (
    FileCard,
    FileRow,
    PictureCard,
    decision_card,
    diagram_card,
    quantity_card,
    table_card,
)
from apps.comparison.pages.stops import Sides, Stops
from apps.comparison.pages.texts import Gap, Part, Row, TextCard, Texts
from apps.engine.diff.model import Change, DecisionDiff
from apps.engine.diff.side_by_side.blocks import BlockHtml
from apps.engine.diff.side_by_side.comparison import Comparison

RASTER = frozenset({"png", "jpeg", "gif", "webp"})

Address = Callable[[str], str]
"""Puts addresses for this reader into stored HTML."""
PictureUrls = Callable[[str, str], tuple[str, str]]
"""Addresses of a picture by its old and its new path."""


@dataclass(slots=True)
class ComparePage:
    """``cards`` know their template; ``changes`` are number, sentence and anchor of what counts."""

    summary: str
    cards: list[Any] = field(default_factory=list)
    changes: list[tuple[int, str, str]] = field(default_factory=list)


class _Builder:
    """Goes through a comparison once; what was shown is not shown again."""

    def __init__(self, comparison: Comparison, sides: Sides, pictures: PictureUrls) -> None:
        self.comparison = comparison
        self.diff = comparison.diff
        self.sides = sides
        self.pictures = pictures
        self.stops = Stops(self.diff.changes)
        self.cards: list[Any] = []
        self._apart = {
            *(Part("table", n) for n, one in enumerate(self.diff.tables) if one.status == "changed"),
            *(Part("diagram", n) for n, one in enumerate(self.diff.diagrams) if one.status != "same"),
        }  # fmt: skip
        self._records = list(self.diff.decisions)
        self._inner = {
            Part("table", number): one.changes
            for number, one in enumerate(self.diff.tables)
            if one.status in {"added", "removed"}
        }

    def build(self) -> list[Any]:
        """All cards."""
        for number, document in enumerate(self.diff.documents):
            html = self.comparison.blocks[number]
            if document.old and document.new and len(html) == len(document.blocks):
                texts = Texts(document, self.sides, self.stops, self._inner)
                for item in texts.walk(html, self._apart):
                    self._part(item) if isinstance(item, Part) else self.cards.append(item)
            paths = {document.old, document.new}
            self._decisions([one for one in self._records if _path(one) in paths])
        self._decisions(self._records)
        for part in sorted(self._apart, key=lambda one: (one.kind, one.number)):
            self._part(part)
        self._files()
        if quantities := quantity_card(self.diff.quantities, self.sides):
            self.cards.append(quantities)
        return self.cards

    def _part(self, part: Part) -> None:
        self._apart.discard(part)
        if part.kind == "table":
            self.cards.append(table_card(self.diff.tables[part.number], self.sides, self.stops))
            return
        drawn = self.comparison.drawings[part.number]
        diff = self.diff.diagrams[part.number]
        card = diagram_card(part.number, diff, drawn, self.sides, self.stops)
        if card is not None:
            self.cards.append(card)

    def _decisions(self, records: list[DecisionDiff]) -> None:
        for record in records:
            self._records = [one for one in self._records if one is not record]
            if card := decision_card(record, self.sides, self.stops):
                self.cards.append(card)

    def _files(self) -> None:
        """Pictures, other files, and whatever no part has told."""
        listed = FileCard("Files"), FileCard("Other changes")
        for number, change in enumerate(self.stops.left):
            links = self.sides.links(change.old_place, change.new_place)
            stop = self.stops.take([change])
            urls = self._picture(change)
            if urls:
                self.cards.append(PictureCard(number, change.subject, *urls, stop, *links))
            else:
                card = listed[0] if change.area == "file" else listed[1]
                card.rows.append(FileRow(change.sentence, stop, *links))
        self.cards += [card for card in listed if card.rows]

    def _picture(self, change: Change) -> tuple[str, str] | None:
        types = {one.new: one.type for one in self.diff.artifacts if one.old and one.new}
        if change.area != "file" or change.kind != "changed" or types.get(change.new) not in RASTER:
            return None
        return self.pictures(change.old, change.new)


def compare_page(
    comparison: Comparison, sides: Sides, *, address: tuple[Address, Address], pictures: PictureUrls
) -> ComparePage:
    """What the page shows of a comparison."""
    builder = _Builder(comparison, sides, pictures)
    cards = [_addressed(card, *address) for card in builder.build()]
    return ComparePage(comparison.diff.summary, cards, builder.stops.listed())


def _addressed(card: Any, old: Address, new: Address) -> Any:
    if isinstance(card, Gap):
        return replace(card, html=new(card.html))
    if isinstance(card, TextCard):
        card.rows = [_addressed(row, old, new) for row in card.rows]
    if isinstance(card, Row):
        html = card.html
        return replace(
            card, html=BlockHtml(old(html.old), new(html.new), new(html.one), html.is_source)
        )
    return card


def _path(record: DecisionDiff) -> str | None:
    place = record.new or record.old
    return place.artifact if place else None
