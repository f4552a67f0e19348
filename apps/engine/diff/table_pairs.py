"""Which table of the old document is which of the new one."""

from __future__ import annotations

from collections.abc import Sequence

from apps.engine.diff.table_lines import Grid
from apps.engine.document.model import Document

_MOST = 150  # tables without an equal one, up to which all pairs are compared
_SAME = 0.45


def pair_tables(
    old: Sequence[Grid], new: Sequence[Grid], before: Document, after: Document
) -> dict[int, int]:
    """Indexes of old tables to those of new ones: equal tables first, then the most alike."""
    found: dict[int, int] = {}
    places: dict[object, list[int]] = {}
    for j, grid in enumerate(new):
        places.setdefault(_content(grid), []).append(j)
    for i, grid in enumerate(old):
        same = places.get(_content(grid), [])
        if same:
            found[i] = same.pop(0)
    left = [i for i in range(len(old)) if i not in found]
    taken = set(found.values())
    right = [j for j in range(len(new)) if j not in taken]
    if len(left) > _MOST or len(right) > _MOST:
        return found | dict(zip(left, right, strict=False))
    scores = sorted(
        (-_likeness(old[i], new[j], before, after), abs(i - j), i, j) for i in left for j in right
    )
    for score, _, i, j in scores:
        if -score >= _SAME and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _content(grid: Grid) -> object:
    return grid.header, tuple(grid.texts(i) for i in range(len(grid.rows)))


def _likeness(old: Grid, new: Grid, before: Document, after: Document) -> float:
    """Half by the header, the rest by the names of rows and by the section."""
    rows = _share([old.name(i) for i in range(len(old.rows))], [new.name(j) for j in range(len(new.rows))])  # fmt: skip
    titles = [
        document.sections[grid.table.section].title.casefold()
        for grid, document in ((old, before), (new, after))
    ]
    caption = bool(old.table.caption) and old.table.caption == new.table.caption
    section = titles[0] == titles[1] or caption
    return 0.45 * _share(old.header, new.header) + 0.3 * rows + 0.25 * section


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    first, second = set(one), set(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0
