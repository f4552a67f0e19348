"""Decision matrices as tables: which cells are criteria, weights, options, scores and totals.

Reads criteria as rows or as columns, weights in a column, in a row or in brackets behind the name,
and derived columns ("A weighted") beside the scores.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apps.engine.decisions.plain import plain
from apps.engine.document.model import Cell, Table
from apps.engine.quantities.numbers import is_absent, parse_number

_CRITERION = re.compile(
    r"^(?:evaluation |decision |quality |selection )?(?:criteri(?:on|a|um|en)|kriteri(?:um|en)|factors?|"
    r"(?:quality )?attributes?|(?:decision )?drivers?|concerns?|dimensions?|aspects?|considerations?|"
    r"quality|criterio|critère|requirements?|metric)\b",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"^(?:options?|alternatives?|candidates?|solutions?|approach(?:es)?|variants?|choices?|technolog\w*|"
    r"platforms?|products?|vendors?|tools?|stores?|databases?|models?|optionen|alternativen?)\b",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"^(?:\w+ )?(?:weights?|weighting|importance|priority|share|gewicht(?:ung)?)\b|^w$",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"^\W*(?:(?:weighted|final|overall|grand|total|gewichtete)\s+)*(?:totals?|sums?|scores?|results?|ratings?|points|"
    r"average|gesamt\w*|summe|punkte|Σ|∑)\W*(?:\(.*\)|score|points|sum)?\W*$|^\W*(?:weighted|Σ|∑|w[·×x*]s)\b",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"^\W*(?:rank(?:ing)?|place|position|verdict|decision|winner|result\s*:|recommendation|chosen|rang|notes?|"
    r"comments?|why|rationale|reason|evidence|source|explanation|remarks?|justification|unweighted.*|raw .*|id|#)\W*$",
    re.IGNORECASE,
)
_DERIVED = re.compile(
    r"\bweighted\b|\bscore\s*[x×*·]\s*weight|\bw\s*[x×*·]\s*s\b|[x×*·]\s*w(?:eight)?\b|^\W*points\W*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"[(\[]\s*(?:w(?:eight)?\s*[:=]?\s*)?([\d.,]+\s*%?)\s*[)\]]\s*$", re.IGNORECASE
)
_UNIT_TEXT = re.compile(r"^\s*(?:[a-zA-Zµμ$€£]|/\s*[a-z])")
_SLASH_SCALE = re.compile(r"^([\d.,]+)\s*/\s*(?:3|4|5|10|100)$")
_OF_SCALE = re.compile(r"^\s*(?:/|of|out of|von)\s*\d")
_WORDS: Final[dict[str, float]] = {
    "h": 3, "high": 3, "hoch": 3, "m": 2, "med": 2, "medium": 2, "mid": 2, "moderate": 2, "mittel": 2,
    "l": 1, "low": 1, "niedrig": 1, "gering": 1, "strong": 3, "weak": 1, "good": 3, "fair": 2, "poor": 1,
    "++": 5, "+": 4, "0": 3, "o": 3, "-": 2, "−": 2, "--": 1, "very high": 4, "very low": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A weight or score as read: ``value`` None = no number; ``words`` = from H/M/L."""

    value: float | None
    words: bool = False
    percent: bool = False
    step: float = 0.0
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion with its weight and scores."""

    name: str
    cell: Cell
    weight: Value | None
    scores: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a matrix by meaning."""

    rows: tuple[Row, ...]
    options: tuple[str, ...]
    totals: tuple[Value, ...]

    @property
    def weighted(self) -> bool:
        """Whether weights are written at all."""
        return any(row.weight is not None for row in self.rows)


def read_value(text: str, *, comma: bool, cell: Cell | None = None) -> Value:
    """A weight or score: ``4``, ``0,35``, ``35 %``, ``4/5``, ``★★★☆☆``, ``High``."""
    flat = plain(text).replace("\u00a0", " ").strip()
    low = flat.casefold().strip("()[] ")
    if low in _WORDS and not low.isdigit():
        return Value(_WORDS[low], words=True, cell=cell)
    stars = flat.count("★") + flat.count("⭐")
    if stars:
        return Value(float(stars), cell=cell)
    if is_absent(flat):
        return Value(None, cell=cell)
    flat = _SLASH_SCALE.sub(r"\1", flat)
    parsed = parse_number(flat, comma=comma)
    if parsed is None or parsed.value is None or parsed.currency or parsed.start > 2:
        return Value(None, cell=cell)
    percent = parsed.rest.startswith("%")
    if not percent and _UNIT_TEXT.match(parsed.rest) and not _OF_SCALE.match(parsed.rest):
        words = parsed.rest.strip(" .").casefold()
        if words not in {"points", "point", "pts", "pt", "punkte", "stars"}:
            return Value(None, cell=cell)
    factor = 0.01 if percent else 1.0
    return Value(parsed.value * factor, percent=percent, step=parsed.step * factor, cell=cell)


def read_grid(table: Table, *, comma: bool, typed: bool) -> Grid | None:
    """The matrix in a table, as written or turned; None when it is none.

    ``typed`` tells that the table's headers were already recognised as those of a matrix.
    """
    cells = [table.header, *table.rows]
    width = min(len(row) for row in cells)
    turned = [tuple(row[i] for row in cells) for i in range(width)]
    straight = _grid(cells, comma=comma, typed=typed)
    other = _grid(turned, comma=comma, typed=typed)
    if straight and other:
        return other if _fit(turned) > _fit(cells) else straight
    return straight or other


def _fit(cells: Sequence[Sequence[Cell]]) -> int:
    """How clearly criteria are rows: a criterion header, a weight column, a total row."""
    header = [_name(cell) for cell in cells[0]]
    return (
        2 * bool(_CRITERION.match(header[0]))
        - 2 * bool(_OPTION.match(header[0]))
        + 2 * any(_WEIGHT.match(text) for text in header[1:])
        + any(_TOTAL.match(_name(row[0])) for row in cells[1:])
    )


def _name(cell: Cell) -> str:
    return plain(cell.text).replace("\u00a0", " ").strip(" :*")


def _grid(cells: Sequence[Sequence[Cell]], *, comma: bool, typed: bool) -> Grid | None:
    if len(cells) < 3 or len(cells) > 60 or not 3 <= len(cells[0]) <= 24:
        return None
    header = [_name(cell) for cell in cells[0]]
    weight = next((i for i, text in enumerate(header) if i and _WEIGHT.match(text)), None)
    body = [row for row in cells[1:] if not _SKIP.match(_name(row[0])) and _name(row[0])]
    total = [row for row in body if _TOTAL.match(_name(row[0]))]
    rows = [row for row in body if row not in total]
    if _WEIGHT.match(_name(cells[1][0])) or any(_WEIGHT.match(_name(row[0])) for row in rows):
        return None
    columns = _option_columns(header, rows, weight, comma=comma)
    if len(columns) < 2 or len(rows) < 2:
        return None
    if weight is None and all(_IN_BRACKETS.search(_name(row[0])) for row in rows):
        criteria = [_row(row, None, columns, comma=comma) for row in rows]
    elif weight is None and not _unweighted(header, rows, total, columns, comma=comma, typed=typed):
        return None
    else:
        criteria = [_row(row, weight, columns, comma=comma) for row in rows]
    derived = {i: i + 1 for i in columns if i + 1 < len(header) and _DERIVED.search(header[i + 1])}
    sums = total[-1] if total else None
    totals = tuple(
        read_value(sums[derived.get(i, i)].text, comma=comma, cell=sums[derived.get(i, i)])
        for i in columns if sums is not None
    )  # fmt: skip
    names = tuple(_option_name(header[i]) for i in columns)
    return Grid(tuple(criteria), names, totals)


def _option_name(text: str) -> str:
    return re.sub(
        r"\s*\((?:chosen|selected|winner|\d+\s*[-–]\s*\d+)\)\s*$", "", text, flags=re.IGNORECASE
    )


def _option_columns(
    header: list[str], rows: Sequence[Sequence[Cell]], weight: int | None, *, comma: bool
) -> list[int]:
    columns = []
    for index, text in enumerate(header):
        if index in {0, weight} or not text or _SKIP.match(text) or _DERIVED.search(text):
            continue
        if _TOTAL.match(text):
            continue
        filled = [row[index].text for row in rows if index < len(row)]
        read = sum(1 for one in filled if read_value(one, comma=comma).value is not None)
        numeric = sum(1 for one in filled if any(ch.isdigit() for ch in one))
        if filled and (
            2 * read >= len(filled) or (weight is not None and 2 * numeric >= len(filled))
        ):
            columns.append(index)
    return columns


def _unweighted(  # noqa: PLR0913 - what is known of the table
    header: list[str],
    rows: Sequence[Sequence[Cell]],
    total: Sequence[Sequence[Cell]],
    columns: list[int],
    *,
    comma: bool,
    typed: bool,
) -> bool:
    """Without weights only a scored comparison counts: criteria named, small scores, a total."""
    if not _CRITERION.match(header[0]):
        return False
    scores = [read_value(row[i].text, comma=comma) for row in rows for i in columns]
    known = [score.value for score in scores if score.value is not None]
    small = bool(known) and len(known) == len(scores) and min(known) >= 0 and max(known) <= 10
    return small and (bool(total) or typed)


def _row(row: Sequence[Cell], weight: int | None, columns: list[int], *, comma: bool) -> Row:
    name = _name(row[0])
    value: Value | None = None
    if weight is not None:
        value = read_value(row[weight].text, comma=comma, cell=row[weight])
    else:
        bracket = _IN_BRACKETS.search(name)
        if bracket:
            value = read_value(bracket[1], comma=comma, cell=row[0])
            name = name[: bracket.start()].strip()
    scores = tuple(read_value(row[i].text, comma=comma, cell=row[i]) for i in columns)
    return Row(name, row[0], value, scores)
