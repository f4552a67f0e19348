"""Cost tables: lines with quantity, unit price and what the price is for, recomputed per month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from apps.engine.document.model import Cell
from apps.engine.quantities.cells import cell_number
from apps.engine.quantities.model import CostLine, CostTable, Number
from apps.engine.quantities.tables import View, is_total, plain_cell
from apps.engine.quantities.tolerance import agrees
from apps.engine.quantities.units import Unit, parse_unit

MONTH_HOURS = (730.0, 720.0, 744.0, 672.0, 696.0, 730.5)
MONTH_DAYS = (30.0, 31.0, 365 / 12, 28.0, 29.0)
_EXEMPT = re.compile(
    r"\b(?:tier(?:s|ed)?|reserved|reservation|spot|discount\w*|commit\w*|savings? plans?|preempt\w*"
    r"|negotiated|free tier|sustained use|volume pricing|1[- ]?yr|3[- ]?yr|1[- ]year|3[- ]year|ri)\b",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(r"\beffective\b", re.IGNORECASE)
_PER_IN_HEADER = re.compile(
    r"\b(?:per|/)\s*(?P<per>hour|h|day|month|mo|year|gb|tb|gb[- ]month|gib|request|unit)\b|(?P<adverb>hourly|monthly|daily|yearly|annual)",
    re.IGNORECASE,
)
_ADVERBS = {
    "hourly": "hour",
    "monthly": "month",
    "daily": "day",
    "yearly": "year",
    "annual": "year",
}
_PER_IN_CELL = re.compile(r"^\s*(?:/|per\b|pro\b|a\b|je\b)\s*(?P<per>[^(),;]{1,30})", re.IGNORECASE)
_ANNUAL = re.compile(r"\b(?:year|annual|yearly|p\.a|jahr)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One way to read a line: its monthly cost and the arithmetic in words."""

    value: float
    how: str


def read_costs(views: Iterable[View]) -> tuple[CostTable, ...]:
    """All cost tables with their lines, totals included."""
    return tuple(
        CostTable(
            view.where,
            tuple(line for cells in view.rows if (line := _line(view, cells)) is not None),
        )
        for view in views
        if view.role == "cost"
    )


def _line(view: View, cells: tuple[Cell, ...]) -> CostLine | None:
    """One row; None when it has neither a price nor a cost."""
    item = plain_cell(view.text(cells, "item"))
    quantity = cell_number(view, view.cell(cells, "quantity"), unit=view.units.get("quantity", ""))
    price = cell_number(view, view.cell(cells, "unit_price"))
    monthly = cell_number(view, view.cell(cells, "monthly"))
    if not item or (price is None and monthly is None):
        return None
    text = " ".join(cell.text for cell in cells)
    exempt = "" if _EFFECTIVE.search(text) else (m[0] if (m := _EXEMPT.search(text)) else "")
    line = CostLine(
        item=item,
        quantity=quantity,
        unit_price=price,
        per=_per(view, cells, price),
        hours=cell_number(view, view.cell(cells, "hours")),
        monthly=monthly,
        currency=_currency(view, cells, monthly, "monthly")
        or _currency(view, cells, price, "unit_price"),
        is_total=is_total(item),
        where=view.row_place(cells),
        exempt=exempt,
    )
    header = _header(view, "monthly")
    if line.is_total or line.exempt or _ANNUAL.search(header) or _mixed_currency(view, cells, line):
        return line
    return _recomputed(line, _header(view, "hours"))


def _header(view: View, column: str) -> str:
    index = view.columns.get(column)
    return view.header[index].text if index is not None else ""


def _per(view: View, cells: tuple[Cell, ...], price: Number | None) -> str:
    """What the unit price is for: its cell, the Per column, or the header."""
    if price is not None:
        behind = re.search(r"(?:/|\bper\b)\s*([^(),;]{1,30})", price.raw)
        if behind and parse_unit(behind[1]).problem is None:
            return behind[1].strip()
    written = plain_cell(view.text(cells, "per"))
    if written:
        return re.sub(r"^(?:USD|EUR|[$€])?\s*(?:/|per\b)\s*", "", written, flags=re.IGNORECASE)
    unit = view.units.get("unit_price", "")
    parts = re.split(r"/|\bper\b", unit, maxsplit=1)
    if len(parts) == 2:
        return parts[1].strip()
    match = _PER_IN_HEADER.search(_header(view, "unit_price"))
    if match is None:
        return ""
    return match["per"] or _ADVERBS[match["adverb"].lower()]


def _currency(view: View, cells: tuple[Cell, ...], number: Number | None, column: str) -> str:
    """ISO code of a column's currency, from the cell or the header."""
    if number is not None and number.currency:
        return number.currency
    unit = parse_unit(view.units.get(column, ""))
    code = next((dim[1:-1].upper() for dim, power in unit.hard if power == 1 and len(dim) == 5), "")
    return code or plain_cell(view.text(cells, "currency")).upper()


def _mixed_currency(view: View, cells: tuple[Cell, ...], line: CostLine) -> bool:
    """Whether price and cost are in different currencies: then no rate is assumed."""
    codes = {
        _currency(view, cells, line.unit_price, "unit_price"),
        _currency(view, cells, line.monthly, "monthly"),
    } - {""}
    return len(codes) > 1


def _recomputed(line: CostLine, hours_header: str) -> CostLine:
    """The line with its monthly cost computed the way that fits what is stated, if one does."""
    ways = reckonings(line, hours_header)
    if not ways:
        return line
    stated = line.monthly.value if line.monthly else None
    step = line.monthly.step if line.monthly else 0.0
    fitting = (way for way in ways if stated is not None and agrees(stated, way.value, step))
    chosen = next(fitting, ways[0])
    return replace(line, computed=chosen.value, how=chosen.how)


def reckonings(line: CostLine, hours_header: str = "") -> list[Reckoning]:
    """Ways to compute the line's month, the likeliest first; empty when a factor is missing."""
    if line.unit_price is None or line.unit_price.value is None:
        return []
    if line.quantity is None or line.quantity.value is None or "%" in line.quantity.raw:
        return []
    price, per = line.unit_price, parse_unit(line.per)
    counts = _counts(line.quantity, per, line.per)
    times = _times(line, per, hours_header)
    ways: list[Reckoning] = []
    for count, count_text in counts:
        for time, time_text in times:
            how = f"{count_text} × {price.raw.strip()}{time_text}"
            ways.append(Reckoning(count * price.value * time, how))  # type: ignore[operator]
    return ways


def _counts(quantity: Number, per: Unit, per_text: str) -> list[tuple[float, str]]:
    """How many price units the quantity is: 182 TB at a price per GB are 182,000."""
    assert quantity.value is not None
    text = f"{quantity.value:,.6g}" if quantity.value < 1e6 else f"{quantity.value:,.0f}"
    own = parse_unit(quantity.unit)
    shared = [d for d in own.dims if d in per.dims and d[0] != "[time]"]
    rest_per = _without_time(per, per_text)
    if shared and own.dims:
        rest_own = own.factor if not own.exponent("time") else _without_time(own, quantity.unit)
        count = quantity.value * rest_own / rest_per
        return (
            [(count, f"{text} {quantity.unit} = {count:,.6g} {per_text}")]
            if rest_own != rest_per
            else [(count, text)]
        )
    if rest_per != 1.0 and per.dims and not per.exponent("information"):
        return [(quantity.value / rest_per, f"{text} / {rest_per:,.6g}"), (quantity.value, text)]
    return [(quantity.value, text)]


def _without_time(unit: Unit, text: str) -> float:
    """Factor of a unit without its time part (GB-month -> GB)."""
    if not unit.exponent("time"):
        return unit.factor
    words = [w for w in re.split(r"[\s*·/-]+", text) if w]
    factor = 1.0
    for word in words:
        one = parse_unit(word)
        if not one.exponent("time"):
            factor *= one.factor
    return factor


def _times(line: CostLine, per: Unit, hours_header: str) -> list[tuple[float, str]]:
    """Factors for the time part of the price: hours of a month, months, days."""
    stated = line.hours.value if line.hours else None
    if (
        stated is not None
        and re.search(r"month", hours_header, re.IGNORECASE)
        and not re.search(r"hour|\bh\b", hours_header, re.IGNORECASE)
    ):
        return [(stated, f" × {stated:g} months"), (1.0, "")]
    if per.exponent("time") == 0:
        if stated is not None:
            return [(stated, f" × {stated:g} h")] + ([(1.0, "")] if per.dims else [])
        alternatives = [(hours, f" × {hours:g} h") for hours in MONTH_HOURS] if not line.per else []
        return [(1.0, ""), *alternatives]
    if per.months:
        return [(1.0, "")]
    if per.years:
        return [(1 / 12, " / 12 months")]
    seconds = _time_factor(line.per)
    if stated is not None and seconds == 3600:
        return [(stated, f" × {stated:g} h")]
    if seconds == 86400:
        return [(days, f" × {days:g} days") for days in MONTH_DAYS]
    return [(hours * 3600 / seconds, f" × {hours:g} h") for hours in MONTH_HOURS]


def _time_factor(text: str) -> float:
    """Seconds of the time word in a price unit (``GPU-hour`` -> 3600)."""
    for word in re.split(r"[\s*·/-]+", text):
        unit = parse_unit(word)
        if unit.dims == (("[time]", 1),):
            return unit.factor
    return 3600.0
