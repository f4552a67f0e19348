"""Fleet tables: how many replicas of what, in how many zones, with which capacity and demand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from apps.engine.document.model import Cell
from apps.engine.names import normalise
from apps.engine.quantities.cells import cell_number, fraction_of
from apps.engine.quantities.model import FleetRow, Number, Quantity
from apps.engine.quantities.numbers import parse_number
from apps.engine.quantities.tables import View, is_total, plain_cell
from apps.engine.quantities.units import Unit, parse_unit

_SCOPE = re.compile(
    r"\bper (?:shard|partition|replica set|zone|az|region|cell|site)\b|\beach shard\b",
    re.IGNORECASE,
)
_DERATED = re.compile(
    r"\bat \d{1,2} ?%|derated|sustainable|sustained|safe(?:ly)?|incl(?:uding|\.)? headroom|with headroom"
    r"|\d{1,2} ?% (?:cpu|util)",
    re.IGNORECASE,
)
_HEADROOM = re.compile(
    r"(?:headroom|reserve|safety margin|spare capacity)\s*(?:of|is|=|:)?\s*(\d{1,3}(?:[.,]\d+)?)\s*%"
    r"|(\d{1,3}(?:[.,]\d+)?)\s*%\s*(?:of\s+)?(?:headroom|reserve|safety margin|spare capacity)",
    re.IGNORECASE,
)
_AUTOSCALED = re.compile(
    r"(?:max(?:imum)?\.?|up to|scales? to|autoscal\w+(?: up)? to|…|\.\.\.?)\s*(?P<max>\d[\d,.]*)",
    re.IGNORECASE,
)
_ARROW_RANGE = re.compile(r"^\s*(\d[\d,.]*)\s*(?:-|–|—|to|→|->|\.\.+|…)\s*(\d[\d,.]*)")
_PRODUCT = re.compile(r"^\s*(\d[\d,.]*)\s*[x×*·]\s*(\d[\d,.]*)\s*(?:=\s*(\d[\d,.]*))?")


def read_fleet(views: Iterable[View], quantities: Iterable[Quantity]) -> tuple[FleetRow, ...]:
    """All rows of the fleet tables; a second table may add columns to the rows of the first."""
    shards = [q for q in quantities if q.role == "shards" and q.value]
    rows: list[FleetRow] = []
    for view in views:
        if view.role == "fleet":
            rows += [row for cells in view.rows if (row := _row(view, cells, shards))]
    return tuple(_completed(rows))


def _row(view: View, cells: tuple[Cell, ...], shards: list[Quantity]) -> FleetRow | None:
    """One row; None for totals and rows without a name."""
    raw = plain_cell(view.text(cells, "component"))
    if not raw or is_total(raw):
        return None
    scope = _SCOPE.search(raw) or _SCOPE.search(
        " ".join(h.text for h in view.header) if "replicas" in view.columns else ""
    )
    own_scope = _SCOPE.search(raw)
    unit = plain_cell(view.text(cells, "unit"))
    capacity = cell_number(view, view.cell(cells, "capacity"), unit=_unit(view, "capacity", unit))
    demand = cell_number(view, view.cell(cells, "demand"), unit=_unit(view, "demand", unit))
    text = " ".join(cell.text for cell in cells)
    replicas, most = _replicas(view, cells)
    return FleetRow(
        component=normalise(raw),
        name=raw,
        scope=own_scope[0].lower() if own_scope else _header_scope(view, scope),
        replicas=replicas,
        zones=_zones(view, cells),
        capacity=capacity,
        demand=demand,
        unit=(demand or capacity).unit if (demand or capacity) else unit,  # type: ignore[union-attr]
        where=view.row_place(cells),
        shards=_shards(raw, text, shards),
        headroom=_headroom(view, cells, text),
        derated=bool(_DERATED.search(text) or _DERATED.search(_header(view, "capacity"))),
        max_replicas=most,
    )


def _header(view: View, column: str) -> str:
    """Text of a header cell."""
    index = view.columns.get(column)
    return view.header[index].text if index is not None else ""


def _header_scope(view: View, found: re.Match[str] | None) -> str:
    """A scope that the Replicas header states: "Replicas per zone"."""
    if found is None:
        return ""
    scope = _SCOPE.search(_header(view, "replicas"))
    return scope[0].lower() if scope else ""


def _unit(view: View, column: str, row_unit: str) -> str:
    """Unit of a column: its header's, else the row's."""
    return view.units.get(column, "") or row_unit


def _replicas(view: View, cells: tuple[Cell, ...]) -> tuple[Number | None, Number | None]:
    """Replicas and, where autoscaling is stated, the largest number of them."""
    cell = view.cell(cells, "replicas")
    number = cell_number(view, cell)
    most = cell_number(view, view.cell(cells, "max_replicas"))
    if cell is None or number is None:
        return number, most
    text = plain_cell(cell.text)
    product = _PRODUCT.match(text)
    if product:
        factors = [parse_number(part, comma=view.comma) for part in product.groups() if part]
        values = [factor.value for factor in factors if factor and factor.value is not None]
        if len(values) >= 2:
            total = values[2] if len(values) > 2 else values[0] * values[1]
            return _number(number, total, text), most
    stretch = _ARROW_RANGE.match(text)
    upper = stretch[2] if stretch else (m["max"] if (m := _AUTOSCALED.search(text)) else None)
    if upper:
        parsed = parse_number(upper, comma=view.comma)
        if parsed and parsed.value:
            most = most or _number(number, parsed.value, text)
            if stretch and number.low is not None:
                number = _number(number, number.low, text)
    return number, most


def _number(base: Number, value: float, raw: str) -> Number:
    """A number derived from a cell."""
    return Number(raw, value, 1.0, base.where, base.unit)


def _zones(view: View, cells: tuple[Cell, ...]) -> Number | None:
    """The number of zones; a list of zone names is counted."""
    cell = view.cell(cells, "zones")
    number = cell_number(view, cell)
    if cell is None or (number is not None and number.value is not None):
        return number
    names = [part for part in re.split(r"\s*[,;/+&]\s*|\s+and\s+", plain_cell(cell.text)) if part]
    if len(names) < 2:
        return number
    return Number(cell.text, float(len(names)), 1.0, view.place(cell))


_SHARDS_IN_TEXT = re.compile(
    r"(\d{1,5})\s*(?:shards?|partitions?)\b|[x×]\s*(\d{1,5})\s*(?:shards?|partitions?)",
    re.IGNORECASE,
)


def _shards(name: str, text: str, shards: list[Quantity]) -> float | None:
    """The shard count stated in the row, or in a capacity row about the same component."""
    match = _SHARDS_IN_TEXT.search(text)
    if match:
        return float(match[1] or match[2])
    wanted = set(normalise(name).split())
    for quantity in shards:
        if not quantity.subject or wanted & set(normalise(quantity.subject).split()):
            return quantity.value
    return None


def _headroom(view: View, cells: tuple[Cell, ...], text: str) -> float | None:
    """Stated headroom as a fraction: its column, or "30 % headroom" in the row."""
    number = cell_number(view, view.cell(cells, "headroom"), unit=view.units.get("headroom", ""))
    stated = fraction_of(number)
    if stated is not None:
        return stated if 0 <= stated < 5 else None
    return headroom_in(text)


def headroom_in(text: str) -> float | None:
    """Headroom that a sentence states, as a fraction."""
    match = _HEADROOM.search(text)
    if match is None:
        return None
    parsed = parse_number((match[1] or match[2]).replace(",", "."))
    return parsed.value / 100 if parsed and parsed.value is not None else None


def _completed(rows: list[FleetRow]) -> list[FleetRow]:
    """Join rows about one component where one has the replicas and the other the load."""
    joined: list[FleetRow] = []
    of_component: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        same = of_component[row.component, row.scope]
        partner = next((at for at in same if _complete_each_other(joined[at], row)), None)
        if partner is None:
            same.append(len(joined))
            joined.append(row)
        else:
            joined[partner] = _join(joined[partner], row)
    return joined


def _complete_each_other(first: FleetRow, second: FleetRow) -> bool:
    """Whether two rows of one component and scope never state the same thing."""
    names = ("replicas", "capacity", "demand")
    return all(getattr(first, n) is None or getattr(second, n) is None for n in names)


def _join(first: FleetRow, second: FleetRow) -> FleetRow:
    """One row of two."""
    return FleetRow(
        component=first.component,
        name=first.name,
        scope=first.scope,
        replicas=first.replicas or second.replicas,
        zones=first.zones or second.zones,
        capacity=first.capacity or second.capacity,
        demand=first.demand or second.demand,
        unit=first.unit or second.unit,
        where=first.where if first.replicas else second.where,
        shards=first.shards or second.shards,
        headroom=first.headroom if first.headroom is not None else second.headroom,
        derated=first.derated or second.derated,
        max_replicas=first.max_replicas or second.max_replicas,
    )


_CARRIERS = frozenset(
    {"[replica]", "[gpu]", "[shard]", "[zone]", "[core]", "[vcpu]", "[partition]"}
)


def _things(unit: Unit) -> set[str]:
    """What is counted, without what carries it (pod, GPU, shard)."""
    return {dim for dim, _ in unit.soft} - _CARRIERS


def load_per_replica(row: FleetRow) -> tuple[float, float] | None:
    """Demand and capacity of one replica in the same base unit, or None when they cannot be compared."""
    if not row.capacity or not row.demand or not row.capacity.value or row.demand.value is None:
        return None
    each, load = parse_unit(row.capacity.unit), parse_unit(row.demand.unit)
    if not row.capacity.unit or not row.demand.unit:
        return row.demand.value, row.capacity.value
    if each.hard != load.hard or _things(each) != _things(load):
        return None
    return row.demand.value * load.factor, row.capacity.value * each.factor
