"""All pairs of tables of two documents, and their changes in words."""

from __future__ import annotations

from collections.abc import Sequence

from apps.engine.diff.model import CellChange, Change, LineChange, TableDiff
from apps.engine.diff.table_lines import Grid
from apps.engine.diff.table_pairs import pair_tables
from apps.engine.diff.tables import compare_tables
from apps.engine.diff.wording import clip, count
from apps.engine.document.model import Document
from apps.engine.text import CanonicalText, Place

Side = tuple[Document, CanonicalText]


def diff_tables(
    old: Side | None, new: Side | None, *, comma: bool
) -> list[tuple[int | None, int | None, TableDiff]]:
    """Index of the old table, index of the new one and their difference, by place."""
    before, after = _grids(old), _grids(new)
    pairs = pair_tables(before, after, old[0], new[0]) if old and new else {}
    back = {j: i for i, j in pairs.items()}
    found: list[tuple[int | None, int | None, TableDiff]] = []
    for j, grid in enumerate(after):
        i = back.get(j)
        if new is not None:
            diff = _pair(before[i] if i is not None else None, grid, new, comma=comma)
            found.append((i, j, diff))
    for i, grid in enumerate(before):
        if i not in pairs and old is not None:
            found.append((i, None, _alone(grid, old, is_new=False)))
    return found


def _grids(side: Side | None) -> list[Grid]:
    return [Grid(table, *side) for table in side[0].tables] if side else []


def _pair(old: Grid | None, new: Grid, side: Side, *, comma: bool) -> TableDiff:
    if old is None:
        return _alone(new, side, is_new=True)
    found = compare_tables(old, new, comma=comma)
    section = side[0].sections[new.table.section].title
    changes = [_cell(cell, section) for cell in found.cells] + _lines(found.lines, section)
    changes.sort(key=lambda one: _start(one.new_place or one.old_place))
    return TableDiff(
        "changed" if changes else "same",
        old.whole_place,
        new.whole_place,
        section,
        new.table.caption,
        tuple(found.cells),
        tuple(found.lines),
        found.same_rows,
        tuple(changes),
    )


def _start(place: Place | None) -> int:
    return (place.start or 0) if place else 0


def _alone(grid: Grid, side: Side, *, is_new: bool) -> TableDiff:
    """A table that only one side has: one change."""
    section = side[0].sections[grid.table.section].title
    place = grid.whole_place
    kind = "added" if is_new else "removed"
    what = clip(grid.table.caption or ", ".join(name for name in grid.header if name), 60)
    change = Change(
        area="table",
        kind="added" if is_new else "removed",
        subject=f"table {what}",
        sentence=f"Table {kind}: {what} ({count(len(grid.rows), 'row')})",
        section=section,
        old_place=None if is_new else place,
        new_place=place if is_new else None,
    )
    return TableDiff(
        "added" if is_new else "removed",
        change.old_place,
        change.new_place,
        section,
        grid.table.caption,
        changes=(change,),
    )


def _cell(cell: CellChange, section: str) -> Change:
    amount = f" ({cell.amount})" if cell.amount else ""
    words = f"{clip(cell.old) or 'empty'} → {clip(cell.new) or 'empty'}{amount}"
    subject = f"{clip(cell.row, 60)}, {clip(cell.column, 40)}" if cell.column else clip(cell.row)
    return Change(
        area="table",
        kind="changed",
        subject=subject,
        sentence=f"{subject}: {words}",
        old=cell.old,
        new=cell.new,
        amount=cell.amount,
        section=section,
        old_place=cell.old_place,
        new_place=cell.new_place,
    )


def _lines(lines: Sequence[LineChange], section: str) -> list[Change]:
    """Rows and columns; rows in another order are one change."""
    moved = [line for line in lines if line.what == "row" and line.kind == "moved"]
    found = [_line(line, section) for line in lines if line not in moved]
    if len(moved) == 1:
        found.append(_line(moved[0], section))
    elif moved:
        names = ", ".join(clip(line.name, 30) for line in moved[:3])
        found.append(
            Change(
                area="table",
                kind="moved",
                subject=f"rows {names}",
                sentence=f"{count(len(moved), 'row')} in another order: {names}"
                + (" ..." if len(moved) > 3 else ""),
                section=section,
                old_place=moved[0].old_place,
                new_place=moved[0].new_place,
            )
        )
    return found


def _line(line: LineChange, section: str) -> Change:
    name = clip(line.name, 60)
    sentence = f"{line.what.capitalize()} {name} {line.kind}"
    if line.kind == "renamed":
        sentence = f"Column {clip(line.old_name, 60)} is now {name}"
    text = " | ".join(line.cells) if line.what == "row" else line.name
    return Change(
        area="table",
        kind=line.kind,
        subject=f"{line.what} {name}",
        sentence=sentence,
        old=line.old_name or (text if line.kind == "removed" else ""),
        new=line.name if line.kind == "renamed" else text if line.kind == "added" else "",
        section=section,
        old_place=line.old_place,
        new_place=line.new_place,
    )
