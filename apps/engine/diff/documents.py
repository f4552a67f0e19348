"""A pair of texts, block by block: same, edited, added, removed or moved."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.engine.diff.model import BlockDiff, BlockStatus, WordChange
from apps.engine.diff.order import moved
from apps.engine.diff.partners import partners
from apps.engine.diff.units import Unit, UnitText
from apps.engine.diff.wording import excerpt
from apps.engine.diff.words import word_changes
from apps.engine.text import Place


@dataclass(slots=True)
class Row:
    """A unit of either side, or a pair; ``i`` and ``j`` are indexes of the units.

    ``told`` quotes the changed words.
    """

    status: BlockStatus
    i: int | None
    j: int | None
    old: Unit | None
    new: Unit | None
    words: tuple[WordChange, ...] = ()
    edited: bool = False
    renumbered: bool = False
    told: str = ""
    block: BlockDiff = field(init=False)

    @property
    def shown(self) -> Unit:
        """The newer unit."""
        unit = self.new or self.old
        if unit is None:  # pragma: no cover - a row has a side
            raise ValueError("a row without a side")
        return unit


def compare_texts(old: UnitText, new: UnitText) -> list[Row]:
    """All rows in the order of the new text, removed units where they stood."""
    pairs = partners(old, new)
    backwards = {j: i for i, j in pairs.items()}
    order = sorted(backwards)
    away = {order[position] for position in moved([backwards[j] for j in order])}
    rows = [_row(old, new, backwards.get(j), j, moves=j in away) for j in range(len(new.units))]
    placed = _with_removed(rows, old, pairs, {pairs[i] for i in pairs} - away)
    for row in placed:
        row.block = _block(row)
    return placed


def one_sided(text: UnitText, *, is_new: bool) -> list[Row]:
    """The rows of a text that has no partner."""
    empty = UnitText("", ())
    return compare_texts(empty, text) if is_new else compare_texts(text, empty)


def _row(old: UnitText, new: UnitText, i: int | None, j: int, *, moves: bool) -> Row:
    after = new.units[j]
    if i is None:
        return Row("added", None, j, None, after)
    before = old.units[i]
    edited = _differ(before, after)
    words = _words(old, new, i, j) if edited else ()
    status: BlockStatus = "moved" if moves else "edited" if edited else "same"
    renumbered = before.key == after.key and before.number != after.number
    told = excerpt(old.text, new.text, words) if words else ""
    return Row(status, i, j, before, after, words, edited, renumbered, told)


def _differ(old: Unit, new: Unit) -> bool:
    if old.part:
        return False
    return (old.key, old.exact, old.level) != (new.key, new.exact, new.level)


def _words(old: UnitText, new: UnitText, i: int, j: int) -> tuple[WordChange, ...]:
    """Changed words; a changed target of a link is shown in the source around it."""
    found = word_changes(old.shown_words(i), new.shown_words(j))
    return found or word_changes(old.all_words(i), new.all_words(j))


def _with_removed(
    rows: list[Row], old: UnitText, pairs: dict[int, int], staying: set[int]
) -> list[Row]:
    """Put each removed unit behind what stood before it and stayed."""
    behind: dict[int, list[Row]] = {}
    last = -1
    for i, unit in enumerate(old.units):
        j = pairs.get(i)
        if j is None:
            behind.setdefault(last, []).append(Row("removed", i, None, unit, None))
        elif j in staying:
            last = j
    placed = behind.get(-1, [])
    for j, row in enumerate(rows):
        placed.append(row)
        placed += behind.get(j, [])
    return placed


def _block(row: Row) -> BlockDiff:
    shown = row.shown
    part, number = shown.part or ("", None)
    return BlockDiff(
        shown.kind,
        row.status,
        _place(row.old),
        _place(row.new),
        row.old.text if row.old else "",
        row.new.text if row.new else "",
        row.words,
        shown.section,
        shown.level,
        number if part == "table" else None,
        number if part == "diagram" else None,
    )


def _place(unit: Unit | None) -> Place | None:
    return unit.place if unit else None
