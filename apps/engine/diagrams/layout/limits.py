"""How large a graph may be before it is handed to the layout engine.

The engine needs about 0.2 s for 400 nodes and 0.8-2 s for 1,000; beyond that nobody can read the
picture anyhow, so the limits stop well before the child process would run out of time or memory.
"""

from __future__ import annotations

from collections import Counter

from apps.engine.diagrams.model import Graph, Group

MAX_NODES = 600
MAX_EDGES = 1_200
MAX_GROUPS = 100
MAX_DEPTH = 8
MAX_PARALLEL = 400
MAX_NODES_FOR_PARTS = 150
MAX_PARTS = 12
"""Groups with a direction of their own cost a call each, so only few, in small graphs, get one."""
MAX_MESSAGES = 1_000
MAX_PARTICIPANTS = 60


def too_large(graph: Graph) -> str | None:
    """Why the graph is not laid out, as a sentence, or None if it may be."""
    counts = (
        (len(graph.nodes), MAX_NODES, "nodes"),
        (len(graph.edges), MAX_EDGES, "connections"),
        (len(graph.groups), MAX_GROUPS, "groups"),
    )
    for count, limit, what in counts:
        if count > limit:
            return _sentence(f"{count:,} {what}; limit {limit:,}")
    depth = group_depth(graph.groups)
    if depth > MAX_DEPTH:
        return _sentence(f"groups {depth} levels deep; limit {MAX_DEPTH}")
    pairs = Counter((edge.source, edge.target) for edge in graph.edges)
    parallel = max(pairs.values(), default=0)
    if parallel > MAX_PARALLEL:
        return _sentence(f"{parallel:,} connections between one pair; limit {MAX_PARALLEL}")
    return None


def too_long(participants: int, messages: int) -> str | None:
    """Why a sequence is not drawn, as a sentence, or None if it may be."""
    if participants > MAX_PARTICIPANTS:
        return _sentence(f"{participants:,} participants; limit {MAX_PARTICIPANTS}")
    if messages > MAX_MESSAGES:
        return _sentence(f"{messages:,} messages and notes; limit {MAX_MESSAGES:,}")
    return None


def group_depth(groups: tuple[Group, ...]) -> int:
    """The deepest nesting of groups; a group inside itself counts as no deeper."""
    parents = {group.id: group.parent for group in groups}
    depths: dict[str, int] = {}
    for group in groups:
        chain: list[str] = []
        current: str | None = group.id
        while current in parents and current not in depths and current not in chain:
            chain.append(current)
            current = parents[current]
        depth = depths.get(current, 0) if current is not None else 0
        for step in reversed(chain):
            depth += 1
            depths[step] = depth
    return max(depths.values(), default=0)


def _sentence(reason: str) -> str:
    return (
        f"This diagram is too large to draw ({reason}). "
        "Its elements are listed below; splitting it into several diagrams makes it readable."
    )
