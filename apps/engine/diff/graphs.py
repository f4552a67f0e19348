"""Two revisions of a graph: nodes, groups and edges added, removed, renamed, put elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from apps.engine.anchors.partmap import PartMap
from apps.engine.anchors.parts import parts_of
from apps.engine.diagrams.draw.elements import names_of
from apps.engine.diagrams.model import Diagram, Edge, Graph, Node
from apps.engine.diff.element_words import Names, Words
from apps.engine.diff.model import ElementChange

_MOST = 2_000  # elements up to which they are also matched by label and company
_SAME = (
    "label_lines",
    "shape",
    "role",
    "technology",
    "description",
    "replicas",
    "kind",
    "external",
)


def match_elements(old: Diagram, new: Diagram, kinds: frozenset[str]) -> dict[str, str]:
    """Keys of old elements to keys of new ones, for kinds that have an id of their own."""
    before, after = parts_of(old), parts_of(new)
    olds = [key for key, part in before.items() if part.kind in kinds]
    found: dict[str, str] = {}
    taken: set[str] = set()

    def add(key: str, other: str | None) -> None:
        if other is not None and other not in taken and key not in found and other in after:
            found[key] = other
            taken.add(other)

    for key in olds:
        if key in after and before[key].label == after[key].label:
            add(key, key)
    if len(before) <= _MOST and len(after) <= _MOST:
        carried = PartMap(before, after)
        for key in olds:
            if key not in found:
                add(key, carried.partner(key))
    for key in olds:
        add(key, key)
    return found


def diff_graph(old: Graph, new: Graph, pairs: dict[str, str], words: Words) -> list[ElementChange]:
    """All changes; ``pairs`` grows by the edges."""
    names = Names(names_of(old), names_of(new))
    ids = _ids(old, new, pairs)
    found = [*_direction(old, new, words), *_groups(old, new, pairs, ids, words)]
    found += _nodes(old, new, pairs, ids, words)
    found += _edges(old, new, pairs, ids, words, names)
    return found


def _direction(old: Graph, new: Graph, words: Words) -> Iterator[ElementChange]:
    if old.direction != new.direction:
        yield words.whole("direction", old.direction, new.direction)


def _ids(old: Graph, new: Graph, pairs: dict[str, str]) -> dict[str, str]:
    """Ids of old nodes and groups to ids of new ones."""
    before = {n.key: n.id for n in old.nodes} | {g.key: g.id for g in old.groups}
    after = {n.key: n.id for n in new.nodes} | {g.key: g.id for g in new.groups}
    return {one: after[pairs[key]] for key, one in before.items() if key in pairs}


# Groups and nodes.


def _groups(
    old: Graph, new: Graph, pairs: dict[str, str], ids: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    before = {group.key: group for group in old.groups}
    back = {b: a for a, b in pairs.items()}
    homes = _Homes(old, new, ids)
    for group in new.groups:
        name = group.title or group.id
        if group.key not in back:
            yield words.added("group", name, group.key, group.line)
            continue
        former = before[back[group.key]]
        ends = (former.key, group.key, former.line, group.line)
        if former.title != group.title:
            yield words.renamed("group", former.title, group.title, ends)
        yield from _attributes(former, group, ("technology", "kind"), "group", name, ends, words)
        yield from _regrouped(homes, former.parent, group.parent, "group", name, ends, words)
    for group in old.groups:
        if group.key not in pairs:
            yield words.removed("group", group.title or group.id, group.key, group.line)


def _nodes(
    old: Graph, new: Graph, pairs: dict[str, str], ids: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    before = {node.key: node for node in old.nodes}
    back = {b: a for a, b in pairs.items()}
    homes = _Homes(old, new, ids)
    for node in new.nodes:
        if node.key not in back:
            yield words.added("node", _name(node), node.key, node.line)
            continue
        former = before[back[node.key]]
        ends = (former.key, node.key, former.line, node.line)
        yield from _node(former, node, ends, words)
        yield from _regrouped(homes, former.group, node.group, "node", _name(node), ends, words)
    for node in old.nodes:
        if node.key not in pairs:
            yield words.removed("node", _name(node), node.key, node.line)


Ends = tuple[str, str, int, int]


def _node(old: Node, new: Node, ends: Ends, words: Words) -> Iterator[ElementChange]:
    """What a node says of itself. The role follows from name, shape and technology."""
    if all(getattr(old, name) == getattr(new, name) for name in _SAME):
        return
    told = False
    if _name(old) != _name(new):
        told = True
        yield words.renamed("node", _name(old), _name(new), ends)
    for change in _attributes(
        old, new, ("replicas", "technology", "description", "kind"), "node", _name(new), ends, words
    ):
        told = True
        yield change
    if not told and " ".join(old.label.split()) != " ".join(new.label.split()):
        told = True
        yield words.relabelled("node", _name(new), old.label, new.label, ends)
    if old.shape != new.shape:
        yield words.changed("node", "shape", _name(new), old.shape, new.shape, ends)
    elif not told and (old.role != new.role or old.external != new.external):
        one, other = (("external " if n.external else "") + n.role for n in (old, new))
        yield words.changed("node", "role", _name(new), one, other, ends)


def _name(node: Node) -> str:
    return node.name or node.label or node.id


def _attributes(  # noqa: PLR0913, PLR0917 - two elements and how they are called
    old: object,
    new: object,
    names: tuple[str, ...],
    element: str,
    name: str,
    ends: Ends,
    words: Words,
) -> Iterator[ElementChange]:
    for aspect in names:
        one, other = getattr(old, aspect), getattr(new, aspect)
        if one != other:
            yield words.changed(element, aspect, name, _text(one), _text(other), ends)


def _text(value: object) -> str:
    return "" if value is None else str(value)


class _Homes:
    """In which group something lies on both sides, and which groups came or went."""

    def __init__(self, old: Graph, new: Graph, ids: dict[str, str]) -> None:
        self.ids = ids
        self.back = {b: a for a, b in ids.items()}
        self.old = {group.id: group for group in old.groups}
        self.new = {group.id: group for group in new.groups}

    def title(self, group: str | None, *, is_new: bool) -> str:
        """What the group is called."""
        groups = self.new if is_new else self.old
        found = groups.get(group or "")
        return (found.title or found.id) if found else ""

    def stayed(self, old: str | None, new: str | None) -> bool:
        """Whether both are the same group."""
        return (self.ids.get(old) if old else None) == new and (old is None) == (new is None)

    def follows(self, old: str | None, new: str | None) -> bool:
        """Whether the move is only what a group that went or came leaves or takes in."""
        outer, inner = old, new
        while outer in self.old and outer not in self.ids:
            outer = self.old[outer].parent
        while inner in self.new and inner not in self.back:
            inner = self.new[inner].parent
        return self.stayed(outer, inner)


def _regrouped(  # noqa: PLR0913, PLR0917 - both homes and how the element is called
    homes: _Homes,
    old: str | None,
    new: str | None,
    element: str,
    name: str,
    ends: Ends,
    words: Words,
) -> Iterator[ElementChange]:
    if homes.stayed(old, new):
        return
    before, after = homes.title(old, is_new=False), homes.title(new, is_new=True)
    if old is None and new is None:
        return
    yield words.regrouped(element, name, before, after, ends, counts=not homes.follows(old, new))


# Edges.


def _edges(  # noqa: PLR0913, PLR0917 - two graphs and how they fit together
    old: Graph,
    new: Graph,
    pairs: dict[str, str],
    ids: dict[str, str],
    words: Words,
    names: Names,
) -> Iterator[ElementChange]:
    left, right = _match_edges(old, new, pairs, ids)
    before = {edge.key: edge for edge in old.edges}
    back = {b: a for a, b in pairs.items()}
    turned = _turned(left, right, ids)
    for edge in new.edges:
        if edge.key in back:
            yield from _edge(before[back[edge.key]], edge, words, names.new)
        elif edge.key in turned:
            former = before[turned[edge.key]]
            pairs[former.key] = edge.key
            yield words.reversed_edge(former, edge, names)
        elif edge.style != "invisible":
            yield words.added("edge", names.edge(edge, is_new=True), edge.key, edge.line)
    for edge in old.edges:
        if edge.key not in pairs and edge.style != "invisible":
            yield words.removed("edge", names.edge(edge, is_new=False), edge.key, edge.line)


def _match_edges(
    old: Graph, new: Graph, pairs: dict[str, str], ids: dict[str, str]
) -> tuple[list[Edge], list[Edge]]:
    """Match edges with the same ends: equal labels first, then in order; returns those left."""
    places: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in new.edges:
        places[edge.source, edge.target].append(edge)
    left: list[Edge] = []
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in old.edges:
        ends = ids.get(edge.source), ids.get(edge.target)
        if ends[0] is None or ends[1] is None:
            left.append(edge)
        else:
            groups[ends[0], ends[1]].append(edge)
    for ends, edges in groups.items():
        free = places.get(ends, [])
        rest = []
        for edge in edges:
            twin = next((e for e in free if e.label == edge.label), None)
            if twin is None:
                rest.append(edge)
                continue
            pairs[edge.key] = twin.key
            free.remove(twin)
        for edge, other in zip(rest, list(free), strict=False):
            pairs[edge.key] = other.key
            free.remove(other)
        left += [edge for edge in rest if edge.key not in pairs]
    return left, [edge for edges in places.values() for edge in edges]


def _turned(left: list[Edge], right: list[Edge], ids: dict[str, str]) -> dict[str, str]:
    """Keys of new edges that lead the other way to keys of the old ones."""
    found: dict[str, str] = {}
    places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for edge in right:
        places[edge.target, edge.source, edge.label].append(edge.key)
    for edge in left:
        same = places.get((ids.get(edge.source, ""), ids.get(edge.target, ""), edge.label))
        if same and edge.source != edge.target:
            found[same.pop(0)] = edge.key
    return found


def _edge(old: Edge, new: Edge, words: Words, names: dict[str, str]) -> Iterator[ElementChange]:
    ends = (old.key, new.key, old.line, new.line)
    name = f"{names.get(new.source, new.source)} → {names.get(new.target, new.target)}"
    if " ".join(old.label.split()) != " ".join(new.label.split()):
        yield words.relabelled("edge", name, old.label, new.label, ends)
    yield from _attributes(old, new, ("technology",), "edge", name, ends, words)
    if old.is_async != new.is_async:
        one, other = ("async" if e.is_async else "sync" for e in (old, new))
        yield words.changed("edge", "mode", name, one, other, ends)
    elif old.style != new.style:
        yield words.changed("edge", "line", name, old.style, new.style, ends)
    if (old.head, old.tail) != (new.head, new.tail):
        one, other = (f"{e.tail} to {e.head}" for e in (old, new))
        yield words.changed("edge", "arrow", name, one, other, ends)
