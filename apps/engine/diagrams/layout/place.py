"""Lay out a graph: the engine's call, its second attempt, and its answer in our own terms."""

from __future__ import annotations

import json
from typing import Any

from apps.engine.diagrams.layout.build import build_plan
from apps.engine.diagrams.layout.dot_text import dot_text
from apps.engine.diagrams.layout.engine import EngineError, LayoutEngine
from apps.engine.diagrams.layout.inner import part_sizes, put_back, take_out, whole
from apps.engine.diagrams.layout.plan import Frame, Placement, Plan, Point, Sizes
from apps.engine.diagrams.model import Graph


def lay_out(graph: Graph, sizes: Sizes, engine: LayoutEngine) -> Placement:
    """Positions of everything in ``graph``; raises EngineError after two attempts.

    A group with a direction of its own is laid out alone first and stands in the outer graph as one
    box, provided that no edge from outside reaches its members.
    """
    taken = take_out(graph)
    if not taken.parts:
        return _lay_out_flat(graph, sizes, engine)
    placed = {
        part.group.id: lay_out(part.graph, part_sizes(part, sizes), engine) for part in taken.parts
    }
    outer = _lay_out_flat(taken.graph, taken.sizes(sizes, placed), engine)
    outer = whole(outer, taken.edges)
    for part in taken.parts:
        outer = put_back(outer, part, placed[part.group.id], sizes.groups[part.group.id])
    return outer


def _lay_out_flat(graph: Graph, sizes: Sizes, engine: LayoutEngine) -> Placement:
    plan = build_plan(graph, sizes)
    if not plan.boxes:
        return Placement(0, 0, {}, {}, {}, {})
    try:
        return read_layout(engine.run(dot_text(plan)), plan)
    except EngineError:
        return read_layout(engine.run(dot_text(plan, simple=True)), plan, plain=True)


def read_layout(output: bytes, plan: Plan, *, plain: bool = False) -> Placement:
    """Turn ``json0`` into a placement; EngineError when it is not complete."""
    try:
        data = json.loads(output)
        left, low, right, high = _numbers(data["bb"])
        objects = {item["name"]: item for item in data.get("objects", ())}
        frames = [_box_frame(objects[f"n{n}"], plan, n, left, high) for n in range(len(plan.boxes))]
        groups = {
            cluster.group: _cluster_frame(objects[f"cluster_{number}"], left, high)
            for number, cluster in enumerate(plan.clusters)
        }
        curves: dict[int, tuple[Point, ...]] = {}
        labels: dict[int, Point] = {}
        for item in data.get("edges", ()):
            _read_edge(item, curves, labels, left, high)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"the layout could not be read: {error!r}"[:200]) from error
    nodes = {
        name: inner.moved(frame.x, frame.y)
        for frame, content in zip(frames, plan.contents, strict=True)
        for name, inner in content.items()
    }
    for link in plan.links:
        if link.edge not in curves:
            curves[link.edge] = _straight(frames[link.tail], frames[link.head])
    return Placement(right - left, high - low, nodes, groups, curves, labels, plain)


def _read_edge(
    item: dict[str, Any],
    curves: dict[int, tuple[Point, ...]],
    labels: dict[int, Point],
    left: float,
    high: float,
) -> None:
    """One edge: its curve and the middle of its label; invisible edges have no number."""
    if "id" not in item or "pos" not in item:
        return
    number = int(item["id"])
    tokens = [token for token in item["pos"].split() if not token.startswith(("e,", "s,"))]
    points = tuple(_point(token, left, high) for token in tokens)
    if len(points) >= 4 and len(points) % 3 == 1:
        curves[number] = points
    if "lp" in item:
        labels[number] = _point(item["lp"], left, high)


def _box_frame(item: dict[str, Any], plan: Plan, number: int, left: float, high: float) -> Frame:
    size = plan.boxes[number]
    return Frame.around(_point(item["pos"], left, high), size.width, size.height)


def _cluster_frame(item: dict[str, Any], left: float, high: float) -> Frame:
    x0, y0, x1, y1 = _numbers(item["bb"])
    return Frame(x0 - left, high - y1, x1 - x0, y1 - y0)


def _numbers(text: str) -> tuple[float, float, float, float]:
    a, b, c, d = (float(part) for part in text.split(","))
    return a, b, c, d


def _point(token: str, left: float, high: float) -> Point:
    x, y = token.split(",")[:2]
    return float(x) - left, high - float(y)


def _straight(tail: Frame, head: Frame) -> tuple[Point, ...]:
    """A straight line between the borders of two boxes, for an edge that the engine gave up on."""
    start = border_point(tail, head.centre)
    end = border_point(head, tail.centre)
    return tuple(
        (start[0] + (end[0] - start[0]) * step / 3, start[1] + (end[1] - start[1]) * step / 3)
        for step in range(4)
    )


def border_point(frame: Frame, towards: Point) -> Point:
    """Where the line from the middle of ``frame`` to ``towards`` crosses its border."""
    x, y = frame.centre
    dx, dy = towards[0] - x, towards[1] - y
    if not dx and not dy:
        return x, frame.y
    across = frame.width / 2 / abs(dx) if dx else float("inf")
    down = frame.height / 2 / abs(dy) if dy else float("inf")
    scale = min(across, down, 1)
    return x + dx * scale, y + dy * scale
