"""Availability chains: dependencies with their availability, hard or soft."""

from __future__ import annotations

import re
from collections.abc import Iterable

from apps.engine.document.model import Cell
from apps.engine.quantities.cells import cell_number, fraction_of
from apps.engine.quantities.model import Dependency
from apps.engine.quantities.tables import View, is_total, plain_cell

_SOFT = re.compile(
    r"^\W*(?:no|nein|n|soft|false|optional|degrad\w*|✗|✘|❌|x?async\w*|fallback|not)\b",
    re.IGNORECASE,
)
_HARD = re.compile(
    r"^\W*(?:yes|ja|y|hard|true|required|critical|✓|✔|✅|must)(?:\b|\W|$)", re.IGNORECASE
)
_MINUS = re.compile(
    r"^(?:chain|composed|combined|overall|product|system|end[- ]to[- ]end|slo|target)\b",
    re.IGNORECASE,
)


def read_dependencies(views: Iterable[View]) -> tuple[Dependency, ...]:
    """Rows of all availability chains; total rows and targets are none."""
    return tuple(
        dependency
        for view in views
        if view.role == "availability"
        for cells in view.rows
        if (dependency := _dependency(view, cells)) is not None
    )


def _dependency(view: View, cells: tuple[Cell, ...]) -> Dependency | None:
    name = plain_cell(view.text(cells, "dependency"))
    if not name or is_total(name) or _MINUS.match(name):
        return None
    unit = plain_cell(view.text(cells, "unit")) or view.units.get("availability", "")
    number = cell_number(view, view.cell(cells, "availability"), unit=unit)
    fraction = fraction_of(number)
    return Dependency(
        name=name,
        availability=number,
        fraction=fraction if fraction is not None and 0 <= fraction <= 1 else None,
        redundancy=plain_cell(view.text(cells, "redundancy")),
        hard=_hard(view.text(cells, "hard")),
        where=view.row_place(cells),
    )


def _hard(text: str) -> bool | None:
    """Whether a dependency is hard; None when the table does not say."""
    if _SOFT.match(text.strip()):
        return False
    return True if _HARD.match(text.strip()) else None
