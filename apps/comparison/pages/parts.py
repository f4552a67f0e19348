"""Tables by row and cell, diagrams by element, decision records by field, quantities, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from apps.comparison.pages.marks import compared, marked_pair
from apps.comparison.pages.stops import Link, Side, Sides, Stop, Stops
from apps.engine.diff.model import (
    DecisionDiff,
    DiagramDiff,
    ElementChange,
    LineChange,
    QuantityDiff,
    TableDiff,
)
from apps.engine.diff.side_by_side.comparison import Drawn

MAX_QUANTITIES = 200


@dataclass(frozen=True, slots=True)
class CellRow:
    """A changed cell, or a row or column that came, went, moved or got another name."""

    row: str
    column: str
    old: str
    new: str
    amount: str
    stop: Stop | None
    old_link: Link | None
    new_link: Link | None


@dataclass(frozen=True, slots=True)
class TableCard:
    """A pair of tables."""

    title: str
    about: str
    link: Link | None
    rows: list[CellRow]

    @property
    def has_numbers(self) -> bool:
        """Whether most values are numbers, which stand to the right."""
        return 2 * sum(bool(row.amount) for row in self.rows) > len(self.rows)

    template: ClassVar[str] = "comparison/_table.html"


def table_card(diff: TableDiff, sides: Sides, stops: Stops) -> TableCard:
    """The changed cells and lines of a table."""
    by_place = {(one.old_place, one.new_place, one.kind): one for one in diff.changes}
    rows = []
    for cell in diff.cells:
        change = by_place.get((cell.old_place, cell.new_place, "changed"))
        stop = stops.take([change] if change else [])
        links = sides.links(cell.old_place, cell.new_place)
        old, new = compared(cell.old, cell.new)
        rows.append(CellRow(cell.row, cell.column, old, new, cell.amount, stop, *links))
    for line in diff.lines:
        change = by_place.get((line.old_place, line.new_place, line.kind))
        rows.append(_line(line, stops.take([change] if change else []), sides))
    return TableCard(
        diff.caption or diff.section or "Table",
        _table_words(diff),
        sides.new.link(diff.new) or sides.old.link(diff.old),
        rows,
    )


def _line(line: LineChange, stop: Stop | None, sides: Sides) -> CellRow:
    text = " | ".join(cell for cell in line.cells if cell)
    old, new = {
        "added": ("", text),
        "removed": (text, ""),
        "renamed": (line.old_name, line.name),
    }.get(line.kind, ("", ""))
    before, after = compared(old, new)
    links = sides.links(line.old_place, line.new_place)
    what = f"{line.what} {line.kind}"
    return CellRow(line.name, what, before, after, "", stop, *links)


def _table_words(diff: TableDiff) -> str:
    count = len(diff.cells)
    words = [f"{count} cell{'' if count == 1 else 's'} changed"] if count else []
    words += [f"{len(diff.lines)} rows or columns"] if len(diff.lines) > 1 else []
    words += ["1 row or column"] if len(diff.lines) == 1 else []
    words.append(f"{diff.same_rows} row{'' if diff.same_rows == 1 else 's'} the same")
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class ElementRow:
    """A changed element of a diagram; ``data_el`` is its key in the common drawing."""

    change: ElementChange
    data_el: str
    stop: Stop | None
    old_link: Link | None
    new_link: Link | None

    @property
    def tone(self) -> str:
        """Added, removed or changed."""
        return self.change.kind if self.change.kind in {"added", "removed"} else "changed"


@dataclass(frozen=True, slots=True)
class DiagramCard:
    """A pair of diagrams, or one that came or went; ``stop`` tells what concerns it as a whole."""

    number: int
    title: str
    status: str
    drawn: Drawn | None
    rows: list[ElementRow]
    stop: Stop | None
    link: Link | None
    template: ClassVar[str] = "comparison/_diagram.html"

    @property
    def is_pair(self) -> bool:
        """Whether both revisions have it."""
        return self.status not in {"added", "removed"}

    @property
    def first_view(self) -> str:
        """What is open at first."""
        overlay = self.drawn.overlay if self.drawn else None
        if overlay is None or not (overlay.svg or self.drawn.new):  # type: ignore[union-attr]
            return "list"
        return "two" if overlay.crowded or not overlay.svg else "overlay"


def diagram_card(
    number: int, diff: DiagramDiff, drawn: Drawn | None, sides: Sides, stops: Stops
) -> DiagramCard | None:
    """What changed in a diagram; None when nothing about it is worth a card."""
    shown = diff.new or diff.old
    if shown is None:
        return None
    waiting = list(diff.changes)
    rows = []
    for one in diff.elements:
        own = next((c for c in waiting if c.sentence == one.sentence and c.counts), None)
        if own is not None:
            waiting.remove(own)
        rows.append(_element(one, stops.take([own] if own else []), diff, sides))
    side = sides.new if diff.new else sides.old
    return DiagramCard(
        number, shown.title or shown.key, diff.status, drawn, rows,
        stops.take(waiting), side.link(shown.where),
    )  # fmt: skip


def _element(
    change: ElementChange, stop: Stop | None, diff: DiagramDiff, sides: Sides
) -> ElementRow:
    def link(side: Side, key: str | None, line: int | None, *, old: bool) -> Link | None:
        diagram = diff.old if old else diff.new
        return side.element(diagram.where.artifact, key, line) if diagram else None

    new_key = (change.new_key or "").partition("/")[2]
    old_key = (change.old_key or "").partition("/")[2]
    return ElementRow(
        change,
        new_key or f"old:{old_key}",
        stop,
        link(sides.old, change.old_key, change.old_line, old=True),
        link(sides.new, change.new_key, change.new_line, old=False),
    )


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A changed field with marked words."""

    name: str
    old: str
    new: str
    stop: Stop | None
    old_link: Link | None
    new_link: Link | None


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision record."""

    title: str
    status: str
    rows: list[FieldRow]
    stop: Stop | None
    link: Link | None
    template: ClassVar[str] = "comparison/_decision.html"


def decision_card(diff: DecisionDiff, sides: Sides, stops: Stops) -> DecisionCard | None:
    """The changed fields of a record; None when nothing of it counts."""
    if not any(one.counts for one in diff.changes):
        return None
    rows = []
    for one, change in zip(diff.fields, diff.changes, strict=False):
        links = sides.links(change.old_place, change.new_place)
        texts = marked_pair(one.old, one.new, one.words)
        if not one.old or not one.new:
            texts = compared(one.old, one.new)
        rows.append(FieldRow(one.field, *texts, stops.take([change]), *links))
    title = diff.title if diff.label == diff.title else f"{diff.label} {diff.title}"
    side = sides.new.link(diff.new) or sides.old.link(diff.old)
    return DecisionCard(title, diff.status, rows, stops.take(diff.changes), side)


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A quantity with what is stated and what its formula gives, on both sides."""

    diff: QuantityDiff
    old_link: Link | None
    new_link: Link | None


@dataclass(frozen=True, slots=True)
class QuantityCard:
    """Quantities that changed with cells, sentences and drawings; none of them counts again."""

    rows: list[QuantityRow]
    more: int
    has_computed: bool
    template: ClassVar[str] = "comparison/_quantities.html"


def quantity_card(found: tuple[QuantityDiff, ...], sides: Sides) -> QuantityCard | None:
    """Changed ones first."""
    if not found:
        return None
    order = sorted(found, key=lambda one: one.status != "changed")
    rows = [
        QuantityRow(one, *sides.links(one.old_place, one.new_place))
        for one in order[:MAX_QUANTITIES]
    ]
    computed = any(one.old_computed is not None or one.new_computed is not None for one in found)
    return QuantityCard(rows, len(found) - len(rows), computed)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that came, went, was renamed or changed, or any other change in words."""

    sentence: str
    stop: Stop | None
    old_link: Link | None
    new_link: Link | None


@dataclass(slots=True)
class FileCard:
    """Files."""

    title: str
    rows: list[FileRow] = field(default_factory=list)
    template: ClassVar[str] = "comparison/_files.html"


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A raster image that was changed; addresses of its bytes on both sides."""

    number: int
    title: str
    old_url: str
    new_url: str
    stop: Stop | None
    old_link: Link | None
    new_link: Link | None
    template: ClassVar[str] = "comparison/_picture.html"
