"""Painting the shapes of nodes into their frames."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from apps.engine.diagrams.draw.shape_corners import CAP, Corners
from apps.engine.diagrams.draw.svg import Canvas, Value, number
from apps.engine.diagrams.layout import Frame

Look = dict[str, Value]
Painter = Callable[[Canvas, Frame, Look], None]


def rounded(radius: float) -> Painter:
    """A box with corners of this radius."""

    def paint(canvas: Canvas, frame: Frame, look: Look) -> None:
        rx = min(radius, frame.height / 2)
        canvas.rect(frame, rx=rx, **look)

    return paint


def ellipse(canvas: Canvas, frame: Frame, look: Look) -> None:
    """The ellipse that fills the frame."""
    x, y = frame.centre
    canvas.add("ellipse", cx=x, cy=y, rx=frame.width / 2, ry=frame.height / 2, **look)


def double(canvas: Canvas, frame: Frame, look: Look) -> None:
    """Two ellipses, one inside the other."""
    ellipse(canvas, frame, look)
    ellipse(canvas, Frame(frame.x + 4, frame.y + 4, frame.width - 8, frame.height - 8), look)


def dot(canvas: Canvas, frame: Frame, _look: Look) -> None:
    """Where a process starts."""
    ellipse(canvas, frame, {"class_": "dg-solid"})


def target(canvas: Canvas, frame: Frame, look: Look) -> None:
    """Where a process ends."""
    ellipse(canvas, frame, look)
    inner = Frame(frame.x + 4, frame.y + 4, frame.width - 8, frame.height - 8)
    ellipse(canvas, inner, {"class_": "dg-solid"})


def bar(canvas: Canvas, frame: Frame, _look: Look) -> None:
    """A fork or a join."""
    rounded(2)(canvas, frame, {"class_": "dg-solid"})


def subroutine(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A box with double sides."""
    rounded(3)(canvas, frame, look)
    for x in (frame.x + 7, frame.right - 7):
        canvas.add("line", x1=x, y1=frame.y, x2=x, y2=frame.bottom, **look)


def cylinder(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A standing cylinder."""
    n, w = number, frame.width
    arc = f"{n(w / 2)} {CAP} 0 0"
    body = (
        f"M{n(frame.x)} {n(frame.y + CAP)}A{arc} 1 {n(frame.right)} {n(frame.y + CAP)}"
        f"V{n(frame.bottom - CAP)}A{arc} 1 {n(frame.x)} {n(frame.bottom - CAP)}Z"
        f"M{n(frame.x)} {n(frame.y + CAP)}A{arc} 0 {n(frame.right)} {n(frame.y + CAP)}"
    )
    canvas.add("path", d=body, **look)


def lying(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A cylinder on its side: a queue."""
    n, h = number, frame.height
    arc = f"{CAP} {n(h / 2)} 0 0"
    left, right = frame.x + CAP, frame.right - CAP
    body = (
        f"M{n(right)} {n(frame.y)}A{arc} 1 {n(right)} {n(frame.bottom)}"
        f"H{n(left)}A{arc} 1 {n(left)} {n(frame.y)}Z"
        f"M{n(right)} {n(frame.y)}A{arc} 0 {n(right)} {n(frame.bottom)}"
    )
    canvas.add("path", d=body, **look)


def person(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A box with a figure at its top."""
    rounded(12)(canvas, frame, look)
    figure(canvas, frame.centre[0], frame.y + 8)


def figure(canvas: Canvas, x: float, top: float) -> None:
    """A person of 22 px: head and shoulders."""
    n = number
    canvas.add("circle", class_="dg-icon", cx=x, cy=top + 6, r=5)
    shoulders = f"M{n(x - 9)} {n(top + 22)}A9 9 0 0 1 {n(x + 9)} {n(top + 22)}Z"
    canvas.add("path", class_="dg-icon", d=shoulders)


def cloud(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A border of half circles, about 26 px each, inside the frame."""
    dent = 6
    inner = Frame(frame.x + dent, frame.y + dent, frame.width - 2 * dent, frame.height - 2 * dent)
    corners = [
        (inner.x, inner.y), (inner.right, inner.y), (inner.right, inner.bottom),
        (inner.x, inner.bottom), (inner.x, inner.y),
    ]  # fmt: skip
    data = f"M{number(inner.x)} {number(inner.y)}"
    for (x0, y0), (x1, y1) in pairwise(corners):
        length = abs(x1 - x0) + abs(y1 - y0)
        count = max(1, round(length / 26))
        radius = length / count / 2
        for step in range(1, count + 1):
            x, y = x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count
            data += f"A{number(radius)} {number(min(radius, 8))} "
            data += f"{0 if y0 == y1 else 90} 0 1 {number(x)} {number(y)}"
    canvas.add("path", d=data + "Z", **look)


def document(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A sheet with a wavy lower edge."""
    n, x, w = number, frame.x, frame.width
    low = frame.bottom - 5
    data = (
        f"M{n(x)} {n(frame.y)}H{n(frame.right)}V{n(low)}"
        f"Q{n(x + w * 0.75)} {n(low - 9)} {n(x + w / 2)} {n(low)}"
        f"T{n(x)} {n(low)}Z"
    )
    canvas.add("path", d=data, **look)


def note(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A sheet with a folded corner."""
    n, fold = number, 9
    data = (
        f"M{n(frame.x)} {n(frame.y)}H{n(frame.right - fold)}L{n(frame.right)} {n(frame.y + fold)}"
        f"V{n(frame.bottom)}H{n(frame.x)}Z"
        f"M{n(frame.right - fold)} {n(frame.y)}v{fold}h{fold}"
    )
    canvas.add("path", d=data, **look)


def plain(canvas: Canvas, frame: Frame, look: Look) -> None:
    """Text only."""
    rounded(3)(canvas, frame, look | {"class_": "dg-band"})


def polygon(corners: Corners) -> Painter:
    """A shape with straight sides."""

    def paint(canvas: Canvas, frame: Frame, look: Look) -> None:
        points = " ".join(f"{number(x)},{number(y)}" for x, y in corners(frame))
        canvas.add("polygon", points=points, **look)

    return paint


def disk(canvas: Canvas, frame: Frame, look: Look) -> None:
    """A cylinder with a second line below its cap."""
    cylinder(canvas, frame, look)
    n, y = number, frame.y + CAP + 5
    arc = f"{n(frame.width / 2)} {CAP} 0 0"
    data = f"M{n(frame.x)} {n(y)}A{arc} 0 {n(frame.right)} {n(y)}"
    canvas.add("path", d=data, **look | {"class_": "dg-s dg-bare"})


def piled(top: Painter) -> Painter:
    """Two more of the same shape behind, up and to the right."""

    def paint(canvas: Canvas, frame: Frame, look: Look) -> None:
        for step in (8, 4, 0):
            part = Frame(frame.x + step, frame.y + 8 - step, frame.width - 8, frame.height - 8)
            top(canvas, part, look)

    return paint
