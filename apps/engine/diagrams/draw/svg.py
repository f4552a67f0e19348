"""Writing SVG: one escape function, one list of what may be written.

Only the elements and attributes below ever leave this module, in particular no style, script, image,
reference or event attribute.
"""

from __future__ import annotations

import re
from typing import Literal

from apps.engine.diagrams.draw.metrics import Style
from apps.engine.diagrams.draw.palette import FONT, LITERAL, marked
from apps.engine.diagrams.layout import Frame

Paint = Literal["css", "literal"]
Value = str | float | int

ELEMENTS = frozenset(
    (
        "svg", "g", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
        "polygon", "text", "tspan",
    )
)  # fmt: skip
ATTRIBUTES = frozenset(
    (
        "xmlns", "class", "id", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2",
        "cx", "cy", "r", "rx", "ry", "d", "points", "transform", "font-size", "font-weight",
        "font-style", "text-anchor", "role", "tabindex", "aria-label", "aria-labelledby",
        "aria-hidden", "data-el", "data-for", "data-line", "data-change", "fill", "stroke",
    )
)  # fmt: skip
LITERAL_ATTRIBUTES = frozenset(
    ("font-family", "fill-opacity", "stroke-width", "stroke-dasharray", "text-decoration")
)
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f-\x9f]")
_REPLACED = re.compile("[\ud800-\udfff\ufffe\uffff]")
_BASELINE = 0.35


def escape(text: str) -> str:
    """``text`` as XML character data or attribute value; control characters are dropped."""
    text = _REPLACED.sub("\ufffd", _DROPPED.sub("", text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


class Canvas:
    """Collects SVG; in the literal mode classes are turned into attributes as well."""

    def __init__(self, paint: Paint) -> None:
        self.literal = paint == "literal"
        self.parts: list[str] = []
        self.change = ""

    def __str__(self) -> str:
        return "".join(self.parts)

    def open(self, name: str, **attributes: Value | None) -> None:
        """Start an element that has children."""
        self.parts.append(f"<{name}{self._written(attributes)}>")

    def close(self, name: str) -> None:
        """End it."""
        self.parts.append(f"</{name}>")

    def add(self, name: str, **attributes: Value | None) -> None:
        """An element without children."""
        self.parts.append(f"<{name}{self._written(attributes)}/>")

    def say(self, name: str, content: str, **attributes: Value | None) -> None:
        """An element that holds text."""
        self.parts.append(f"<{name}{self._written(attributes)}>{escape(content)}</{name}>")

    def rect(self, frame: Frame, **attributes: Value | None) -> None:
        """A rectangle."""
        self.add("rect", x=frame.x, y=frame.y, width=frame.width, height=frame.height, **attributes)

    def text(
        self,
        lines: tuple[str, ...],
        x: float,
        top: float,
        style: Style,
        **attributes: Value | None,
    ) -> float:
        """Lines of text below ``top``, centred at ``x`` unless ``text_anchor`` says otherwise.

        Returns the y under the last line.
        """
        if not lines:
            return top
        step = style.line
        baseline = top + step / 2 + style.size * _BASELINE
        start: dict[str, Value | None] = {"class_": style.name, "text_anchor": "middle"}
        start |= attributes
        if len(lines) == 1:
            self.say("text", lines[0], x=x, y=baseline, **start)
            return top + step
        self.open("text", **start)
        for index, line in enumerate(lines):
            self.say("tspan", line, x=x, y=baseline + index * step)
        self.close("text")
        return top + step * len(lines)

    def _written(self, attributes: dict[str, Value | None]) -> str:
        """Attributes as text; ``class_`` and ``data_el`` stand for ``class`` and ``data-el``."""
        values = {
            key.rstrip("_").replace("_", "-"): value
            for key, value in attributes.items()
            if value is not None
        }
        if self.literal and "class" in values:
            values = self._with_literals(values)
        return "".join(
            f' {key}="{number(value) if isinstance(value, float | int) else escape(value)}"'
            for key, value in values.items()
        )

    def _with_literals(self, values: dict[str, Value]) -> dict[str, Value]:
        """Add what the style sheet would say; given attributes win."""
        found: dict[str, Value] = {}
        over: dict[str, Value] = {}
        for name in str(values["class"]).split():
            found |= LITERAL.get(name, {})
            if self.change:
                over |= marked(self.change, name)
            if name == "dg-svg":
                found |= {"font-family": FONT}
        return found | values | over


def path(*points: tuple[float, float], closed: bool = False) -> str:
    """Path data of straight lines."""
    steps = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{steps}{'Z' if closed else ''}"
