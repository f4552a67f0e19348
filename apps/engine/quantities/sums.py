"""Total and Subtotal cells with the cells above them that they should add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from apps.engine.document.model import Cell
from apps.engine.quantities.cells import cell_number
from apps.engine.quantities.latency import percentiles_of
from apps.engine.quantities.model import Number, SumColumn
from apps.engine.quantities.tables import View, is_subtotal, is_total, plain_cell
from apps.engine.quantities.units import parse_unit

_ROLES = frozenset({"cost", "latency", "fleet", "other"})
_NOT_ADDITIVE = re.compile(
    r"price|rate\b|ratio|percent|%|share|utili[sz]|per\b|average|avg|mean|availab|capacity|hours?\b|zones?"
    r"|weight|score|factor|headroom|latency slo|priority|rank|year\b.*cagr|probab|max|min\b|id\b|#|no\.?$"
    r"|version|date|level|demand|unit\b|\bper\b|/",
    re.IGNORECASE,
)
_PLAIN_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub|overall)[\s-]?)?(?:total|sum|summe|gesamt|Σ|∑)s?\W*(?:\(.*\)\W*)?(?:/\s*month|per month|monthly|cost)?\W*$",
    re.IGNORECASE,
)
_WEIGHTED = re.compile(r"weight|average|mean|averag", re.IGNORECASE)


@dataclass(slots=True)
class _Column:
    """Cells of one column seen so far: since the last total, since the last grand total, all."""

    since: list[tuple[str, Number]] = field(default_factory=list)
    totals: list[tuple[str, Number]] = field(default_factory=list)
    every: list[tuple[str, Number]] = field(default_factory=list)
    readable: bool = True


def read_sums(views: Sequence[View]) -> tuple[SumColumn, ...]:
    """All totals of cost, latency, fleet and plain tables."""
    sums: list[SumColumn] = []
    for position, view in enumerate(views):
        if view.role in _ROLES and any(is_total(view.label(row)) for row in view.rows):
            earlier = _continued(views, position)
            sums += list(_sums_of(view, earlier))
    return tuple(sums)


def _continued(views: Sequence[View], position: int) -> list[View]:
    """Tables directly before this one of the same shape without a total: one table in two parts."""
    view = views[position]
    found: list[View] = []
    for other in reversed(views[:position]):
        if other.artifact != view.artifact or other.role != view.role or other.names != view.names:
            break
        if any(is_total(other.label(row)) for row in other.rows):
            break
        found.insert(0, other)
    return found if view.role != "other" else []


def _sums_of(view: View, earlier: list[View]) -> Iterator[SumColumn]:
    """The totals of every column that adds up."""
    for index in range(len(view.header)):
        column = _additive_name(view, index)
        if column and index != view.label_column:
            yield from _column_sums(view, index, column, earlier)


def _additive_name(view: View, index: int) -> str:
    """Name of the column when its values can be added, else an empty string."""
    canonical = next((name for name, at in view.columns.items() if at == index), "")
    header = view.header[index].text.strip()
    if view.role == "latency":
        if canonical not in percentiles_of(view) or _has_parallel(view):
            return ""
        return canonical
    if view.role == "cost":
        return header if canonical == "monthly" or (not canonical and _cost_like(header)) else ""
    if view.role == "fleet":
        return header if canonical == "replicas" else ""
    return "" if not header or _NOT_ADDITIVE.search(header) else header


def _cost_like(header: str) -> bool:
    """A further money column of a cost table (yearly cost, cost of option B)."""
    return bool(
        re.search(r"cost|usd|eur|\$|€|total", header, re.IGNORECASE)
    ) and not _NOT_ADDITIVE.search(header)


def _has_parallel(view: View) -> bool:
    """Whether some row runs beside others: then a sum means nothing."""
    return any(
        view.text(row, "mode").strip().lower().startswith(("par", "concurr")) for row in view.rows
    )


def _column_sums(view: View, index: int, column: str, earlier: list[View]) -> Iterator[SumColumn]:
    """Walk down one column and yield its totals with the best set of parts."""
    state = _Column()
    for before in earlier:
        for row in before.rows:
            _add(state, before, row, index)
    borrowed = list(state.every)
    state.since, state.every = [], []
    for row in view.rows:
        label = view.label(row)
        if not is_total(label):
            _add(state, view, row, index)
            continue
        number = _number(view, row, index)
        if _WEIGHTED.search(label) or (view.role == "other" and not _PLAIN_TOTAL.match(label)):
            return
        if number is not None and number.value is not None:
            parts = _best(number, _candidates(state, borrowed, label))
            if len(parts) >= 2:
                yield _sum(view, column, label, number, parts, readable=state.readable)
            state.totals.append((label, number))
        state.since, state.readable = [], True


def _sum(  # noqa: PLR0913 - the parts of the record
    view: View,
    column: str,
    label: str,
    stated: Number,
    parts: list[tuple[str, Number]],
    *,
    readable: bool,
) -> SumColumn:
    """The record; not additive when a part could not be read or has another unit."""
    units = {parse_unit(number.unit).dims for _, number in parts if number.unit}
    currencies = {number.currency for _, number in [*parts, ("", stated)] if number.currency}
    percent = any("%" in number.raw for _, number in parts)
    ranged = any(number.low is not None for _, number in [*parts, ("", stated)])
    additive = readable and len(units) <= 1 and len(currencies) <= 1 and not percent and not ranged
    return SumColumn(view.where, column, label, stated, tuple(parts), additive)


def _add(state: _Column, view: View, row: tuple[Cell, ...], index: int) -> None:
    """Take one row's cell into the sums."""
    number = _number(view, row, index)
    if number is None:
        return
    if number.value is None:
        state.readable = False
        return
    label = view.label(row)
    state.since.append((label, number))
    state.every.append((label, number))


def _number(view: View, row: tuple[Cell, ...], index: int) -> Number | None:
    """The cell as a number, with the row's unit for latency tables."""
    unit = plain_cell(view.text(row, "unit")) if view.role == "latency" else ""
    return cell_number(view, row[index] if index < len(row) else None, unit=unit)


def _candidates(
    state: _Column, borrowed: list[tuple[str, Number]], label: str
) -> Iterable[list[tuple[str, Number]]]:
    """Sets of parts that a total may mean, the likeliest first."""
    yield state.since if not state.totals or is_subtotal(label) else state.totals + state.since
    yield state.since
    yield state.every
    yield state.totals + state.since
    if state.totals:
        yield [state.totals[-1], *state.since]
    if borrowed:
        yield borrowed + state.every


def _scaled(number: Number) -> float:
    """A value in base units, so that ms and s can be added."""
    return (number.value or 0.0) * parse_unit(number.unit).factor


def _best(
    stated: Number, candidates: Iterable[list[tuple[str, Number]]]
) -> list[tuple[str, Number]]:
    """The first set that adds up to the stated value, else the first set."""
    first: list[tuple[str, Number]] | None = None
    for parts in candidates:
        if first is None or not first:
            first = parts
        total = sum(_scaled(number) for _, number in parts)
        if parts and abs(total - _scaled(stated)) <= allowed_gap(stated, [n for _, n in parts]):
            return parts
    return first or []


def allowed_gap(stated: Number, parts: Sequence[Number]) -> float:
    """max(1 %, half a last printed digit for every row), in base units."""
    rounding = sum(n.step * parse_unit(n.unit).factor / 2 for n in [*parts, stated])
    return max(0.01 * abs(_scaled(stated)), rounding) * (1 + 1e-9)
