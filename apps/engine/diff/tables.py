"""A pair of tables by row and cell.

Columns go by header, rows by their first cell. Columns that only count the rows are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.engine.diff.model import CellChange, LineChange
from apps.engine.diff.order import moved
from apps.engine.diff.table_lines import Grid, match_columns, match_rows
from apps.engine.diff.wording import text_amount
from apps.engine.text import Place


@dataclass(slots=True)
class TableComparison:
    """What differs inside two tables."""

    cells: list[CellChange] = field(default_factory=list)
    lines: list[LineChange] = field(default_factory=list)
    same_rows: int = 0


def compare_tables(old: Grid, new: Grid, *, comma: bool) -> TableComparison:
    """Compare two tables; ``comma`` tells that the new file writes decimal commas."""
    columns = match_columns(old, new)
    rows = match_rows(old, new, columns)
    found = TableComparison()
    _columns(old, new, columns, found)
    changed = _cells(old, new, columns, rows, found, comma=comma)
    _rows(old, new, rows, found)
    found.same_rows = len(rows) - len(changed)
    return found


def _columns(old: Grid, new: Grid, columns: dict[int, int], found: TableComparison) -> None:
    back = {b: a for a, b in columns.items()}
    shifted = [b for a, b in sorted(columns.items())]
    away = {shifted[n] for n in moved(shifted)}
    for b, name in enumerate(new.header):
        place, texts = new.head_place(b), new.column(b)
        a = back.get(b)
        if a is None:
            found.lines.append(LineChange("column", "added", name, texts, None, place))
            continue
        if old.header[a] != name:
            line = LineChange(
                "column", "renamed", name, (), old.head_place(a), place, old.header[a]
            )
            found.lines.append(line)
        if b in away:
            found.lines.append(LineChange("column", "moved", name, (), old.head_place(a), place))
    for a, name in enumerate(old.header):
        if a not in columns:
            line = LineChange("column", "removed", name, old.column(a), old.head_place(a), None)
            found.lines.append(line)


def _cells(  # noqa: PLR0913 - two tables and how they fit together
    old: Grid,
    new: Grid,
    columns: dict[int, int],
    rows: dict[int, int],
    found: TableComparison,
    *,
    comma: bool,
) -> set[int]:
    """Cells that changed, in the order of the new table; returns the old rows they are in."""
    changed: set[int] = set()
    for i, j in sorted(rows.items(), key=lambda pair: pair[1]):
        for a, b in sorted(columns.items(), key=lambda pair: pair[1]):
            if old.key(i, a) == new.key(j, b) or (a in old.counting and b in new.counting):
                continue
            changed.add(i)
            before, after = old.text(i, a), new.text(j, b)
            found.cells.append(
                CellChange(
                    new.name(j),
                    new.header[b],
                    before,
                    after,
                    text_amount(before, after, comma=comma),
                    old.place(i, a),
                    new.place(j, b),
                )
            )
    return changed


def _rows(old: Grid, new: Grid, rows: dict[int, int], found: TableComparison) -> None:
    back = {j: i for i, j in rows.items()}
    for j in range(len(new.rows)):
        if j not in back:
            line = LineChange("row", "added", new.name(j), new.texts(j), None, new.row_place(j))
            found.lines.append(line)
    for i in range(len(old.rows)):
        if i not in rows:
            line = LineChange("row", "removed", old.name(i), old.texts(i), old.row_place(i), None)
            found.lines.append(line)
    order = [j for i, j in sorted(rows.items())]
    for j in sorted(order[n] for n in moved(order)):
        places: tuple[Place, Place] = old.row_place(back[j]), new.row_place(j)
        found.lines.append(LineChange("row", "moved", new.name(j), (), *places))
