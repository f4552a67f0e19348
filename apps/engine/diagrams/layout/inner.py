"""Groups with a direction of their own.

The engine knows one direction per graph. A group that asks for another one is laid out alone and
stands in the outer graph as a box, but only when no edge from outside reaches one of its members;
Mermaid honours the direction under the same condition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from apps.engine.diagrams.layout.dot_text import GROUP_MARGIN
from apps.engine.diagrams.layout.limits import MAX_NODES_FOR_PARTS, MAX_PARTS
from apps.engine.diagrams.layout.plan import Frame, Placement, Point, Size, Sizes
from apps.engine.diagrams.model import Direction, Graph, Group

TITLE_GAP = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A group with its inside as a graph of its own; ``edges`` are edge indexes of the whole."""

    group: Group
    graph: Graph
    edges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The graph without the inside of ``parts``; ``edges`` are edge indexes of the whole."""

    graph: Graph
    edges: tuple[int, ...]
    parts: tuple[Part, ...]

    def sizes(self, sizes: Sizes, placed: dict[str, Placement]) -> Sizes:
        """Sizes of the outer graph: parts as boxes, labels by the outer graph's edge indexes."""
        groups = dict(sizes.groups)
        for part in self.parts:
            groups[part.group.id] = _outside(placed[part.group.id], sizes.groups[part.group.id])
        return Sizes(sizes.nodes, groups, _labels(sizes, self.edges))


def take_out(graph: Graph) -> Taken:
    """Split off every outermost group whose own direction can be honoured."""
    parts: list[Part] = []
    gone_nodes: set[str] = set()
    gone_groups: set[str] = set()
    gone_edges: set[int] = set()
    most = MAX_PARTS if len(graph.nodes) <= MAX_NODES_FOR_PARTS else 0
    for group in graph.groups:
        if len(parts) == most:
            break
        if group.id in gone_groups or group.direction in {None, graph.direction}:
            continue
        part = _part(graph, group)
        if part is not None:
            parts.append(part)
            gone_nodes.update(node.id for node in part.graph.nodes)
            gone_groups.update(inner.id for inner in part.graph.groups)
            gone_edges.update(part.edges)
    kept = tuple(index for index in range(len(graph.edges)) if index not in gone_edges)
    outer = Graph(
        graph.direction,
        tuple(node for node in graph.nodes if node.id not in gone_nodes),
        tuple(graph.edges[index] for index in kept),
        tuple(group for group in graph.groups if group.id not in gone_groups),
    )
    return Taken(outer, kept, tuple(parts))


def _part(graph: Graph, group: Group) -> Part | None:
    """The inside of ``group``, or None when it is empty or an edge crosses its border."""
    inside = {group.id}
    for candidate in graph.groups:
        if candidate.parent in inside:
            inside.add(candidate.id)
    nodes = tuple(node for node in graph.nodes if node.group in inside)
    groups = tuple(g for g in graph.groups if g.id in inside and g.id != group.id)
    names = {node.id for node in nodes} | {g.id for g in groups}
    ends = [(edge.source in names, edge.target in names) for edge in graph.edges]
    if not nodes or any(source != target for source, target in ends):
        return None
    edges = tuple(index for index, (source, _) in enumerate(ends) if source)
    direction: Direction = group.direction or graph.direction
    free_nodes = tuple(replace(n, group=None) if n.group == group.id else n for n in nodes)
    free_groups = tuple(replace(g, parent=None) if g.parent == group.id else g for g in groups)
    inner = Graph(direction, free_nodes, tuple(graph.edges[i] for i in edges), free_groups)
    return Part(group, inner, edges)


def part_sizes(part: Part, sizes: Sizes) -> Sizes:
    """The sizes with labels by the part's own edge indexes."""
    return Sizes(sizes.nodes, sizes.groups, _labels(sizes, part.edges))


def whole(placement: Placement, edges: tuple[int, ...]) -> Placement:
    """The placement with edges numbered as in the whole graph."""
    return replace(
        placement,
        curves={edges[index]: curve for index, curve in placement.curves.items()},
        labels={edges[index]: point for index, point in placement.labels.items()},
    )


def put_back(outer: Placement, part: Part, placed: Placement, title: Size) -> Placement:
    """Move the part's placement to where its box stands in the outer one."""
    frame = outer.nodes[part.group.id]
    dx = frame.x + (frame.width - placed.width) / 2
    dy = frame.y + title.height + TITLE_GAP

    def move(point: Point) -> Point:
        return point[0] + dx, point[1] + dy

    def move_all(frames: dict[str, Frame]) -> dict[str, Frame]:
        return {key: inner.moved(dx, dy) for key, inner in frames.items()}

    inner = whole(placed, part.edges)
    nodes = {key: box for key, box in outer.nodes.items() if key != part.group.id}
    return Placement(
        outer.width,
        outer.height,
        nodes | move_all(inner.nodes),
        outer.groups | {part.group.id: frame} | move_all(inner.groups),
        outer.curves | {key: tuple(map(move, curve)) for key, curve in inner.curves.items()},
        outer.labels | {key: move(point) for key, point in inner.labels.items()},
        outer.plain or inner.plain,
    )


def _outside(placed: Placement, title: Size) -> Size:
    """The box around a laid out part, with its title on top."""
    width = max(placed.width + 2 * GROUP_MARGIN, title.width + 16)
    return Size(width, placed.height + title.height + TITLE_GAP + GROUP_MARGIN)


def _labels(sizes: Sizes, edges: tuple[int, ...]) -> dict[int, Size]:
    return {
        index: sizes.labels[number] for index, number in enumerate(edges) if number in sizes.labels
    }
