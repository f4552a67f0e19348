"""The shapes of nodes: how large they must be for their text, and how they are painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from types import MappingProxyType

from apps.engine.diagrams.draw import shape_corners as corners
from apps.engine.diagrams.draw import shape_paint as paint
from apps.engine.diagrams.layout import Size
from apps.engine.diagrams.layout.plan import Outline

PAD_X, PAD_Y = 14, 10
MIN_WIDTH, MIN_HEIGHT = 60, 38
FIGURE = 30

Fit = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape by its rules.

    ``fit`` turns the size of the text into the size of the shape; ``corners`` are the points of a
    straight-sided shape, clockwise, where it is not its bounding box; ``paint`` draws it. ``shift``
    and ``shift_x`` move the text from the middle, ``wrap`` and ``word`` are the widths at which text and words
    are broken.
    """

    name: str
    fit: Fit
    paint: paint.Painter
    corners: corners.Corners | None = None
    outline: Outline = "box"
    shift: float = 0
    shift_x: float = 0
    wrap: float = 200
    word: float = 280

    def size(self, text_width: float, text_height: float) -> Size:
        """Size of the shape around a text."""
        width, height = self.fit(text_width, text_height)
        return Size(round(width), round(height), self.outline)


def _box(width: float, height: float) -> tuple[float, float]:
    return max(MIN_WIDTH, width + 2 * PAD_X), max(MIN_HEIGHT, height + 2 * PAD_Y)


def _wider(extra_width: float, extra_height: float = 0) -> Fit:
    """A box with more room around the text."""

    def fit(width: float, height: float) -> tuple[float, float]:
        box = _box(width, height)
        return box[0] + extra_width, box[1] + extra_height

    return fit


def _fit_stadium(width: float, height: float) -> tuple[float, float]:
    box = _box(width, height)
    return box[0] + 12, box[1]


def _fit_circle(width: float, height: float) -> tuple[float, float]:
    side = max(MIN_WIDTH, hypot(width, height) + 14)
    return side, side


def _fit_double(width: float, height: float) -> tuple[float, float]:
    side = _fit_circle(width, height)[0] + 8
    return side, side


def _fit_ellipse(width: float, height: float) -> tuple[float, float]:
    box = _box(width, height)
    return box[0] * 1.1 + 8, box[1] * 1.3


def _fit_diamond(width: float, height: float) -> tuple[float, float]:
    """The text box touches the sides where x / W + y / H = 1 / 2, with W = 1.5 H."""
    tall = max(56, width / 1.5 + height + 16)
    return 1.5 * tall, tall


def _fit_slanted(width: float, height: float) -> tuple[float, float]:
    box = _box(width, height)
    return box[0] + 2 * corners.slant(box[1]), box[1]


def _fixed(width: float, height: float) -> Fit:
    return lambda _width, _height: (width, height)


def _fit_triangle(width: float, height: float) -> tuple[float, float]:
    """The text stands in the lower half, where the triangle is at least half as wide."""
    return max(70, 2 * width + 20), max(50, 2 * height + 14)


def _sided(name: str, sides: corners.Corners, fit: Fit = _fit_slanted, shift: float = 0) -> Shape:
    return Shape(name, fit, paint.polygon(sides), sides, shift=shift)


_CYLINDER = corners.cylinder_corners
_DIAMOND = paint.polygon(corners.diamond_corners)
_ALL = (
    Shape("box", _box, paint.rounded(4)),
    Shape("round", _box, paint.rounded(12)),
    Shape("stadium", _fit_stadium, paint.rounded(99)),
    Shape("subroutine", _wider(16), paint.subroutine),
    Shape("cylinder", _wider(0, 16), paint.cylinder, _CYLINDER, shift=6),
    Shape("disk", _wider(0, 20), paint.disk, _CYLINDER, shift=9),
    Shape("queue", _wider(20), paint.lying, corners.lying_corners, shift_x=-6),
    Shape("circle", _fit_circle, paint.ellipse, outline="circle", wrap=120, word=190),
    Shape("double-circle", _fit_double, paint.double, outline="circle", wrap=120, word=190),
    Shape("ellipse", _fit_ellipse, paint.ellipse, outline="ellipse"),
    Shape("diamond", _fit_diamond, _DIAMOND, outline="diamond", wrap=150, word=190),
    _sided("hexagon", corners.hexagon_corners, _wider(24)),
    _sided("flag", corners.flag_corners, _wider(14)),
    _sided("parallelogram", corners.cut(1, 0, 1, 0)),
    _sided("parallelogram-alt", corners.cut(0, 1, 0, 1)),
    _sided("trapezoid", corners.cut(1, 1, 0, 0)),
    _sided("trapezoid-alt", corners.cut(0, 0, 1, 1)),
    _sided("triangle", corners.triangle_corners, _fit_triangle, shift=14),
    Shape("person", _wider(0, FIGURE - 4), paint.person, shift=FIGURE / 2 - 3),
    Shape("cloud", _wider(24, 16), paint.cloud),
    Shape("document", _wider(0, 12), paint.document, shift=-5),
    Shape("documents", _wider(8, 20), paint.piled(paint.document), shift=-1, shift_x=-4),
    Shape("stack", _wider(8, 8), paint.piled(paint.rounded(3)), shift=4, shift_x=-4),
    Shape("note", _wider(4), paint.note),
    Shape("text", _box, paint.plain),
    Shape("start", _fixed(18, 18), paint.dot, outline="circle"),
    Shape("stop", _fixed(18, 18), paint.target, outline="circle"),
    Shape("bar", _fixed(90, 8), paint.bar),
)
SHAPES = MappingProxyType({shape.name: shape for shape in _ALL})


def shape_named(name: str) -> Shape:
    """The shape of this name of ``apps.engine.diagrams.shapes``; an unknown one is a box."""
    return SHAPES.get(name, SHAPES["box"])
