"""Where the labels of edges stand: on their own edge where that is clear, else beside it.

The engine keeps room for every label beside its edge. A label on its line reads better, so it slides
to the nearest point of its own curve when

* the curve is longer than the label along the rank direction by 34 px,
* nothing is within 2 px: no node, group title or other label,
* no other edge runs under it (and, if there is such a place within 80 px, no border of a group), and
* both ends of its own edge stay 10 px clear.

Everything near is found in a grid of 48 px; comparing all labels with all edges takes seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from apps.engine.diagrams.draw.curves import distance, length, samples
from apps.engine.diagrams.layout import Frame, Placement, Point, Size

CELL = 48
CLEARANCE = 2.0
END_CLEARANCE = 10.0
LINE_MARGIN = 34.0
DETOUR = 80.0


class Field:
    """What stands where: boxes that labels must keep off, and points of all edges."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[int, int], list[tuple[int, Frame]]] = defaultdict(list)
        self._borders: dict[tuple[int, int], list[Frame]] = defaultdict(list)
        self._points: dict[tuple[int, int], list[tuple[int, Point]]] = defaultdict(list)

    def add_box(self, frame: Frame, owner: int = -1) -> None:
        """A node, a title (owner -1) or the label of edge ``owner``."""
        for cell in _cells(frame):
            self._boxes[cell].append((owner, frame))

    def remove_box(self, frame: Frame, owner: int) -> None:
        """Take a label away again."""
        for cell in _cells(frame):
            self._boxes[cell].remove((owner, frame))

    def add_line(self, edge: int, points: Iterable[Point]) -> None:
        """Points along an edge, at most 6 px apart."""
        for point in points:
            self._points[int(point[0] // CELL), int(point[1] // CELL)].append((edge, point))

    def add_border(self, frame: Frame) -> None:
        """The border of a group."""
        for cell in _cells(frame):
            self._borders[cell].append(frame)

    def on_border(self, frame: Frame) -> bool:
        """Whether the border of a group runs through the frame."""
        return any(
            overlap(frame, border) and not lies_inside(frame, border)
            for cell in _cells(frame)
            for border in self._borders.get(cell, ())
        )

    def is_clear(self, frame: Frame, owner: int) -> bool:
        """No box of another owner within the clearance."""
        wide = grown(frame, CLEARANCE)
        return not any(
            other != owner and overlap(wide, box)
            for cell in _cells(wide)
            for other, box in self._boxes.get(cell, ())
        )

    def edge_under(self, frame: Frame, owner: int) -> bool:
        """Whether another edge runs under the frame."""
        left, top = frame.x - CLEARANCE, frame.y - CLEARANCE
        right, bottom = frame.right + CLEARANCE, frame.bottom + CLEARANCE
        for cell in _cells(grown(frame, CLEARANCE)):
            for edge, (x, y) in self._points.get(cell, ()):
                if left < x < right and top < y < bottom and edge != owner:
                    return True
        return False


def place_labels(
    placement: Placement,
    sizes: Mapping[int, Size],
    obstacles: Iterable[Frame],
    *,
    fixed: Container[int] = (),
    vertical: bool,
) -> dict[int, Frame]:
    """The frame of every label by edge index; ``fixed`` ones stay beside their edge if they can."""
    field = Field()
    for obstacle in obstacles:
        field.add_box(obstacle)
    for border in placement.groups.values():
        field.add_border(border)
    lines = {edge: samples(curve) for edge, curve in placement.curves.items()}
    for edge, line in lines.items():
        field.add_line(edge, line)
    frames: dict[int, Frame] = {}
    for edge, size in sizes.items():
        if edge not in lines:
            continue
        line = lines[edge]
        middle = placement.labels.get(edge) or line[len(line) // 2]
        frames[edge] = Frame.around(middle, size.width, size.height)
        field.add_box(frames[edge], edge)
    for edge, frame in frames.items():
        if edge in fixed and field.is_clear(frame, edge):
            continue
        better = _slide(field, edge, frame, lines[edge], vertical=vertical)
        if better is not None:
            field.remove_box(frame, edge)
            field.add_box(better, edge)
            frames[edge] = better
    return frames


def _slide(
    field: Field, edge: int, frame: Frame, line: Sequence[Point], *, vertical: bool
) -> Frame | None:
    """A better frame, or None to stay."""
    extent = frame.height if vertical else frame.width
    crossing: Frame | None = None
    if length(line) >= extent + LINE_MARGIN:
        for point in sorted(line, key=lambda p: distance(p, frame.centre)):
            candidate = Frame.around(point, frame.width, frame.height)
            ends = grown(candidate, END_CLEARANCE)
            if contains(ends, line[0]) or contains(ends, line[-1]):
                continue
            if crossing and distance(candidate.centre, crossing.centre) > DETOUR:
                break
            if field.is_clear(candidate, edge) and not field.edge_under(candidate, edge):
                if not field.on_border(candidate):
                    return candidate
                crossing = crossing or candidate
    if crossing:
        return crossing
    if field.is_clear(frame, edge):
        return None
    return _beside(field, edge, frame, line)


def _beside(field: Field, edge: int, frame: Frame, line: Sequence[Point]) -> Frame | None:
    """The nearest clear place along the line, if possible without another edge under it."""
    found: list[tuple[bool, float, Frame]] = []
    for x, y in line[:: max(1, len(line) // 24)]:
        for dx, dy in (
            (0, 0),
            (1, 0),
            (-1, 0),
            (0, 1),
            (0, -1),
            (1, 1),
            (-1, -1),
            (1, -1),
            (-1, 1),
        ):
            centre = (x + dx * (frame.width / 2 + 5), y + dy * (frame.height / 2 + 5))
            candidate = Frame.around(centre, frame.width, frame.height)
            if field.is_clear(candidate, edge):
                under = field.edge_under(candidate, edge)
                found.append((under, distance(centre, frame.centre), candidate))
    return min(found, key=lambda item: item[:2])[2] if found else None


def grown(frame: Frame, by: float) -> Frame:
    """The frame with a margin."""
    return Frame(frame.x - by, frame.y - by, frame.width + 2 * by, frame.height + 2 * by)


def overlap(a: Frame, b: Frame) -> bool:
    """Whether two frames share an area."""
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def lies_inside(a: Frame, b: Frame) -> bool:
    """Whether ``a`` lies wholly inside ``b``."""
    return b.x <= a.x and a.right <= b.right and b.y <= a.y and a.bottom <= b.bottom


def contains(frame: Frame, point: Point) -> bool:
    """Whether the point lies inside."""
    return frame.x < point[0] < frame.right and frame.y < point[1] < frame.bottom


def _cells(frame: Frame) -> list[tuple[int, int]]:
    return [
        (column, row)
        for column in range(int(frame.x // CELL), int(frame.right // CELL) + 1)
        for row in range(int(frame.y // CELL), int(frame.bottom // CELL) + 1)
    ]
