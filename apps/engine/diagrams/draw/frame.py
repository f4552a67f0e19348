"""The page of a drawing: its size, and the element that stands around every part of the model."""

from __future__ import annotations

import re

from apps.engine.diagrams.draw.marks import NO_MARKS, Marks
from apps.engine.diagrams.draw.svg import Canvas, Paint
from apps.engine.diagrams.layout import Frame

MARGIN = 8
_SPACE = re.compile(r"\s")


class Page:
    """Collects the parts of one SVG."""

    def __init__(self, prefix: str, paint: Paint, marks: Marks = NO_MARKS) -> None:
        self.canvas = Canvas(paint)
        self.marks = marks
        self.prefix = prefix
        self._bounds = Frame(0, 0, 0, 0)
        self._ids: set[str] = set()
        self._has_tab_stop = False

    def include(self, frame: Frame) -> None:
        """Make the page large enough for ``frame``."""
        old = self._bounds
        x, y = min(old.x, frame.x), min(old.y, frame.y)
        right, bottom = max(old.right, frame.right), max(old.bottom, frame.bottom)
        self._bounds = Frame(x, y, right - x, bottom - y)

    def open_element(
        self, key: str, css: str, label: str, *, line: int, role: str = "graphics-symbol"
    ) -> None:
        """Start the element of ``key``; the first one that is no group is the tab stop."""
        stop = not self._has_tab_stop and "dg-group" not in css and "dg-frag" not in css
        self._has_tab_stop = self._has_tab_stop or stop
        identifier: str | None = _SPACE.sub("_", f"{self.prefix}/{key}")
        if identifier in self._ids:
            identifier = None
        else:
            self._ids.add(str(identifier))
        mark = self.marks.get(key)
        self.canvas.open(
            "g",
            class_=css,
            id=identifier,
            data_el=key,
            data_line=str(line),
            tabindex="0" if stop else "-1",
            role=role,
            aria_label=f"{label}, {mark.words or mark.change}" if mark else label,
            data_change=mark.change if mark else None,
        )
        self.canvas.change = mark.change if mark else ""

    def close_element(self) -> None:
        """End it."""
        self.canvas.close("g")
        self.canvas.change = ""

    def svg(self, title: str, description: str) -> str:
        """The whole document, with its accessible name and description."""
        bounds = self._bounds
        width, height = bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN
        outer = Canvas("literal" if self.canvas.literal else "css")
        outer.open(
            "svg",
            xmlns="http://www.w3.org/2000/svg",
            class_="dg-svg",
            viewBox=f"{bounds.x - MARGIN:.0f} {bounds.y - MARGIN:.0f} {width:.0f} {height:.0f}",
            width=f"{width:.0f}",
            height=f"{height:.0f}",
            role="graphics-document document",
            aria_labelledby=f"{self.prefix}-t {self.prefix}-d",
        )
        outer.say("title", title, id=f"{self.prefix}-t")
        outer.say("desc", description, id=f"{self.prefix}-d")
        if outer.literal:
            outer.rect(Frame(bounds.x - MARGIN, bounds.y - MARGIN, width, height), class_="dg-page")
        return f"{outer}{self.canvas}</svg>"
