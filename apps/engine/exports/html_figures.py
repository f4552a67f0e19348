"""Drawings and pictures in the HTML export: numbers on what is commented, everything in the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from apps.engine.anchors.selectors import ElementFragment, Polygon, Rectangle
from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.model import Diagram
from apps.engine.exports.model import ThreadExport
from apps.engine.exports.pictures import ReadFile, picture
from apps.engine.exports.pins import corners, with_pins

_TAB_STOP = re.compile(r' tabindex="-?\d"')


def diagram_html(
    diagram: Diagram, threads: Sequence[ThreadExport], *, name: str, literal: bool
) -> str:
    """A drawing with pins, what it does not show, and its elements in words."""
    drawing = draw(diagram, prefix=name, paint="literal" if literal else "css")
    title = escape(diagram.title or diagram.kind.capitalize())
    if drawing.svg:
        svg = with_pins(_commented(_TAB_STOP.sub("", drawing.svg), threads), threads)
        shown = f'<div class="dg" tabindex="0" role="group" aria-label="{title}">{svg}</div>'
    else:
        shown = f'<pre class="code"><code>{escape(diagram.source)}</code></pre>'
    banner = f'<p class="banner">{escape(drawing.banner)}</p>' if drawing.banner else ""
    items = "".join(f"<li>{escape(one.text)}</li>" for one in drawing.elements)
    words = (
        f"<details><summary>Elements ({len(drawing.elements)})</summary><ul>{items}</ul></details>"
        if items
        else ""
    )
    return shown + banner + words


def _commented(svg: str, threads: Sequence[ThreadExport]) -> str:
    """Mark the elements that have comments, for the style sheet."""
    for thread in threads:
        one = thread.anchor.get(ElementFragment) if thread.anchor else None
        if one is not None:
            key = re.escape(escape(one.element))
            pattern = rf'(<g class=")(?!is-)([^"]*"[^>]* data-el="{key}")'
            svg = re.sub(pattern, r"\1is-commented \2", svg, count=1)
    return svg


def picture_html(path: str, alt: str, threads: Sequence[ThreadExport], read: ReadFile) -> str:
    """A picture as data with the commented regions drawn over it; its text when there is none."""
    found = picture(path, read)
    if found is None:
        return f'<span class="missing-image">{escape(alt or path)}</span>'
    image = f'<img src="{found.address}" alt="{escape(alt)}">'
    over = "".join(_region(thread) for thread in threads)
    layer = f'<svg class="over" aria-label="Commented regions">{over}</svg>' if over else ""
    return f'<span class="picture">{image}{layer}</span>'


def _region(thread: ThreadExport) -> str:
    """The outline of a region and its number, in percent of the picture."""
    anchor = thread.anchor
    region = (anchor.get(Rectangle) or anchor.get(Polygon)) if anchor else None
    if region is None:
        return ""
    points = corners(region)
    listed = " ".join(f"{x:g},{y:g}" for x, y in points)
    x, y = points[0]
    return (
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">'
        f'<polygon class="region" points="{listed}" vector-effect="non-scaling-stroke"/></svg>'
        f'<a class="pin" href="#c{thread.number}" aria-label="Comment {thread.number}">'
        f'<circle cx="{x:g}%" cy="{y:g}%" r="10"/>'
        f'<text x="{x:g}%" y="{y:g}%" dy="4.3" text-anchor="middle" font-size="12">{thread.number}</text></a>'
    )
