"""Numbers and places as they stand in messages."""

from __future__ import annotations

from apps.engine.text import Place


def show(value: float, unit: str = "") -> str:
    """A value for people: thousands groups, at most six telling digits, then the unit."""
    if float(value).is_integer() and abs(value) < 1e15:
        text = f"{value:,.0f}"
    elif abs(value) >= 1000:
        text = f"{value:,.1f}".removesuffix(".0")
    else:
        text = f"{value:.6g}"
    return f"{text} {unit}".strip()


def show_percent(fraction: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{fraction * 100:.1f} %".replace(".0 %", " %")


def row_scope(where: Place) -> str:
    """The scope of a table row, shared by checks that speak about the same row."""
    return f"row:{where.artifact}:{where.line}"


def line(where: Place) -> str:
    """``design.md, line 12``."""
    return f"{where.artifact}, line {where.line}" if where.line else where.artifact
