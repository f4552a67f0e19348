"""A graph measured and laid out, ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass

from apps.engine.diagrams.draw.labels import place_labels
from apps.engine.diagrams.draw.marks import NO_MARKS, Marks, tag_frame, tag_width, with_room
from apps.engine.diagrams.draw.metrics import EDGE, FONT_ROOM, block_width
from apps.engine.diagrams.draw.nodes import (
    NodeBox,
    node_box,
    title_frame,
    title_lines,
    title_size,
)
from apps.engine.diagrams.draw.wrap import wrap
from apps.engine.diagrams.layout import Frame, LayoutEngine, Placement, Size, Sizes, lay_out
from apps.engine.diagrams.layout.build import empty_groups
from apps.engine.diagrams.model import Edge, Graph

EDGE_WRAP = 170
LABEL_PAD_X, LABEL_PAD_Y = 4, 1
MIN_GROUP_WIDTH, MIN_GROUP_HEIGHT = 80, 44


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything measured and placed."""

    graph: Graph
    placement: Placement
    boxes: dict[str, NodeBox]
    titles: dict[str, tuple[str, ...]]
    texts: dict[int, tuple[str, ...]]
    labels: dict[int, Frame]
    c4: bool


def scene_of(graph: Graph, engine: LayoutEngine, *, c4: bool, marks: Marks = NO_MARKS) -> Scene:
    """Measure and lay out ``graph``; raises EngineError."""
    boxes = {node.id: with_room(node_box(node, c4=c4), marks.get(node.key)) for node in graph.nodes}
    titles = {group.id: title_lines(group) for group in graph.groups}
    texts = {
        index: wrap(_edge_lines(edge, c4=c4), EDGE, EDGE_WRAP)
        for index, edge in enumerate(graph.edges)
        if edge.style != "invisible" and any(line.strip() for line in _edge_lines(edge, c4=c4))
    }
    sizes = Sizes(
        {key: box.size for key, box in boxes.items()},
        _group_sizes(graph, titles, marks),
        {index: _label_size(lines) for index, lines in texts.items()},
    )
    placement = lay_out(graph, sizes, engine)
    frames = [frame for key, frame in placement.nodes.items() if key in boxes]
    title_frames = [
        title_frame(titles[key], frame) for key, frame in group_frames(graph, placement).items()
    ]
    tags = (
        tag_frame(marks.get(node.key), placement.nodes[node.id])
        for node in graph.nodes
        if node.id in placement.nodes
    )
    labels = place_labels(
        placement,
        sizes.labels,
        [*frames, *title_frames, *(tag for tag in tags if tag)],
        fixed={index for index, edge in enumerate(graph.edges) if edge.source == edge.target},
        vertical=graph.direction in {"TB", "BT"},
    )
    return Scene(graph, placement, boxes, titles, texts, labels, c4)


def _edge_lines(edge: Edge, *, c4: bool) -> tuple[str, ...]:
    """What stands at an edge; C4 names the technology on a line of its own."""
    if c4 and edge.technology:
        return (*edge.label_lines, f"[{edge.technology}]")
    return edge.label_lines


def _label_size(lines: tuple[str, ...]) -> Size:
    width = block_width(lines, EDGE) * FONT_ROOM + 2 * LABEL_PAD_X
    return Size(round(width), round(len(lines) * EDGE.line + 2 * LABEL_PAD_Y))


def _group_sizes(graph: Graph, titles: dict[str, tuple[str, ...]], marks: Marks) -> dict[str, Size]:
    """Titles of groups; an empty group is a box that holds its title."""
    empty = empty_groups(graph)
    sizes = {}
    for key, lines in titles.items():
        title = title_size(lines)
        if key in empty:
            width = max(MIN_GROUP_WIDTH, title.width + 20)
            title = Size(width, max(MIN_GROUP_HEIGHT, title.height + 20))
        sizes[key] = title
    for group in graph.groups:
        room = tag_width(marks.get(group.key))
        if room:
            size = sizes[group.id]
            sizes[group.id] = Size(size.width + room + 12, size.height)
    return sizes


def group_frames(graph: Graph, placement: Placement) -> dict[str, Frame]:
    """Frames of all groups; empty ones were placed as nodes."""
    found = {}
    for group in graph.groups:
        frame = placement.groups.get(group.id) or placement.nodes.get(group.id)
        if frame is not None:
            found[group.id] = frame
    return found


def depths_of(graph: Graph) -> dict[str, int]:
    """How many groups lie around each group."""
    depths: dict[str, int] = {}
    for group in graph.groups:
        depths[group.id] = depths.get(group.parent, -1) + 1 if group.parent else 0
    return depths
