"""Painting a graph: groups, edges, nodes, and the titles of groups on top."""

from __future__ import annotations

from apps.engine.diagrams.draw import curves
from apps.engine.diagrams.draw.elements import edge_text, group_text, names_of, node_label
from apps.engine.diagrams.draw.frame import Page
from apps.engine.diagrams.draw.heads import head_named, paint_head
from apps.engine.diagrams.draw.marks import paint_role, paint_tag, tag_frame
from apps.engine.diagrams.draw.metrics import EDGE, TITLE, block_width
from apps.engine.diagrams.draw.nodes import paint_node, title_frame
from apps.engine.diagrams.draw.palette import BLACK, TONES, checked, text_on
from apps.engine.diagrams.draw.scene import (
    LABEL_PAD_Y,
    Scene,
    depths_of,
    group_frames,
    scene_of,
)
from apps.engine.diagrams.draw.svg import Value
from apps.engine.diagrams.layout import Frame, LayoutEngine, Point
from apps.engine.diagrams.model import Edge, Graph, Group, Node


def draw_graph(page: Page, graph: Graph, engine: LayoutEngine, *, c4: bool) -> None:
    """Lay out and paint ``graph`` on ``page``; raises EngineError."""
    scene = scene_of(graph, engine, c4=c4, marks=page.marks)
    _grow(page, scene)
    names = names_of(graph)
    depths = depths_of(graph)
    for group in sorted(graph.groups, key=lambda g: depths[g.id]):
        _paint_group(page, scene, group, depths[group.id])
    for index, edge in enumerate(graph.edges):
        if edge.style != "invisible" and index in scene.placement.curves:
            _paint_edge(page, scene, index, edge, names)
    for node in graph.nodes:
        _paint_node(page, scene, node)
    for group in graph.groups:
        _paint_title(page, scene, group)


def _grow(page: Page, scene: Scene) -> None:
    """Make the page as large as everything on it."""
    page.include(Frame(0, 0, scene.placement.width, scene.placement.height))
    for frame in (*scene.labels.values(), *scene.placement.nodes.values()):
        page.include(frame)
    keys = {node.id: node.key for node in scene.graph.nodes}
    keys |= {group.id: group.key for group in scene.graph.groups}
    for name, frame in (*scene.placement.nodes.items(), *scene.placement.groups.items()):
        tag = tag_frame(page.marks.get(keys.get(name, "")), frame)
        if tag:
            page.include(tag)


def _paint_group(page: Page, scene: Scene, group: Group, depth: int) -> None:
    frame = group_frames(scene.graph, scene.placement).get(group.id)
    if frame is None:
        return
    tone = TONES["inner" if depth % 2 else "group"]
    count = sum(node.group == group.id for node in scene.graph.nodes)
    page.open_element(
        group.key,
        f"dg-group dg-r-{tone.name}",
        f"Group {group_text(group, count)}",
        line=group.line,
        role="graphics-object group",
    )
    look: dict[str, Value] = {"class_": "dg-s dg-cluster"}
    if page.canvas.literal:
        look |= {"fill": tone.fill, "stroke": tone.stroke}
    page.canvas.rect(frame, rx=6, **look)
    page.canvas.rect(frame, rx=6, class_="dg-hit")
    paint_tag(page.canvas, page.marks.get(group.key), frame)
    page.close_element()


def _paint_title(page: Page, scene: Scene, group: Group) -> None:
    frame = group_frames(scene.graph, scene.placement).get(group.id)
    if frame is None:
        return
    lines = scene.titles[group.id]
    title = title_frame(lines, frame)
    page.canvas.text(lines, title.x, title.y, TITLE, text_anchor="start", data_for=group.key)


def _paint_node(page: Page, scene: Scene, node: Node) -> None:
    box, frame = scene.boxes[node.id], scene.placement.nodes[node.id]
    css = f"dg-node dg-r-{box.tone.name}"
    if box.own:
        css += " dg-own dg-black" if text_on(box.own) == BLACK else " dg-own dg-white"
    page.open_element(node.key, css, node_label(node), line=node.line)
    paint_node(page.canvas, box, frame)
    mark = page.marks.get(node.key)
    if mark:
        width = max((block_width(row.lines, row.style) for row in box.rows), default=0)
        paint_role(page.canvas, box, frame, width)
        paint_tag(page.canvas, mark, frame)
    page.close_element()


def _paint_edge(page: Page, scene: Scene, index: int, edge: Edge, names: dict[str, str]) -> None:
    css = {"dashed": "dg-edge dg-dash", "thick": "dg-edge dg-strong"}.get(edge.style, "dg-edge")
    own = checked(edge.colour)
    page.open_element(
        edge.key, css + (" dg-own" if own else ""), edge_text(edge, names, " to "), line=edge.line
    )
    points = _to_shapes(scene, edge, scene.placement.curves[index])
    canvas = page.canvas
    canvas.add("path", class_="dg-hit", d=curves.data(points))
    line, at_head = curves.shortened(points, head_named(edge.head).cut)
    back, at_tail = curves.shortened(tuple(reversed(line)), head_named(edge.tail).cut)
    style = "dashed" if scene.c4 and edge.style == "solid" else edge.style
    thickness = {"dashed": " dg-dashed", "thick": " dg-thick"}.get(style, "")
    canvas.add(
        "path", class_=f"dg-line{thickness}", d=curves.data(tuple(reversed(back))), stroke=own
    )
    paint_head(canvas, edge.head, points[-1], at_head)
    paint_head(canvas, edge.tail, points[0], at_tail)
    if index in scene.labels:
        paint_label(page, scene.texts[index], scene.labels[index])
    page.close_element()


def paint_label(page: Page, lines: tuple[str, ...], frame: Frame) -> None:
    """The text of an edge on its background."""
    page.canvas.rect(frame, rx=3, class_="dg-lb")
    page.canvas.text(lines, frame.centre[0], frame.y + LABEL_PAD_Y, EDGE)


def _to_shapes(scene: Scene, edge: Edge, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The curve with both ends on the sides of the shapes rather than on their bounding boxes."""
    for end, backwards in ((edge.target, False), (edge.source, True)):
        box = scene.boxes.get(end)
        if box is None or box.shape.corners is None or end not in scene.placement.nodes:
            continue
        corners = box.shape.corners(scene.placement.nodes[end])
        if backwards:
            points = tuple(reversed(curves.reach(tuple(reversed(points)), corners)))
        else:
            points = curves.reach(points, corners)
    return points
