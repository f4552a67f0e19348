"""From the model of a graph to the plan for the engine: numbers, group ends, columns.

* Nodes come in source order at the root, because rank order and cycle breaking follow first mention.
* A group without members is a box of its own.
* An edge to a group goes to its entry member (the first without an edge from inside the group), one
  from a group starts at its exit member (the last without an edge to the inside); the engine cuts the
  curve at the border of the group.
* Nodes of a group without any edge stand in a grid, which is one box for the engine; left alone they
  would make one long row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt

from apps.engine.diagrams.layout.grid import GRID_SHAPE, grid
from apps.engine.diagrams.layout.plan import Cluster, Frame, Link, Plan, Size, Sizes
from apps.engine.diagrams.model import Edge, Graph, Group


@dataclass(slots=True)
class _Build:
    """What is known while a plan grows; box and cluster numbers by node and group id."""

    graph: Graph
    plan: Plan
    boxes: dict[str, int] = field(default_factory=dict)
    clusters: dict[str, int] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    homes: dict[str, str | None] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def build_plan(graph: Graph, sizes: Sizes) -> Plan:
    """The plan of ``graph``; ``plan.contents`` tells what its boxes hold."""
    build = _Build(graph, Plan(graph.direction))
    build.parents = _safe_parents(graph.groups)
    build.homes = {node.id: node.group for node in graph.nodes}
    _add_boxes(build, sizes)
    _add_clusters(build, sizes)
    for index, edge in enumerate(graph.edges):
        link = _link(build, index, edge, sizes.labels.get(index))
        if link is not None:
            build.plan.links.append(link)
    return build.plan


def empty_groups(graph: Graph) -> set[str]:
    """Ids of groups that hold neither a node nor another group."""
    used = {node.group for node in graph.nodes} | set(_safe_parents(graph.groups).values())
    return {group.id for group in graph.groups if group.id not in used}


def _safe_parents(groups: tuple[Group, ...]) -> dict[str, str | None]:
    """Parent by group id, without parents that do not exist or that would close a circle."""
    parents: dict[str, str | None] = {}
    for group in groups:
        parent = group.parent if group.parent in parents else None
        parents.setdefault(group.id, parent)
    return parents


def _add_boxes(build: _Build, sizes: Sizes) -> None:
    """One box per node or empty group, in source order; loose ones share a box with their first."""
    empty = empty_groups(build.graph)
    found = {node.id: sizes.nodes[node.id] for node in build.graph.nodes}
    found |= {
        group.id: sizes.groups[group.id]
        for group in build.graph.groups
        if group.id in empty and group.id not in found
    }
    grids = _loose(build, found)
    shape = GRID_SHAPE / sqrt(max(1, len(grids)))
    first_of = {names[0]: names for names in grids}
    rest = {name for names in grids for name in names[1:]}
    for name, size in found.items():
        if name in rest:
            continue
        names = first_of.get(name, [name])
        box, content = grid(names, found, shape) if len(names) > 1 else (size, _alone(name, size))
        for member in names:
            build.boxes[member] = len(build.plan.boxes)
        build.plan.boxes.append(box)
        build.plan.contents.append(content)


def _alone(name: str, size: Size) -> dict[str, Frame]:
    return {name: Frame(0, 0, size.width, size.height)}


def _home(build: _Build, name: str) -> str | None:
    """The group directly around a node or an empty group."""
    return build.homes[name] if name in build.homes else build.parents[name]


def _loose(build: _Build, found: dict[str, Size]) -> list[list[str]]:
    """Names without any edge by their group, where there are at least two."""
    touched = {end for edge in build.graph.edges for end in (edge.source, edge.target)}
    by_home: dict[str | None, list[str]] = defaultdict(list)
    for name in found:
        if name not in touched:
            by_home[_home(build, name)].append(name)
    return [names for names in by_home.values() if len(names) > 1]


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
    for name, box in build.boxes.items():
        home = _home(build, name)
        if home in build.clusters and box not in plan.clusters[build.clusters[home]].boxes:
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
