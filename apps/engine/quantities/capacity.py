"""Rows of capacity tables as quantities, with their formulas evaluated over the whole package."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from apps.engine.document.model import Cell
from apps.engine.quantities.cells import cell_number
from apps.engine.quantities.formula import Result, clash_of, describe, evaluate, is_formula
from apps.engine.quantities.formula_syntax import Convention, Symbol, slug, strip_formula
from apps.engine.quantities.model import Number, Quantity
from apps.engine.quantities.roles import leftover, qualifiers_of, role_of
from apps.engine.quantities.tables import View, plain_cell
from apps.engine.quantities.tolerance import agrees, difference, may_be_conversion
from apps.engine.quantities.units import Unit, parse_unit
from apps.engine.text import Place

MAX_FORMULAS = 3000
_ROUNDS = 8
_MAX_ROOTS = 200
_FAR = 20.0  # beyond this, a literal without a unit is likelier than a wrong value

ProblemKind = Literal[
    "syntax", "unknown_symbol", "hard_units", "soft_units", "literal_units", "limit"
]
CONVENTIONS = (
    Convention(),
    Convention("month of 365/12 days", 365 / 12),
    Convention("month of 31 days", 31.0),
    Convention("month of 28 days", 28.0),
    Convention("month of 29 days", 29.0),
    Convention("year of 365.25 days", 30.0, 365.25),
    Convention("month of 365.25/12 days", 365.25 / 12, 365.25),
)
_BINARY = Convention("1024 bytes per kB", binary=True)
_DROPPED = Convention("conversion written out", drop=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read, before its formula is evaluated."""

    table: int
    quantity: Quantity
    unit: Unit
    comma: bool


def read_capacity(views: Iterable[View]) -> tuple[Quantity, ...]:
    """All quantities of the capacity tables, in document order."""
    rows: list[Row] = []
    for number, view in enumerate(view for view in views if view.role == "capacity"):
        rows += [row for cells in view.rows if (row := _row(view, cells, number)) is not None]
    return _evaluated(rows)


def _row(view: View, cells: tuple[Cell, ...], table: int) -> Row | None:
    """One row; None for separators and rows without a name."""
    symbol = plain_cell(view.text(cells, "symbol"))
    name = plain_cell(view.text(cells, "quantity")) or symbol
    value_cell = view.cell(cells, "value")
    value_text = plain_cell(value_cell.text) if value_cell else ""
    formula_cell = view.cell(cells, "formula")
    basis = formula_cell.text.strip() if formula_cell else ""
    if not name or not (value_text or basis):
        return None
    unit_text = plain_cell(view.text(cells, "unit")) or view.units.get("value", "")
    formula: str | None = None
    if value_text.startswith("="):
        formula, formula_cell = strip_formula(value_text), value_cell
        number = _number_behind(view, value_cell, value_text, unit_text, name)
    else:
        number = cell_number(view, value_cell, unit=unit_text, name=name)
    if formula is None and plain_cell(basis).lstrip("`$ ").startswith("="):
        formula = strip_formula(plain_cell(basis))
    if number is None:
        where = view.place(value_cell or cells[0])
        number = Number(value_text, None, 0.0, where, unit_text, problem="the cell is empty")
    return Row(table, _quantity(view, cells, name, symbol, number, formula, formula_cell, basis), parse_unit(number.unit, name), view.comma)  # fmt: skip


def _number_behind(view: View, cell: Cell | None, text: str, unit: str, name: str) -> Number | None:
    """The result behind a second "=" in a value cell: ``= avg * pf = 100K``."""
    parts = re.split(r"[=≈]", text.lstrip("= "), maxsplit=1)
    if cell is None or len(parts) < 2:
        return None
    return cell_number(view, replace(cell, text=parts[1].strip()), unit=unit, name=name)


def _quantity(  # noqa: PLR0913, PLR0917 - the parts of a row
    view: View,
    cells: tuple[Cell, ...],
    name: str,
    symbol: str,
    number: Number,
    formula: str | None,
    formula_cell: Cell | None,
    basis: str,
) -> Quantity:
    """The quantity of a row."""
    unit = parse_unit(number.unit, name)
    unit_cell = view.cell(cells, "unit")
    return Quantity(
        name=name,
        symbol=symbol or slug(name),
        role=role_of(name, symbol, unit),
        subject=leftover(name),
        value=number.value,
        unit=number.unit,
        formula=formula,
        computed=None,
        source="table",
        where=view.row_place(cells),
        number=number,
        basis=basis,
        formula_where=view.place(formula_cell) if formula_cell else None,
        unit_where=_unit_place(view, unit_cell, number),
        qualifiers=qualifiers_of(f"{name} {view.section_title}"),
        section=view.section_title,
    )


def _unit_place(view: View, unit_cell: Cell | None, number: Number) -> Place:
    """Where the unit stands: its own cell, or the value's."""
    return view.place(unit_cell) if unit_cell and unit_cell.text.strip() else number.where


Symbols = ChainMap[str, Symbol]


def _evaluated(rows: Sequence[Row]) -> tuple[Quantity, ...]:
    """Evaluate all formulas; values that are only computed are handed on, a few rounds deep."""
    everywhere, by_table = _symbols(rows)
    scopes = {table: ChainMap(own, everywhere) for table, own in by_table.items()}
    rows = [_with_implied_formula(row, scopes[row.table]) for row in rows]
    _fill_missing(rows, scopes, everywhere)
    done: list[Quantity] = []
    budget = MAX_FORMULAS
    for row in rows:
        if row.quantity.formula is None:
            done.append(row.quantity)
        elif budget <= 0:
            done.append(_problem(row.quantity, "limit", "the package has too many formulas"))
        else:
            budget -= 1
            done.append(_settled(row, scopes[row.table]))
    return tuple(_without_followers(rows, done, scopes))


def _without_followers(
    rows: Sequence[Row], done: Sequence[Quantity], scopes: Mapping[int, Symbols]
) -> list[Quantity]:
    """Excuse rows that only follow from another: a wrong input is one fault, not two."""
    bad = [q for q in done if q.formula_problem_kind == "hard_units" or _is_off(q)][:_MAX_ROOTS]
    by_key = {key: q for q in reversed(bad) for key in (slug(q.symbol), slug(q.name))}
    result = []
    for row, quantity in zip(rows, done, strict=True):
        wrong = _wrong_inputs(quantity, by_key) if quantity.formula else {}
        if wrong and quantity.formula_problem_kind == "hard_units":
            names = ", ".join(wrong)
            problem = f"the unit of {names} does not fit its own formula"
            result.append(replace(quantity, formula_problem=problem, formula_problem_kind=None))
        elif wrong and _is_off(quantity):
            result.append(_with_recomputed_inputs(row, quantity, wrong, scopes[row.table]))
        else:
            result.append(quantity)
    return result


def _wrong_inputs(quantity: Quantity, by_key: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Symbols of the formula whose own row is wrong."""
    words = f"_{slug(quantity.formula or '')}_"
    return {key: q for key, q in by_key.items() if q is not quantity and f"_{key}_" in words}


def _is_off(quantity: Quantity) -> bool:
    """Whether the stated value is not what the formula gives."""
    if quantity.value is None or quantity.computed is None:
        return False
    return not fits(quantity.value, quantity.computed, quantity.number.step)


def _with_recomputed_inputs(
    row: Row, quantity: Quantity, wrong: Mapping[str, Quantity], symbols: Symbols
) -> Quantity:
    """The formula once more with what the wrong inputs should be; kept when the value fits then."""
    better = {
        key: replace(symbols[key], value=source.computed)
        for key, source in wrong.items()
        if source.computed is not None and key in symbols
    }
    again = _settled(replace(row, quantity=quantity), symbols.new_child(better))
    if again.computed is None or quantity.value is None:
        return quantity
    if not fits(quantity.value, again.computed, quantity.number.step):
        return quantity
    return replace(again, convention="with recomputed inputs")


def _symbols(rows: Iterable[Row]) -> tuple[dict[str, Symbol], dict[int, dict[str, Symbol]]]:
    """Symbols of the package (first definition wins) and of every table (its own win)."""
    everywhere: dict[str, Symbol] = {}
    by_table: dict[int, dict[str, Symbol]] = {}
    for row in rows:
        own = by_table.setdefault(row.table, {})
        quantity = row.quantity
        if quantity.value is None:
            continue
        for key in dict.fromkeys(
            (quantity.symbol.lower(), slug(quantity.symbol), slug(quantity.name))
        ):
            clash = own.get(key)
            doubtful = clash is not None and clash.value != quantity.value
            symbol = Symbol(
                quantity.symbol,
                quantity.value,
                row.unit,
                bare=not quantity.unit.strip(),
                uncertain=quantity.number.low is not None or doubtful,
            )
            if clash is None or doubtful:
                own[key] = symbol
            everywhere.setdefault(key, symbol)
    return everywhere, by_table


def _with_implied_formula(row: Row, symbols: Symbols) -> Row:
    """A formula written without "=" when every name in it is a symbol."""
    basis = plain_cell(row.quantity.basis)
    if row.quantity.formula is not None or not basis or not is_formula(basis, symbols):
        return row
    return replace(row, quantity=replace(row.quantity, formula=strip_formula(basis)))


def _fill_missing(
    rows: Sequence[Row], scopes: Mapping[int, Symbols], everywhere: dict[str, Symbol]
) -> None:
    """Give symbols to rows that state no value but have a formula."""
    waiting = [r for r in rows if r.quantity.value is None and r.quantity.formula]
    waiting = waiting[:MAX_FORMULAS]
    for _ in range(_ROUNDS):
        left = []
        for row in waiting:
            result = evaluate(row.quantity.formula or "", scopes[row.table], comma=row.comma)
            if result.value is None:
                left.append(row)
                continue
            value = result.value / row.unit.factor
            symbol = Symbol(row.quantity.symbol, value, row.unit)
            everywhere.setdefault(row.quantity.symbol.lower(), symbol)
            everywhere.setdefault(slug(row.quantity.name), symbol)
        if not left or len(left) == len(waiting):
            return
        waiting = left


def _problem(quantity: Quantity, kind: ProblemKind, text: str) -> Quantity:
    """The quantity with a reason why its formula has no value."""
    return replace(quantity, formula_problem=text, formula_problem_kind=kind)


def _settled(row: Row, symbols: Symbols) -> Quantity:
    """Evaluate one formula, compare its units, and choose the convention that fits the value."""
    quantity = row.quantity
    result = evaluate(quantity.formula or "", symbols, comma=row.comma)
    if result.value is None or result.kind:
        return _problem(quantity, result.kind or "syntax", result.problem or "we cannot read it")
    if any(symbols[name].uncertain for name in result.symbols if name in symbols):
        return replace(quantity, formula_problem="it uses a range or a symbol defined twice")
    kind, clash = _clash(row, result)
    if kind == "hard_units":
        return _problem(quantity, "hard_units", clash)
    computed, how = _computed(row, result, symbols, literal=kind == "literal_units")
    settled = replace(quantity, computed=computed, convention=how)
    return _problem(settled, kind, clash) if kind else settled


def _clash(row: Row, result: Result) -> tuple[ProblemKind | None, str]:
    """How the dimensions of formula and cell differ, and in which words."""
    if result.mismatch == "hard":
        return ("literal_units" if result.bare else "hard_units"), result.clash
    if not row.quantity.unit.strip():
        return None, ""
    clash = clash_of(result.dims, row.unit.dims)
    text = f"the formula gives {describe(result.dims)}, the cell says {row.quantity.unit}"
    if clash == "hard":
        return ("literal_units" if result.bare else "hard_units"), text
    if clash == "soft" or result.mismatch == "soft":
        unknown = row.unit.soft_unknown
        return (
            (None, "")
            if unknown and not result.bare
            else ("soft_units", text if clash else result.clash)
        )
    return None, ""


def _computed(
    row: Row, result: Result, symbols: Symbols, *, literal: bool
) -> tuple[float | None, str]:
    """The formula's value in the unit of the cell, by the convention that fits best."""
    stated, step = row.quantity.value, row.quantity.number.step
    unit = row.unit
    assert result.value is not None
    assert result.number is not None
    bare_cell = not row.quantity.unit.strip()
    plain_number = result.number * (100.0 if unit.percent else 1.0)
    if literal or bare_cell:
        return _by_number(stated, step, plain_number, unit)
    computed = result.value / unit.factor
    if stated is None or fits(stated, computed, step):
        return computed, ""
    if result.bare and agrees(stated, plain_number, step):
        return plain_number, "converted by hand"
    return _other_convention(row, result, symbols, stated, computed)


def _by_number(
    stated: float | None, step: float, number: float, unit: Unit
) -> tuple[float | None, str]:
    """A formula whose literals lack units: plain numbers, or bytes where the cell is a size.

    A difference that a unit of the literal could explain (1000, 8, 3600 ...) proves nothing.
    """
    ways = [number]
    if unit.exponent("information") == 1 and not unit.exponent("time"):
        ways.insert(0, number * 8 / unit.factor)
    if stated is None:
        return ways[0], ""
    for way in ways:
        if agrees(stated, way, step):
            return way, ""
    if any(may_be_conversion(stated, way) for way in ways):
        return None, ""
    nearest = min(ways, key=lambda way: difference(stated, way))
    far = max(stated, nearest) > _FAR * min(stated, nearest)
    return (None, "") if far else (nearest, "")


def _other_convention(
    row: Row, result: Result, symbols: Symbols, stated: float, computed: float
) -> tuple[float, str]:
    """Try other months, 1024 and conversions written out; else the plain value stands."""
    units = [symbols[name].unit for name in result.symbols if name in symbols] + [row.unit]
    tries: list[Convention] = []
    if any(unit.months or unit.years for unit in units):
        tries += CONVENTIONS[1:]
    if any(unit.kilos for unit in units):
        tries.append(_BINARY)
    if result.bare:
        tries.append(_DROPPED)
    best = computed
    for convention in tries:
        again = evaluate(row.quantity.formula or "", symbols, convention, comma=row.comma)
        if again.value is None:
            continue
        value = again.value / convention.factor(row.unit)
        if fits(stated, value, row.quantity.number.step):
            return value, convention.name
        if convention.drop and difference(stated, value) < difference(stated, best):
            best = value
    return best, ""


def fits(stated: float, computed: float, step: float) -> bool:
    """Within the tolerance, or the next whole number above."""
    rounded_up = float(stated).is_integer() and 0 <= stated - computed < 1 and computed >= 1
    return agrees(stated, computed, step) or rounded_up
