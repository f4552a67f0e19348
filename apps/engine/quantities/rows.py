"""The plain tables: requirements, failure modes, consistency of stores, aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable

from apps.engine.document.model import Cell
from apps.engine.names.alias import Alias
from apps.engine.quantities.cells import cell_number
from apps.engine.quantities.model import FailureMode, Requirement, StoreClaim
from apps.engine.quantities.tables import View, plain_cell

_ATTRIBUTES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("availability", r"availab|uptime|success|error rate|error budget|verfügbar|reliab"),
        ("freshness", r"fresh|stale|age of|lag\b|delay of data|up[- ]to[- ]date|recency|aktualit"),
        ("quality", r"quality|accura|precision|recall|ndcg|\bmap\b|auc\b|ctr|click|f1\b|bleu|relevan|halluc|drift|coverage|mota|\bmrr\b"),
        ("latency", r"latenc|response time|time to|ttft|tpot|\bp\d\d\b|end[- ]to[- ]end|delay|duration|antwortzeit"),
        ("throughput", r"throughput|rate|load|qps|rps|traffic|requests|streams|concurren|scal|volume|capacity|durchsatz|frames|tokens"),
    )
)  # fmt: skip
_PERCENTILE = re.compile(
    r"\bp\s?(\d{2}(?:[.,]\d{1,2})?)\b|\b(\d{2}(?:\.\d)?)(?:st|nd|rd|th)[- ]percentile",
    re.IGNORECASE,
)
_STATISTIC = re.compile(r"\b(mean|average|median|max(?:imum)?)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[,;/]\s*|\s+\bor\b\s+|\n")


def attribute_of(text: str) -> str:
    """latency, throughput, availability, freshness, quality or other."""
    return next((name for name, pattern in _ATTRIBUTES if pattern.search(text)), "other")


def percentile_in(text: str) -> str | None:
    """``p99``, ``p99.9``, ``mean``, ``median`` or ``max`` where a text names one."""
    match = _PERCENTILE.search(text)
    if match:
        return "p" + (match[1] or match[2]).replace(",", ".").removesuffix(".0")
    word = _STATISTIC.search(text)
    if word is None:
        return None
    return {"average": "mean", "maximum": "max"}.get(word[1].lower(), word[1].lower())


def read_requirements(views: Iterable[View]) -> tuple[Requirement, ...]:
    """Rows of the requirements tables that state a metric or a target."""
    return tuple(
        row
        for view in views
        if view.role == "requirements"
        for cells in view.rows
        if (row := _requirement(view, cells)) is not None
    )


def _requirement(view: View, cells: tuple[Cell, ...]) -> Requirement | None:
    metric = plain_cell(view.text(cells, "metric")) or plain_cell(view.text(cells, "requirement"))
    attribute = plain_cell(view.text(cells, "attribute"))
    words = f"{attribute} {metric}".strip()
    if not words:
        return None
    unit = plain_cell(view.text(cells, "unit")) or view.units.get("target", "")
    target = cell_number(view, view.cell(cells, "target"), unit=unit, name=words)
    raw = view.text(cells, "target")
    kind = attribute_of(attribute)
    return Requirement(
        id=plain_cell(view.text(cells, "id")),
        attribute=kind if kind != "other" else attribute_of(metric),
        metric=metric or attribute,
        target=target if target is not None and target.value is not None else None,
        unit=target.unit if target is not None else unit,
        scope=plain_cell(view.text(cells, "scope")),
        percentile=percentile_in(f"{words} {raw} {view.text(cells, 'scope')}"),
        source="table",
        where=view.row_place(cells),
    )


def read_failures(views: Iterable[View]) -> tuple[FailureMode, ...]:
    """Rows of the failure tables; cells by canonical column."""
    return tuple(
        FailureMode(
            plain_cell(view.text(cells, "failure")),
            {name: view.text(cells, name) for name in view.columns if name != "failure"},
            view.row_place(cells),
        )
        for view in views
        if view.role == "failure"
        for cells in view.rows
        if plain_cell(view.text(cells, "failure"))
    )


def read_stores(views: Iterable[View]) -> tuple[StoreClaim, ...]:
    """Rows of the consistency tables."""
    return tuple(
        StoreClaim(
            store=plain_cell(view.text(cells, "store")),
            data=plain_cell(view.text(cells, "data")),
            claim=plain_cell(view.text(cells, "claim")),
            setting=plain_cell(view.text(cells, "setting")),
            reason=plain_cell(view.text(cells, "reason")),
            text=" | ".join(cell.text for cell in cells),
            source="table",
            where=view.row_place(cells),
            claim_where=view.place(view.cell(cells, "claim") or cells[0]),
        )
        for view in views
        if view.role == "consistency"
        for cells in view.rows
        if plain_cell(view.text(cells, "store"))
    )


def read_aliases(views: Iterable[View]) -> tuple[Alias, ...]:
    """Rows of the alias tables."""
    return tuple(
        Alias(
            component=plain_cell(view.text(cells, "component")),
            also=tuple(part for part in _SPLIT.split(plain_cell(view.text(cells, "also"))) if part),
            technology=plain_cell(view.text(cells, "technology")),
            owner=plain_cell(view.text(cells, "owner")),
            where=view.row_place(cells),
        )
        for view in views
        if view.role == "alias"
        for cells in view.rows
        if plain_cell(view.text(cells, "component"))
    )
