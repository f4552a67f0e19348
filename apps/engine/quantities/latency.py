"""Latency budgets: times of steps by percentile, in seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from apps.engine.document.model import Cell
from apps.engine.quantities.cells import cell_number
from apps.engine.quantities.model import LatencyBudget, LatencyStep, Number
from apps.engine.quantities.tables import View, is_total, plain_cell
from apps.engine.quantities.units import parse_unit

_TIMES = ("p50", "p90", "p95", "p99", "p999", "mean", "latency")
_PARALLEL = re.compile(
    r"^\W*(?:parallel|par|concurrent(?:ly)?|simultaneous|fan[- ]?out)\b\W*(?P<group>.*)$",
    re.IGNORECASE,
)
_ASYNC = re.compile(
    r"\b(?:async(?:hronous)?|off (?:the )?path|background|not on (?:the )?path|informational)\b",
    re.IGNORECASE,
)
_NOT_A_STEP = re.compile(
    r"^\W*(?:slo|target|limit|budget|reserve|headroom|slack|margin|remaining|objective|requirement|spare|left)\b",
    re.IGNORECASE,
)


def read_latency(views: Iterable[View]) -> tuple[LatencyBudget, ...]:
    """All latency budgets, one per table."""
    return tuple(_budget(view) for view in views if view.role == "latency")


def percentiles_of(view: View) -> tuple[str, ...]:
    """The time columns of a latency table."""
    return tuple(name for name in _TIMES if name in view.columns)


def _budget(view: View) -> LatencyBudget:
    percentiles = percentiles_of(view)
    steps: list[LatencyStep] = []
    totals: list[LatencyStep] = []
    for cells in view.rows:
        step = _step(view, cells, percentiles)
        if step is None:
            continue
        (totals if step.mode == "total" else steps).append(step)
    return LatencyBudget(view.where, percentiles, tuple(steps), tuple(totals))


def _step(view: View, cells: tuple[Cell, ...], percentiles: tuple[str, ...]) -> LatencyStep | None:
    """A row with at least one time; rows about the target or off the path are none."""
    name = plain_cell(view.text(cells, "step"))
    mode_text = view.text(cells, "mode")
    total = is_total(name)
    if not name or (not total and (_NOT_A_STEP.match(name) or _ASYNC.search(mode_text))):
        return None
    times: dict[str, Number] = {}
    seconds: dict[str, float] = {}
    row_unit = plain_cell(view.text(cells, "unit"))
    for percentile in percentiles:
        unit = row_unit or view.units.get(percentile, "") or view.units.get("step", "")
        number = cell_number(view, view.cell(cells, percentile), unit=unit, name="latency")
        if number is None or number.value is None:
            continue
        times[percentile] = number
        value = in_seconds(number)
        if value is not None:
            seconds[percentile] = value
    if not times:
        return None
    mode, group = _mode(mode_text, total=total)
    return LatencyStep(name, times, seconds, mode, group, view.row_place(cells))


def in_seconds(number: Number) -> float | None:
    """A time in seconds; None when the unit is not a time. Without a unit it stays None."""
    unit = parse_unit(number.unit)
    if number.value is None or unit.dims != (("[time]", 1),):
        return None
    return number.value * unit.factor


def _mode(text: str, *, total: bool) -> tuple[Literal["serial", "parallel", "total"], str]:
    """``parallel:features`` -> parallel in the group features; everything else is serial."""
    if total:
        return "total", ""
    match = _PARALLEL.match(text.strip())
    if match is None:
        return "serial", ""
    return "parallel", re.sub(r"\W+", " ", match["group"]).strip().lower() or "parallel"


def budget_sum(steps: Iterable[LatencyStep], percentile: str) -> float:
    """Serial steps added, parallel groups by their slowest member, in seconds."""
    total = 0.0
    groups: dict[str, float] = {}
    for step in steps:
        value = step.seconds.get(percentile)
        if value is None:
            continue
        if step.mode == "parallel":
            groups[step.group] = max(groups.get(step.group, 0.0), value)
        else:
            total += value
    return total + sum(groups.values())
