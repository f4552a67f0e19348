"""Geometry of edges: cubic curves, their length, cutting them, and where they meet a shape."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, hypot

from apps.engine.diagrams.draw.svg import number
from apps.engine.diagrams.layout import Point

Cubic = tuple[Point, Point, Point, Point]
MAX_REACH = 60.0


def cubics(points: Sequence[Point]) -> list[Cubic]:
    """The cubic pieces of 1 + 3k control points."""
    return [
        (points[i], points[i + 1], points[i + 2], points[i + 3])
        for i in range(0, len(points) - 3, 3)
    ]


def joined(pieces: Sequence[Cubic]) -> tuple[Point, ...]:
    """The control points of pieces that follow each other."""
    return (pieces[0][0], *(point for piece in pieces for point in piece[1:]))


def straight(start: Point, end: Point) -> Cubic:
    """A line as a cubic."""
    return start, between(start, end, 1 / 3), between(start, end, 2 / 3), end


def between(first: Point, second: Point, share: float) -> Point:
    """The point at ``share`` of the way."""
    return (
        first[0] + (second[0] - first[0]) * share,
        first[1] + (second[1] - first[1]) * share,
    )


def distance(first: Point, second: Point) -> float:
    """Euclidean distance."""
    return hypot(second[0] - first[0], second[1] - first[1])


def at(piece: Cubic, t: float) -> Point:
    """The point at parameter ``t`` of 0 to 1."""
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    p, q, r, e = piece
    return (
        a * p[0] + b * q[0] + c * r[0] + d * e[0],
        a * p[1] + b * q[1] + c * r[1] + d * e[1],
    )


def split(piece: Cubic, t: float) -> tuple[Cubic, Cubic]:
    """Both parts of a cubic cut at ``t`` (de Casteljau)."""
    p, q, r, e = piece
    a, b, c = between(p, q, t), between(q, r, t), between(r, e, t)
    d, f = between(a, b, t), between(b, c, t)
    middle = between(d, f, t)
    return (p, a, d, middle), (middle, f, c, e)


def samples(points: Sequence[Point], step: float = 6.0) -> list[Point]:
    """Points along the curve, at most about ``step`` pixels apart, both ends included."""
    found = [points[0]]
    for piece in cubics(points):
        rough = sum(distance(a, b) for a, b in pairwise(piece))
        count = max(2, min(64, ceil(rough / step)))
        found += [at(piece, index / count) for index in range(1, count + 1)]
    return found


def length(points: Sequence[Point]) -> float:
    """Length of a chain of points."""
    return sum(distance(a, b) for a, b in pairwise(points))


def shortened(points: tuple[Point, ...], by: float) -> tuple[tuple[Point, ...], Point]:
    """The curve without its last ``by`` pixels, and the unit vector from there to the old end."""
    end = points[-1]
    pieces = cubics(points)
    while len(pieces) > 1 and distance(pieces[-1][0], end) < by:
        pieces.pop()
    last = pieces[-1]
    low, high = 0.0, 1.0
    if distance(last[0], end) > by:
        for _ in range(18):
            middle = (low + high) / 2
            if distance(at(last, middle), end) > by:
                low = middle
            else:
                high = middle
        pieces[-1] = split(last, low)[0]
    start = pieces[-1][-1]
    gap = distance(start, end)
    if gap < 0.01 or distance(last[0], end) <= by:
        return points, direction(last[0], end)
    return joined(pieces), direction(start, end)


def direction(start: Point, end: Point) -> Point:
    """Unit vector from ``start`` to ``end``, downwards when they are the same."""
    gap = distance(start, end)
    if gap < 1e-6:
        return 0.0, 1.0
    return (end[0] - start[0]) / gap, (end[1] - start[1]) / gap


def reach(points: tuple[Point, ...], corners: Sequence[Point]) -> tuple[Point, ...]:
    """The curve lengthened straight on to the sides of the shape with these corners.

    The layout ends edges at the bounding box; a slanted side lies a little further in.
    """
    end = points[-1]
    before = next((p for p in reversed(points[:-1]) if distance(p, end) > 0.5), points[0])
    heading = direction(before, end)
    centre = (
        sum(x for x, _ in corners) / len(corners),
        sum(y for _, y in corners) / len(corners),
    )
    for towards in (heading, direction(end, centre)):
        hit = _first_hit(end, towards, corners)
        if hit is not None:
            if hit < 0.5:
                return points
            target = (end[0] + towards[0] * hit, end[1] + towards[1] * hit)
            return (*points, *straight(end, target)[1:])
    return points


def _first_hit(start: Point, towards: Point, corners: Sequence[Point]) -> float | None:
    """Distance from ``start`` along ``towards`` to the nearest side, None if there is none near."""
    best: float | None = None
    for index, first in enumerate(corners):
        second = corners[(index + 1) % len(corners)]
        sx, sy = second[0] - first[0], second[1] - first[1]
        cross = towards[0] * sy - towards[1] * sx
        if abs(cross) < 1e-9:
            continue
        dx, dy = first[0] - start[0], first[1] - start[1]
        along = (dx * sy - dy * sx) / cross
        share = (dx * towards[1] - dy * towards[0]) / cross
        if -0.6 <= along <= MAX_REACH and -1e-6 <= share <= 1 + 1e-6:
            best = max(0.0, along) if best is None else min(best, max(0.0, along))
    return best


def data(points: Sequence[Point]) -> str:
    """Path data of a curve."""
    n = number
    text = f"M{n(points[0][0])} {n(points[0][1])}"
    for _, b, c, d in cubics(points):
        text += f"C{n(b[0])} {n(b[1])} {n(c[0])} {n(c[1])} {n(d[0])} {n(d[1])}"
    return text
