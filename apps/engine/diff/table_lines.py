"""Which column is which, and which row is which."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property

from rapidfuzz import fuzz

from apps.engine.document.model import Cell, Document, Table
from apps.engine.text import CanonicalText, Place

_MOST = 300  # rows without a partner, up to which all pairs are compared
_SAME_ROW = 0.5  # share of the other cells that makes a row with another first cell the same
_SAME_COLUMN = 0.6


class Grid:
    """A table with what comparing needs: every row as wide as the header, keys of cells."""

    def __init__(self, table: Table, document: Document, text: CanonicalText) -> None:
        self.table = table
        self._text = text
        self.header = tuple(_line(cell.text) for cell in table.header)
        self.width = len(self.header)
        self.rows = [self._padded(row) for row in table.rows]
        self._links = [
            (link.where.start or 0, link.href)
            for link in document.links
            if table.start <= (link.where.start or 0) < table.end
        ]
        self._at = [start for start, _ in self._links]

    def _padded(self, row: Sequence[Cell]) -> tuple[Cell, ...]:
        last = row[-1] if row else Cell("", self.table.start, self.table.start, self.table.line)
        empty = Cell("", last.end, last.end, last.line)
        return (*row[: self.width], *([empty] * (self.width - len(row))))

    def text(self, row: int, column: int) -> str:
        """What the cell says."""
        return self.rows[row][column].text

    def texts(self, row: int) -> tuple[str, ...]:
        """What the row says."""
        return tuple(cell.text for cell in self.rows[row])

    def column(self, column: int) -> tuple[str, ...]:
        """What the column says."""
        return tuple(row[column].text for row in self.rows)

    def key(self, row: int, column: int) -> str:
        """What makes two cells equal: words and targets of links."""
        cell = self.rows[row][column]
        if not self._links:
            return _line(cell.text)
        low, high = bisect_left(self._at, cell.start), bisect_left(self._at, cell.end)
        return " ".join((_line(cell.text), *(href for _, href in self._links[low:high])))

    def name(self, row: int) -> str:
        """What the row is called: its first cell that says something and does not only count."""
        cells = [c.text for n, c in enumerate(self.rows[row]) if n not in self.counting]
        return next((_line(text) for text in cells if text.strip()), f"row {row + 1}")

    def place(self, row: int, column: int) -> Place:
        """Where the cell stands."""
        cell = self.rows[row][column]
        return self._text.place(cell.start, cell.end)

    def row_place(self, row: int) -> Place:
        """Where the row stands."""
        cells = self.rows[row]
        if not cells:
            return self._text.place(self.table.start, self.table.end)
        return self._text.place(cells[0].start, max(cell.end for cell in cells))

    def head_place(self, column: int) -> Place:
        """Where the header cell stands."""
        cell = self.table.header[column]
        return self._text.place(cell.start, cell.end)

    @property
    def whole_place(self) -> Place:
        """Where the table stands."""
        return self._text.place(self.table.start, self.table.end)

    @cached_property
    def counting(self) -> frozenset[int]:
        """Columns that only count the rows: 1, 2, 3 ..."""
        if len(self.rows) < 2:
            return frozenset()
        return frozenset(
            column
            for column in range(self.width)
            if all(
                row[column].text.strip().rstrip(".") == str(number)
                for number, row in enumerate(self.rows, 1)
            )
        )


def _line(text: str) -> str:
    return " ".join(text.split())


def match_columns(old: Grid, new: Grid) -> dict[int, int]:
    """Old columns to new ones: by header, then by what they hold, then by a lone gap."""
    found = _by_key(_numbered(old.header), _numbered(new.header))
    left = [a for a in range(old.width) if a not in found]
    right = [b for b in range(new.width) if b not in found.values()]
    scores = [
        (_overlap(old.column(a), new.column(b)), fuzz.ratio(old.header[a], new.header[b]), a, b)
        for a in left
        for b in right
    ]
    for score, alike, a, b in sorted(scores, key=lambda s: (-s[0], -s[1], s[2], s[3])):
        if a in found or b in found.values():
            continue
        if score >= _SAME_COLUMN or (score > 0 and a == b and alike >= 60):
            found[a] = b
    return found


def _overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Share of equal cells, whatever their order; empty cells say nothing."""
    first, second = Counter(map(_line, one)), Counter(map(_line, other))
    first.pop("", None)
    second.pop("", None)
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if total else 0.0


def _numbered(names: Iterable[str]) -> list[tuple[str, int]]:
    """Names with their ordinal among equal ones, without regard to case."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        folded = name.casefold()
        found.append((folded, seen[folded]))
        seen[folded] += 1
    return found


def _by_key(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    places = {key: index for index, key in enumerate(new)}
    return {index: places[key] for index, key in enumerate(old) if key in places}


def match_rows(old: Grid, new: Grid, columns: dict[int, int]) -> dict[int, int]:
    """Old rows to new ones: equal ones, then those with the same first cell, then alike ones."""
    pairs = sorted(columns.items())
    both = [(a, b) for a, b in pairs if not (a in old.counting and b in new.counting)] or pairs
    if not both:
        return _by_key(range(len(old.rows)), range(len(new.rows)))
    before = [tuple(old.key(i, a) for a, _ in both) for i in range(len(old.rows))]
    after = [tuple(new.key(j, b) for _, b in both) for j in range(len(new.rows))]
    found: dict[int, int] = {}
    _match(found, before, after, lambda row: row)
    _match(found, before, after, lambda row: row[0].casefold() or None, unique=True)
    _match_alike(found, before, after)
    _match(found, before, after, lambda row: row[0].casefold() or None)
    return found


Row = tuple[str, ...]


def _match(
    found: dict[int, int],
    before: Sequence[Row],
    after: Sequence[Row],
    key: Callable[[Row], Hashable | None],
    *,
    unique: bool = False,
) -> None:
    """Match what is left by ``key``, equal ones in order; ``unique``: only keys that stand once."""
    taken = set(found.values())
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j, row in enumerate(after):
        if j not in taken and key(row) is not None:
            places[key(row)].append(j)
    olds: dict[Hashable, list[int]] = defaultdict(list)
    for i, row in enumerate(before):
        if i not in found and key(row) in places:
            olds[key(row)].append(i)
    for name, rows in olds.items():
        if unique and (len(rows) > 1 or len(places[name]) > 1):
            continue
        found.update(zip(rows, places[name], strict=False))


def _match_alike(found: dict[int, int], before: Sequence[Row], after: Sequence[Row]) -> None:
    """Match rows most of whose cells are equal, best first."""
    taken = set(found.values())
    left = [i for i in range(len(before)) if i not in found]
    right = [j for j in range(len(after)) if j not in taken]
    if not left or not right or len(left) > _MOST or len(right) > _MOST:
        return
    scores = []
    for i in left:
        for j in right:
            score = _alike(before[i], after[j])
            if score >= _SAME_ROW:
                scores.append((-score, abs(i - j), i, j))
    for _, _, i, j in sorted(scores):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)


def _alike(old: Row, new: Row) -> float:
    """Share of equal cells; a first cell that is nearly the same counts as half equal."""
    if len(old) == 1:
        return fuzz.ratio(old[0], new[0]) / 100
    equal = sum(1 for a, b in zip(old, new, strict=True) if a == b and a)
    filled = sum(1 for a, b in zip(old, new, strict=True) if a or b)
    near = old[0] != new[0] and fuzz.ratio(old[0], new[0]) >= 60
    return (equal + near / 2) / filled if filled else 1.0
