"""What the layout needs to know and what it gives back, all in pixels with y growing downwards.

The drawing measures texts and shapes and hands over sizes only; nothing that a person wrote ever
reaches the layout engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from apps.engine.diagrams.model import Direction

Outline = Literal["box", "diamond", "ellipse", "circle"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a node with the outline at which its edges end."""

    width: float
    height: float
    outline: Outline = "box"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Measured sizes: nodes by id, groups (their titles) by id, edge labels by edge index.

    Edges without a label have no entry in ``labels``.
    """

    nodes: Mapping[str, Size]
    groups: Mapping[str, Size]
    labels: Mapping[int, Size]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Frame:
        """The same rectangle elsewhere."""
        return Frame(self.x + dx, self.y + dy, self.width, self.height)

    @classmethod
    def around(cls, centre: Point, width: float, height: float) -> Frame:
        """The rectangle of this size around ``centre``."""
        return cls(centre[0] - width / 2, centre[1] - height / 2, width, height)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where everything stands.

    ``curves`` maps an edge index to 1 + 3k control points of a cubic B-spline from source to target
    border; ``labels`` an edge index to the middle of the space kept for its label. ``plain`` says
    that the second, simpler attempt was needed: straight lines, no space kept for labels.
    """

    width: float
    height: float
    nodes: dict[str, Frame]
    groups: dict[str, Frame]
    curves: dict[int, tuple[Point, ...]]
    labels: dict[int, Point]
    plain: bool = False


@dataclass(slots=True)
class Link:
    """One edge of the plan between box numbers; ``clip_*`` are cluster numbers to be cut at."""

    tail: int
    head: int
    edge: int
    min_length: int = 1
    label: Size | None = None
    clip_tail: int | None = None
    clip_head: int | None = None


@dataclass(slots=True)
class Cluster:
    """A group with members; ``boxes`` and ``children`` are numbers of the plan."""

    group: str
    title: Size
    boxes: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    root: bool = True


@dataclass(slots=True)
class Plan:
    """A graph as the engine gets it: numbers and sizes only.

    ``contents`` says what every box holds: frames by node or empty group id, relative to its corner.
    """

    direction: Direction
    boxes: list[Size] = field(default_factory=list)
    contents: list[dict[str, Frame]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
