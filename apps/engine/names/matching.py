"""Matching one set of names with another: alias table, equal names, then the best assignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.engine.names.alias import Alias
from apps.engine.names.similarity import NEAR, SAME, normalise, similarity, technology_of

_MAX_PAIRS = 40_000
"""Beyond this many pairs only equal forms are compared, so that a huge diagram costs no minutes."""


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for ``left``: ``right`` when it is the same or near, with its score.

    ``nearest`` is the most similar name of the other side even when it is another thing.
    """

    left: str
    right: str | None
    score: float
    nearest: str | None = None
    nearest_score: float = 0.0

    @property
    def same(self) -> bool:
        """Both names are one thing."""
        return self.right is not None and self.score >= SAME

    @property
    def near(self) -> bool:
        """Worth asking: did you mean ``right``?"""
        return self.right is not None and NEAR <= self.score < SAME


def aliases_of(rows: Iterable[Alias]) -> dict[str, str]:
    """Normalised other name -> normalised component, from the alias tables."""
    return {
        normalise(other): normalise(row.component)
        for row in rows
        for other in row.also
        if other.strip()
    }


def match_names(
    left: Sequence[str], right: Sequence[str], aliases: Mapping[str, str] | None = None
) -> tuple[Match, ...]:
    """One ``Match`` for every name of ``left``, in order.

    Several names of ``left`` may be the same thing as one of ``right``; near names are assigned one to
    one so that the sum of similarities is largest (maximum weight matching; J. Edmonds, 1965).
    """
    aliases = aliases or {}
    same = _same(left, right, aliases)
    open_left = [name for name in dict.fromkeys(left) if name not in same]
    taken = set(same.values())
    if len(open_left) * len(right) > _MAX_PAIRS:
        open_left = []
    scores = {name: _scores(name, right) for name in open_left}
    near = _assign(scores, taken)
    result: list[Match] = []
    for name in left:
        if name in same:
            result.append(Match(name, same[name], 100.0, same[name], 100.0))
            continue
        nearest = max(scores.get(name, {}).items(), key=lambda pair: pair[1], default=(None, 0.0))
        chosen = near.get(name)
        score = scores[name][chosen] if chosen is not None else 0.0
        result.append(Match(name, chosen, score, nearest[0], nearest[1]))
    return tuple(result)


def _same(left: Sequence[str], right: Sequence[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Names that are the same thing, by alias, comparable form, similarity or unique technology."""

    def canonical(name: str) -> str:
        key = normalise(name)
        return aliases.get(key, key)

    by_form: dict[str, str] = {}
    for name in right:
        by_form.setdefault(canonical(name), name)
    found: dict[str, str] = {}
    few = len(left) * len(right) <= _MAX_PAIRS
    for name in left:
        other = by_form.get(canonical(name))
        if other is None and few:
            other = _by_score(name, right) or _by_technology(name, right)
        if other is not None:
            found[name] = other
    if not few:
        return found
    back = {
        match: name
        for name in right
        if name not in found.values() and (match := _by_technology(name, left)) is not None
    }
    return {**back, **found}


def _by_score(name: str, others: Sequence[str]) -> str | None:
    best = max(others, key=lambda other: similarity(name, other), default=None)
    return best if best is not None and similarity(name, best) >= SAME else None


def _by_technology(name: str, others: Sequence[str]) -> str | None:
    """The name "Redis" is "Cache (Redis)" when no other component of that side runs on Redis."""
    technology = technology_of(name)
    if technology is None or normalise(name) != normalise(technology):
        return None
    wanted = normalise(technology)
    hosts = {
        normalise(other): other
        for other in others
        if (told := technology_of(other)) and normalise(told) == wanted
    }
    return next(iter(hosts.values())) if len(hosts) == 1 else None


def _scores(name: str, others: Sequence[str]) -> dict[str, float]:
    return {other: similarity(name, other) for other in others}


def _assign(scores: Mapping[str, Mapping[str, float]], taken: set[str]) -> dict[str, str]:
    """The assignment of near names with the largest sum."""
    edges = [
        (name, other, score)
        for name, row in scores.items()
        for other, score in row.items()
        if score >= NEAR and other not in taken
    ]
    if len({name for name, _, _ in edges}) == len(edges) == len({other for _, other, _ in edges}):
        return {name: other for name, other, _ in edges}
    from networkx import Graph, max_weight_matching

    graph: Any = Graph()
    for name, other, score in edges:
        graph.add_edge(("left", name), ("right", other), weight=score)
    pairs = (sorted(pair) for pair in max_weight_matching(graph))
    return {left[1]: right[1] for left, right in pairs}
