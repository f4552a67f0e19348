"""From the model of a graph to the plan for the engine: numbers, group ends, columns.

* Nodes come in source order at the root, because rank order and cycle breaking follow first mention.
* A group without members is a box of its own.
* An edge to a group goes to its entry member (the first without an edge from inside the group), one
  from a group starts at its exit member (the last without an edge to the inside); the engine cuts the
  curve at the border of the group.
* Nodes without any edge are chained by invisible edges into columns, else they make one long row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt

from apps.engine.diagrams.layout.plan import Cluster, Link, Plan, Size, Sizes
from apps.engine.diagrams.model import Edge, Graph, Group

COLUMN_SHAPE = 1.6


@dataclass(slots=True)
class _Build:
    """What is known while a plan grows; box and cluster numbers by node and group id."""

    graph: Graph
    plan: Plan
    boxes: dict[str, int] = field(default_factory=dict)
    clusters: dict[str, int] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def build_plan(graph: Graph, sizes: Sizes) -> Plan:
    """The plan of ``graph``; ``plan.names`` holds the node or empty group id of every box."""
    build = _Build(graph, Plan(graph.direction))
    build.parents = _safe_parents(graph.groups)
    _add_boxes(build, sizes)
    _add_clusters(build, sizes)
    for index, edge in enumerate(graph.edges):
        link = _link(build, index, edge, sizes.labels.get(index))
        if link is not None:
            build.plan.links.append(link)
    _add_columns(build)
    return build.plan


def empty_groups(graph: Graph) -> set[str]:
    """Ids of groups that hold neither a node nor another group."""
    used = {node.group for node in graph.nodes} | {group.parent for group in graph.groups}
    return {group.id for group in graph.groups if group.id not in used}


def _safe_parents(groups: tuple[Group, ...]) -> dict[str, str | None]:
    """Parent by group id, without parents that do not exist or that would close a circle."""
    parents: dict[str, str | None] = {}
    for group in groups:
        parent = group.parent if group.parent in parents else None
        parents.setdefault(group.id, parent)
    return parents


def _add_boxes(build: _Build, sizes: Sizes) -> None:
    for node in build.graph.nodes:
        if node.id in build.boxes:
            continue
        build.boxes[node.id] = len(build.plan.boxes)
        build.plan.boxes.append(sizes.nodes[node.id])
        build.plan.names.append(node.id)
    empty = empty_groups(build.graph)
    for group in build.graph.groups:
        if group.id in empty and group.id not in build.boxes:
            build.boxes[group.id] = len(build.plan.boxes)
            build.plan.boxes.append(sizes.groups[group.id])
            build.plan.names.append(group.id)


def _add_clusters(build: _Build, sizes: Sizes) -> None:
    plan = build.plan
    for group in build.graph.groups:
        if group.id in build.boxes or group.id in build.clusters:
            continue
        build.clusters[group.id] = len(plan.clusters)
        plan.clusters.append(Cluster(group.id, sizes.groups[group.id]))
    for group_id, number in build.clusters.items():
        parent = build.parents[group_id]
        if parent in build.clusters:
            plan.clusters[number].root = False
            plan.clusters[build.clusters[parent]].children.append(number)
    direct: dict[str, str | None] = {node.id: node.group for node in build.graph.nodes}
    for name, box in build.boxes.items():
        home = direct[name] if name in direct else build.parents[name]
        if home in build.clusters:
            plan.clusters[build.clusters[home]].boxes.append(box)
        for outer in _ancestors(build, home):
            build.members[outer].append(name)


def _ancestors(build: _Build, group: str | None) -> list[str]:
    """``group`` and every group around it, inner first."""
    chain: list[str] = []
    while group is not None and group in build.parents:
        chain.append(group)
        group = build.parents[group]
    return chain


def _link(build: _Build, index: int, edge: Edge, label: Size | None) -> Link | None:
    """The link of an edge, or None when an end does not exist."""
    ends = [edge.source, edge.target]
    if not all(end in build.boxes or end in build.clusters for end in ends):
        return None
    inside = [{end} if end in build.boxes else set(build.members[end]) for end in ends]
    nested = not inside[0].isdisjoint(inside[1])
    tail = _end(build, edge.source, edge.target, _exit)
    head = _end(build, edge.target, edge.source, _entry)
    link = Link(build.boxes[tail], build.boxes[head], index, edge.min_length, label)
    if not nested:
        link.clip_tail = build.clusters.get(edge.source) if edge.source not in build.boxes else None
        link.clip_head = build.clusters.get(edge.target) if edge.target not in build.boxes else None
    return link


def _end(build: _Build, end: str, other: str, choose: Callable[[_Build, str, str], str]) -> str:
    """The box at which an edge ends: the node itself or a member of the group."""
    return end if end in build.boxes else choose(build, end, other)


def _entry(build: _Build, group: str, other: str) -> str:
    """First member that no edge from inside the group leads to."""
    members = [name for name in build.members[group] if name != other] or build.members[group]
    inside = set(members)
    led_to = {e.target for e in build.graph.edges if e.source in inside and e.source != e.target}
    return next((name for name in members if name not in led_to), members[0])


def _exit(build: _Build, group: str, other: str) -> str:
    """Last member from which no edge leads to the inside of the group."""
    members = [name for name in build.members[group] if name != other] or build.members[group]
    inside = set(members)
    leading = {e.source for e in build.graph.edges if e.target in inside and e.source != e.target}
    return next((name for name in reversed(members) if name not in leading), members[-1])


def _add_columns(build: _Build) -> None:
    """Chain the boxes without edges of every group, and of the root, into columns."""
    touched = {end for edge in build.graph.edges for end in (edge.source, edge.target)}
    homes: dict[str | None, list[int]] = defaultdict(list)
    direct = {node.id: node.group for node in build.graph.nodes}
    for name, box in build.boxes.items():
        if name not in touched:
            home = direct[name] if name in direct else build.parents[name]
            homes[home if home in build.clusters else None].append(box)
    for loose in homes.values():
        length = column_length(len(loose), vertical=build.plan.direction in {"TB", "BT"})
        for position in range(len(loose) - 1):
            if (position + 1) % length:
                build.plan.links.append(Link(loose[position], loose[position + 1]))


def column_length(count: int, *, vertical: bool) -> int:
    """How many boxes without edges stand in a chain along the direction of the graph.

    Boxes are wider than high, so chains are longer than their number where they run down.
    """
    shape = count * COLUMN_SHAPE if vertical else count / COLUMN_SHAPE
    return max(1, round(sqrt(shape)))
