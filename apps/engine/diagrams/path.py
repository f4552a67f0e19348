"""The request path of a component diagram: entries, the synchronous part, sinks and dominators.

A node dominates a sink when every synchronous path from the entry to that sink goes through it
(K. D. Cooper, T. J. Harvey, K. Kennedy, "A Simple, Fast Dominance Algorithm", 2001; written out here
because importing a graph library costs a tenth of the time of a whole check run). Articulation points
would also report what stands beside the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.engine.diagrams.model import Edge, Graph, Node
from apps.engine.diagrams.read.roles_data import SCHEDULED_WORDS

_ENTRY_ROLES = frozenset({"actor", "client"})
_SINK_ROLES = frozenset({"store", "cache", "model"})
_STAFF = frozenset(
    "admin administrator administrators operator operators engineer engineers analyst analysts "
    "scientist scientists developer developers sre devops staff team moderator reviewer".split()
)
MAX_NODES = 500
"""Larger graphs are not walked."""


@dataclass(frozen=True, slots=True)
class RequestPath:
    """What requests go through.

    ``dominators`` maps a sink to the nodes that every synchronous path to it takes, from the entry
    on, without entry and sink; a sink reached from several entries keeps the longest list.
    """

    entries: tuple[str, ...]
    sinks: tuple[str, ...]
    dominators: Mapping[str, tuple[str, ...]]

    def behind(self, node: str) -> tuple[str, ...]:
        """The sinks that are reached only through ``node``."""
        return self.reach().get(node, ())

    def reach(self) -> dict[str, tuple[str, ...]]:
        """Every dominator, in order from the entry, with the sinks behind it."""
        found: dict[str, list[str]] = {}
        for sink in self.sinks:
            for node in self.dominators.get(sink, ()):
                found.setdefault(node, []).append(sink)
        return {node: tuple(sinks) for node, sinks in found.items()}


def request_path(graph: Graph) -> RequestPath:
    """The request path; without entries or sinks its parts are empty."""
    nodes = {node.id: node for node in graph.nodes}
    if not nodes or len(nodes) > MAX_NODES:
        return RequestPath((), (), {})
    edges = tuple(_expanded(graph))
    follows = _adjacency(nodes, edges)
    entries = _entries(graph, edges, follows)
    found: dict[str, tuple[str, ...]] = {}
    sinks: dict[str, None] = {}
    for entry in entries:
        tree = dominator_tree(follows, entry)
        for node_id in tree:
            if nodes[node_id].role in _SINK_ROLES and node_id != entry:
                sinks[node_id] = None
                chain = chain_to(tree, entry, node_id)
                if node_id not in found or len(chain) > len(found[node_id]):
                    found[node_id] = chain
    return RequestPath(entries, tuple(n for n in nodes if n in sinks), found)


def dominator_tree(follows: Mapping[str, Iterable[str]], entry: str) -> dict[str, str]:
    """Node -> its immediate dominator, for every node that ``entry`` reaches (the entry itself too)."""
    order = _postorder(follows, entry)
    rank = {node: index for index, node in enumerate(order)}
    callers: dict[str, list[str]] = {node: [] for node in order}
    for node in order:
        for target in follows.get(node, ()):
            callers[target].append(node)
    tree = {entry: entry}
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            known = [caller for caller in callers[node] if caller in tree]
            nearest = known[0]
            for caller in known[1:]:
                nearest = _meet(tree, rank, nearest, caller)
            if tree.get(node) != nearest:
                tree[node], changed = nearest, True
    return tree


def _meet(tree: Mapping[str, str], rank: Mapping[str, int], left: str, right: str) -> str:
    """The nearest common dominator of two nodes."""
    while left != right:
        while rank[left] < rank[right]:
            left = tree[left]
        while rank[right] < rank[left]:
            right = tree[right]
    return left


def _postorder(follows: Mapping[str, Iterable[str]], entry: str) -> list[str]:
    """The nodes that ``entry`` reaches, each behind all that it leads to; the entry is last."""
    order: list[str] = []
    seen = {entry}
    stack = [(entry, iter(follows.get(entry, ())))]
    while stack:
        node, targets = stack[-1]
        target = next((t for t in targets if t not in seen), None)
        if target is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(target)
            stack.append((target, iter(follows.get(target, ()))))
    return order


def chain_to(tree: Mapping[str, str], entry: str, node: str) -> tuple[str, ...]:
    """The dominators of ``node`` in order from the entry, without both ends."""
    chain: list[str] = []
    at = tree[node]
    while at != entry:
        chain.append(at)
        at = tree[at]
    return tuple(reversed(chain))


def _members(graph: Graph) -> dict[str, list[str]]:
    """Group id -> all nodes in it and in the groups inside it."""
    parents = {group.id: group.parent for group in graph.groups}
    members: dict[str, list[str]] = {group.id: [] for group in graph.groups}
    for node in graph.nodes:
        group, depth = node.group, 0
        while group is not None and depth <= len(parents):
            members.setdefault(group, []).append(node.id)
            group, depth = parents.get(group), depth + 1
    return members


def _expanded(graph: Graph) -> Iterable[tuple[str, str, Edge]]:
    """Edges between nodes; an edge to a group may lead to each of its members."""
    members = _members(graph)
    for edge in graph.edges:
        if edge.source not in members and edge.target not in members:
            yield edge.source, edge.target, edge
            continue
        for source in members.get(edge.source, [edge.source])[:50]:
            for target in members.get(edge.target, [edge.target])[:50]:
                if source != target:
                    yield source, target, edge


def _adjacency(
    nodes: Mapping[str, Node], edges: Iterable[tuple[str, str, Edge]]
) -> dict[str, list[str]]:
    """The synchronous graph; a line without heads may be walked both ways."""
    follows: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target, edge in edges:
        if edge.is_async or source not in nodes or target not in nodes:
            continue
        backward = edge.head == "none" and edge.tail != "none"
        if not backward:
            follows[source].append(target)
        if backward or (edge.head == "none" and edge.tail == "none"):
            follows[target].append(source)
    return follows


def _entries(
    graph: Graph, edges: Iterable[tuple[str, str, Edge]], follows: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """Actors and clients first, then external callers, then gateways that nothing calls."""
    called = {target for source, target, edge in edges if not edge.is_async and source != target}
    starts = [node for node in graph.nodes if follows[node.id] and not _is_scheduled(node)]
    people = [node for node in starts if node.role in _ENTRY_ROLES and not node.external]
    people = people or [node for node in starts if node.role in _ENTRY_ROLES]
    outer = [node for node in people if node.id not in called] or people
    users = [node for node in outer if not _STAFF & set(node.name.lower().split())]
    if users or outer:
        return tuple(node.id for node in users or outer)
    free = [node for node in starts if node.id not in called]
    for wanted in ("external", "gateway", "network"):
        if chosen := [node.id for node in free if node.role == wanted]:
            return tuple(chosen)
    return tuple(node.id for node in free if node.role in ("service", "other"))


def _is_scheduled(node: Node) -> bool:
    """A nightly or scheduled feed is no entry of requests."""
    words = {word.strip("().,[]").lower() for word in node.label.split()}
    return node.role == "job" or bool(words & SCHEDULED_WORDS)
