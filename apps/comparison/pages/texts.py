"""A pair of documents as cards: changed blocks by section, unchanged stretches folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from apps.comparison.pages.marks import compared
from apps.comparison.pages.stops import Link, Sides, Stop, Stops
from apps.engine.diff.model import BlockDiff, Change, DocumentDiff
from apps.engine.diff.side_by_side.blocks import BlockHtml

LOOKS = {
    "added": ("added", "plus", "Added"),
    "removed": ("removed", "minus", "Removed"),
    "moved": ("info", "arrow-up-down", "Moved"),
    "edited": ("changed", "pencil", "Changed"),
}
"""Tone, icon and word by what became of a block."""


@dataclass(frozen=True, slots=True)
class Row:
    """A changed block; ``old``, ``new`` and ``one`` are safe HTML. ``note`` says what cannot be seen."""

    status: str
    html: BlockHtml
    stop: Stop | None
    old_link: Link | None
    new_link: Link | None
    note: str = ""
    is_gap: ClassVar[bool] = False

    @property
    def look(self) -> tuple[str, str, str]:
        """Tone, icon and word."""
        return LOOKS[self.status]


@dataclass(frozen=True, slots=True)
class Gap:
    """Unchanged blocks: ``html`` shows them, or ``url`` leads to them where they are many."""

    count: int
    html: str
    url: str
    is_gap: ClassVar[bool] = True
    template: ClassVar[str] = "comparison/_gap.html"


@dataclass(slots=True)
class TextCard:
    """Changed blocks of one section."""

    title: str
    artifact: str
    link: Link | None
    rows: list[Row | Gap] = field(default_factory=list)
    template: ClassVar[str] = "comparison/_text.html"


@dataclass(frozen=True, slots=True)
class Part:
    """Stands for a table or a diagram, which has a card of its own."""

    kind: str
    number: int


class Texts:
    """Walks through the blocks of one pair of documents."""

    def __init__(
        self,
        document: DocumentDiff,
        sides: Sides,
        stops: Stops,
        inner: Mapping[Part, Sequence[Change]],
    ) -> None:
        self.document = document
        self.sides = sides
        self.stops = stops
        self._inner = inner
        self.items: list[TextCard | Gap | Part] = []
        self._card: TextCard | None = None
        self._same: list[tuple[BlockDiff, BlockHtml | None]] = []
        self._own: dict[tuple[object, object], list[Change]] = {}
        for change in document.changes:
            if change.area == "text":
                self._own.setdefault((change.old_place, change.new_place), []).append(change)

    def walk(
        self, html: Sequence[BlockHtml | None], apart: set[Part]
    ) -> list[TextCard | Gap | Part]:
        """Cards and stretches in the order of the page; ``apart`` are parts with their own cards."""
        self._front_matter()
        for block, shown in zip(self.document.blocks, html, strict=True):
            part = _part(block)
            if part in apart and part is not None:
                self._close()
                self.items.append(part)
            if block.status == "same":
                if part not in apart:
                    self._same.append((block, shown))
            else:
                self._block(block, shown or BlockHtml(), in_part=part in apart)
        self._close()
        return self.items if any(not isinstance(one, Gap) for one in self.items) else []

    def _front_matter(self) -> None:
        """What stands in no block."""
        blocks = {(one.old, one.new) for one in self.document.blocks}
        for places, changes in self._own.items():
            for change in changes if places not in blocks else ():
                if stop := self.stops.take([change]):
                    old, new = compared(change.old, change.new)
                    html = BlockHtml(old, new, f"{old} {new}")
                    self._row(change.section, change.kind, html, stop, change)

    def _block(self, block: BlockDiff, html: BlockHtml, *, in_part: bool) -> None:
        if self.stops.rows_left <= 0:
            return
        changes = [*self._own.get((block.old, block.new), [])]
        if not in_part and (part := _part(block)):
            changes += self._inner.get(part, ())
        stop = self.stops.take(changes)
        if stop is None and (in_part or _is_told_elsewhere(block, changes)):
            return
        if not (html.old or html.new or stop):
            return
        self.stops.rows_left -= 1
        note = "; ".join(stop.sentences) if stop and _is_unseen(block, html) else ""
        self._row(block.section, block.status, html, stop, block, note)

    def _row(  # noqa: PLR0913, PLR0917 - what a row shows
        self,
        section: str,
        status: str,
        html: BlockHtml,
        stop: Stop | None,
        of: BlockDiff | Change,
        note: str = "",
    ) -> None:
        ends = (of.old, of.new) if isinstance(of, BlockDiff) else (of.old_place, of.new_place)
        links = self.sides.links(*ends)
        title = section or self.document.new or self.document.old or ""
        title = title[0].upper() + title[1:]
        if self._card is None or self._card.title != title:
            self._close()
            self._card = TextCard(title, self.document.new or "", links[1] or links[0])
            self.items.append(self._card)
        else:
            self._flush()
        status = status if status in LOOKS else "edited"
        before = self._card.rows[-1] if self._card.rows else None
        if isinstance(before, Row) and stop is None and before.status == status:
            self._card.rows[-1] = replace(before, html=_joined(before.html, html))
        else:
            self._card.rows.append(Row(status, html, stop, *links, note))

    def _close(self) -> None:
        """End the card: what stays the same below it stands between two cards."""
        self._card = None
        self._flush()

    def _flush(self) -> None:
        """Put the unchanged blocks seen so far into the card, or between two cards."""
        if not self._same:
            return
        shown = [one.new if one else "" for _, one in self._same]
        first = self.sides.new.link(self._same[0][0].new)
        gap = Gap(len(self._same), "".join(shown) if all(shown) else "", first.url if first else "")
        self._same = []
        if self._card:
            self._card.rows.append(gap)
        else:
            self.items.append(gap)


def _joined(one: BlockHtml, other: BlockHtml) -> BlockHtml:
    """Blocks below each other: a section or a list that came or went as a whole."""
    return BlockHtml(one.old + other.old, one.new + other.new, one.one + other.one)


def _part(block: BlockDiff) -> Part | None:
    if block.table is not None:
        return Part("table", block.table)
    return Part("diagram", block.diagram) if block.diagram is not None else None


def _is_unseen(block: BlockDiff, html: BlockHtml) -> bool:
    """Whether the marks alone do not tell the change."""
    plain = "<del>" not in html.old and "<ins>" not in html.new
    return block.status == "moved" or (block.status == "edited" and plain)


def _is_told_elsewhere(block: BlockDiff, changes: Sequence[Change]) -> bool:
    """Whether a record tells it, or the block that leads a run of moved ones."""
    if block.status in {"moved", "edited"}:
        return True
    return bool(changes) and block.kind != "heading"
