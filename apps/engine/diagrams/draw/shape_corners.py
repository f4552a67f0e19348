"""The corners of shapes that are not their bounding box, clockwise.

Edges end at these lines; the layout engine knows only boxes, diamonds, ellipses and circles.
"""

from __future__ import annotations

from collections.abc import Callable

from apps.engine.diagrams.layout import Frame, Point

CAP = 8
Corners = Callable[[Frame], tuple[Point, ...]]


def slant(height: float) -> float:
    """How far a slanted side leans."""
    return min(18, height * 0.35)


def cut(top_left: float, top_right: float, low_right: float, low_left: float) -> Corners:
    """Four corners moved inwards by these shares of the slant."""

    def corners(frame: Frame) -> tuple[Point, ...]:
        lean = slant(frame.height)
        return (
            (frame.x + top_left * lean, frame.y),
            (frame.right - top_right * lean, frame.y),
            (frame.right - low_right * lean, frame.bottom),
            (frame.x + low_left * lean, frame.bottom),
        )

    return corners


def diamond_corners(frame: Frame) -> tuple[Point, ...]:
    """The middles of the four sides."""
    x, y = frame.centre
    return (x, frame.y), (frame.right, y), (x, frame.bottom), (frame.x, y)


def hexagon_corners(frame: Frame) -> tuple[Point, ...]:
    """Pointed to the left and right."""
    y = frame.centre[1]
    left, right = frame.x + 14, frame.right - 14
    return (
        (left, frame.y), (right, frame.y), (frame.right, y),
        (right, frame.bottom), (left, frame.bottom), (frame.x, y),
    )  # fmt: skip


def flag_corners(frame: Frame) -> tuple[Point, ...]:
    """A box with a notch on the left."""
    y = frame.centre[1]
    return (
        (frame.x, frame.y), (frame.right, frame.y), (frame.right, frame.bottom),
        (frame.x, frame.bottom), (frame.x + 12, y),
    )  # fmt: skip


def cylinder_corners(frame: Frame) -> tuple[Point, ...]:
    """The two caps as lines of eight points each."""
    x, width = frame.x, frame.width
    shares = [step / 8 for step in range(9)]
    bows = [CAP * (1 - (1 - (2 * share - 1) ** 2) ** 0.5) for share in shares]
    top = [(x + share * width, frame.y + bow) for share, bow in zip(shares, bows, strict=True)]
    low = [(x + share * width, frame.bottom - bow) for share, bow in zip(shares, bows, strict=True)]
    return (*top, *reversed(low))


def lying_corners(frame: Frame) -> tuple[Point, ...]:
    """The same lying on its side."""
    turned = cylinder_corners(Frame(frame.y, frame.x, frame.height, frame.width))
    return tuple((y, x) for x, y in turned)


def triangle_corners(frame: Frame) -> tuple[Point, ...]:
    """Top, lower right, lower left."""
    return (frame.centre[0], frame.y), (frame.right, frame.bottom), (frame.x, frame.bottom)
