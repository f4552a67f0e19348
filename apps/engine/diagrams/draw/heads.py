"""Ends of edges and messages, drawn as paths so that they take the colours of their edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from apps.engine.diagrams.draw.svg import Canvas, path
from apps.engine.diagrams.layout import Point


@dataclass(frozen=True, slots=True)
class Head:
    """A kind of end: how much of the line it replaces, and its CSS class."""

    cut: float
    css: str


HEADS = MappingProxyType(
    {
        "none": Head(0, ""),
        "arrow": Head(8, "dg-head"),
        "async": Head(1, "dg-open"),
        "open": Head(1, "dg-open"),
        "triangle": Head(12, "dg-hollow"),
        "diamond": Head(15, "dg-head"),
        "odiamond": Head(15, "dg-hollow"),
        "circle": Head(8, "dg-head"),
        "cross": Head(6, "dg-open"),
        "half-up": Head(1, "dg-head"),
        "half-down": Head(1, "dg-head"),
    }
)
"""``crow...`` names of entity relationships are drawn as a crow's foot."""
_CROW = Head(12, "dg-open")


def head_named(name: str) -> Head:
    """The kind of end of this name; an unknown one is an arrow."""
    return _CROW if name.startswith("crow") else HEADS.get(name, HEADS["arrow"])


def paint_head(canvas: Canvas, name: str, tip: Point, towards: Point) -> None:
    """Draw the end ``name`` at ``tip`` of a line that runs in the direction ``towards``."""
    head = head_named(name)
    if not head.css:
        return
    ux, uy = towards

    def point(back: float, side: float) -> Point:
        return tip[0] - ux * back - uy * side, tip[1] - uy * back + ux * side

    if name == "circle":
        x, y = point(4, 0)
        canvas.add("circle", class_=head.css, cx=x, cy=y, r=4)
        return
    canvas.add("path", class_=head.css, d=_head_path(name, point))


def _head_path(name: str, point: Callable[[float, float], Point]) -> str:
    """Path data of an end in the coordinates (back from the tip, to the side)."""
    if name in {"open", "async"}:
        return path(point(9, -4.5), point(0, 0), point(9, 4.5))
    if name == "triangle":
        return path(point(12, -6), point(0, 0), point(12, 6), closed=True)
    if name in {"diamond", "odiamond"}:
        return path(point(8, -5), point(0, 0), point(8, 5), point(16, 0), closed=True)
    if name == "cross":
        stroke = path(point(10, -4), point(2, 4)), path(point(2, -4), point(10, 4))
        return "".join(stroke)
    if name in {"half-up", "half-down"}:
        side = 4 if name == "half-down" else -4
        return path(point(9, side), point(0, 0), point(9, 0), closed=True)
    if name.startswith("crow"):
        return path(point(0, -6), point(12, 0), point(0, 6))
    return path(point(9, -4), point(0, 0), point(9, 4), closed=True)
