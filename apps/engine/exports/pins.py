"""Where the elements of a drawing stand, and numbers put on them.

Read from the drawing itself, so that whatever laid it out, numbers stand at what they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from apps.engine.anchors.selectors import ElementFragment, Polygon, Rectangle
from apps.engine.diagrams.draw import draw
from apps.engine.exports.model import DesignExport, ThreadExport

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in the units of the drawing."""

RADIUS = 10
_PAINT = 'fill="#8a5a00" stroke="#ffffff" stroke-width="1.5"'
_OUTLINE = 'fill="none" stroke="#8a5a00" stroke-width="2"'
_LEFT_OUT = frozenset({"dg-hit", "dg-head", "dg-hollow", "dg-ball", "dg-icon"})
_STEP = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_SIZES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}


class Drawn:
    """An SVG of our drawer: its frame and where its elements are."""

    def __init__(self, svg: str) -> None:
        root = ET.fromstring(svg)  # noqa: S314 - written by our own drawer
        x, y, width, height = (float(word) for word in root.attrib["viewBox"].split())
        self.frame: Box = (x, y, x + width, y + height)
        self.boxes: dict[str, Box] = {}
        self.pins: dict[str, Point] = {}
        for group in root.iter():
            key = group.attrib.get("data-el")
            if key is None:
                continue
            points = list(_points(group))
            if points:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                box = (min(xs), min(ys), max(xs), max(ys))
                self.boxes.setdefault(key, box)
                self.pins.setdefault(key, _pin(group, box))

    def percent(self, key: str) -> Rectangle | None:
        """The place of an element in percent of the drawing."""
        if key not in self.boxes:
            return None
        left, top, right, bottom = self.boxes[key]
        x, y = self.frame[:2]
        sides = (
            (left - x) / self.width,
            (top - y) / self.height,
            (right - left) / self.width,
            (bottom - top) / self.height,
        )
        across, down, wide, high = (round(min(1.0, max(0.0, s)) * 100, 2) for s in sides)
        return Rectangle(across, down, wide, high)

    @property
    def width(self) -> float:
        """Width in units of the drawing."""
        return self.frame[2] - self.frame[0]

    @property
    def height(self) -> float:
        """Height in units of the drawing."""
        return self.frame[3] - self.frame[1]


def element_boxes(design: DesignExport) -> dict[tuple[str, str], Rectangle]:
    """Where commented elements stand in their drawings, in percent; draws what it needs."""
    wanted = {
        (one.diagram, one.element)
        for thread in design.threads
        if thread.anchor and (one := thread.anchor.get(ElementFragment))
    }
    found: dict[tuple[str, str], Rectangle] = {}
    for diagram in design.package.diagrams:
        keys = [element for key, element in wanted if key == diagram.key]
        svg = draw(diagram, prefix="x").svg if keys else ""
        drawn = Drawn(svg) if svg else None
        for element in keys if drawn else ():
            box = drawn.percent(element) if drawn else None
            if box is not None:
                found[diagram.key, element] = box
    return found


def _points(group: ET.Element) -> Iterator[Point]:
    for one in group.iter():
        name, values = one.tag.rpartition("}")[2], one.attrib
        if _LEFT_OUT & set(values.get("class", "").split()):
            continue
        if name == "rect":
            x, y, width, height = (float(values[k]) for k in ("x", "y", "width", "height"))
            yield from ((x, y), (x + width, y + height))
        elif name in ("circle", "ellipse"):
            rx = float(values.get("rx", values.get("r", "0")))
            ry = float(values.get("ry", values.get("r", "0")))
            x, y = float(values["cx"]), float(values["cy"])
            yield from ((x - rx, y - ry), (x + rx, y + ry))
        elif name == "line":
            yield from ((float(values[f"x{n}"]), float(values[f"y{n}"])) for n in (1, 2))
        elif name in ("polygon", "polyline"):
            numbers = [float(word) for word in re.split(r"[\s,]+", values["points"].strip())]
            yield from zip(numbers[::2], numbers[1::2], strict=False)
        elif name == "path":
            yield from _path(values.get("d", ""))


def _path(data: str) -> Iterator[Point]:
    """The points of a path, with the control points of its curves."""
    command, x, y, start = "", 0.0, 0.0, (0.0, 0.0)
    numbers: list[float] = []
    for letter, word in _STEP.findall(data):
        if letter:
            command, numbers = letter, []
            if letter in "zZ":
                x, y = start
            continue
        numbers.append(float(word))
        if len(numbers) < _SIZES.get(command.lower(), 1):
            continue
        for dx, dy in _pairs(command.lower(), numbers):
            base = (x, y) if command.islower() else (0.0, 0.0)
            point = (x if dx is None else base[0] + dx, y if dy is None else base[1] + dy)
            yield point
        x, y = point
        if command in "mM":
            start, command = point, "l" if command == "m" else "L"
        numbers = []


def _pairs(command: str, numbers: list[float]) -> list[tuple[float | None, float | None]]:
    if command == "h":
        return [(numbers[0], None)]
    if command == "v":
        return [(None, numbers[0])]
    if command == "a":
        return [(numbers[5], numbers[6])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _pin(group: ET.Element, box: Box) -> Point:
    """Where the number of an element stands: beside a label, on a line, else at a corner."""
    classes = group.attrib.get("class", "").split()
    label = next((one for one in group.iter() if one.attrib.get("class") == "dg-lb"), None)
    if label is not None:
        x, y, width, height = (float(label.attrib[k]) for k in ("x", "y", "width", "height"))
        return x + width + RADIUS - 1, y + height / 2
    line = next((one for one in group.iter() if "dg-line" in one.attrib.get("class", "")), None)
    points = list(_path(line.attrib.get("d", ""))) if line is not None else []
    if points and "dg-msg" in classes:
        (x1, y1), (x2, y2) = points[0], points[-1]
        return x1 + (x2 - x1) * 0.16, y1 + (y2 - y1) * 0.16
    if points and "dg-edge" in classes:
        return _middle(points)
    return box[2], box[1]


def _middle(points: list[Point]) -> Point:
    """A point in the middle of a line or of cubic curves given by their points."""
    if len(points) % 3 == 1 and len(points) >= 4:
        at = (len(points) // 3 // 2) * 3
        a, b, c, d = points[at : at + 4]
        x, y = ((p + 3 * q + 3 * r + s) / 8 for p, q, r, s in zip(a, b, c, d, strict=True))
        return x, y
    (x1, y1), (x2, y2) = points[(len(points) - 1) // 2], points[len(points) // 2]
    return (x1 + x2) / 2, (y1 + y2) / 2


def with_pins(svg: str, threads: Iterable[ThreadExport]) -> str:
    """The drawing with the number of every thread on its element or region."""
    drawn = Drawn(svg)
    used: dict[Point, int] = {}
    parts: list[str] = []
    for thread in threads:
        point, shape = _place(thread, drawn)
        if point is None:
            continue
        count = used[point] = used.get(point, 0) + 1
        x, y = point[0] + (count - 1) * (2 * RADIUS + 2), point[1]
        x = min(max(x, drawn.frame[0] + RADIUS + 1), drawn.frame[2] - RADIUS - 1)
        y = min(max(y, drawn.frame[1] + RADIUS + 1), drawn.frame[3] - RADIUS - 1)
        parts.append(shape + _written(thread.number, x, y))
    return f"{svg.removesuffix('</svg>')}{''.join(parts)}</svg>"


def _written(number: int, x: float, y: float) -> str:
    size = 12 if number < 100 else 9
    return (
        f'<a class="pin" href="#c{number}" aria-label="Comment {number}">'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" {_PAINT}/>'
        f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" text-anchor="middle" font-size="{size}" '
        f'font-weight="bold" fill="#ffffff">{number}</text></a>'
    )


def _place(thread: ThreadExport, drawn: Drawn) -> tuple[Point | None, str]:
    """Where the number goes, and the outline of a region."""
    anchor = thread.anchor
    element = anchor.get(ElementFragment) if anchor else None
    if element is not None:
        return drawn.pins.get(element.element), ""
    region = (anchor.get(Rectangle) or anchor.get(Polygon)) if anchor else None
    if region is None:
        return None, ""
    x, y = drawn.frame[:2]
    points = [
        (x + px * drawn.width / 100, y + py * drawn.height / 100) for px, py in corners(region)
    ]
    listed = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    return points[0], f'<polygon class="region" points="{listed}" {_OUTLINE}/>'


def corners(region: Rectangle | Polygon) -> tuple[Point, ...]:
    """The corners of a region in percent."""
    if isinstance(region, Polygon):
        return region.points
    right, bottom = region.x + region.width, region.y + region.height
    return ((region.x, region.y), (right, region.y), (right, bottom), (region.x, bottom))
