"""The elements of a diagram as comments see them: kind, key, label and company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.engine.diagrams.model import Diagram, FragmentOpen, Graph, Note, Sequence

PartKind = Literal["node", "group", "edge", "participant", "message", "note", "fragment"]


@dataclass(frozen=True, slots=True)
class Part:
    """An element. ``near`` are the sorted labels of what it is connected to or contains.

    ``source`` and ``target`` are the labels of the ends of an edge or message, ``ends`` their keys.
    """

    kind: PartKind
    key: str
    label: str
    near: tuple[str, ...] = ()
    source: str = ""
    target: str = ""
    ends: tuple[str, str] = ("", "")


def parts_of(diagram: Diagram) -> dict[str, Part]:
    """All elements by their key inside the diagram, in source order."""
    found: dict[str, Part] = {}
    if diagram.graph is not None:
        found.update((part.key, part) for part in _graph(diagram.graph))
    if diagram.sequence is not None:
        found.update((part.key, part) for part in _sequence(diagram.sequence))
    return found


def _graph(graph: Graph) -> Iterator[Part]:
    names = {group.id: group.title for group in graph.groups}
    names.update((node.id, node.label) for node in graph.nodes)
    keys = {group.id: group.key for group in graph.groups}
    keys.update((node.id, node.key) for node in graph.nodes)
    near: dict[str, list[str]] = defaultdict(list)
    inside: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        near[edge.source].append("> " + names.get(edge.target, edge.target))
        near[edge.target].append("< " + names.get(edge.source, edge.source))
    for node in graph.nodes:
        if node.group is not None:
            inside[node.group].append(node.label)
        yield Part("node", node.key, node.label, tuple(sorted(near[node.id])))
    for group in graph.groups:
        members = tuple(sorted(inside[group.id] + near[group.id]))
        yield Part("group", group.key, group.title, members)
    for edge in graph.edges:
        ends = (names.get(edge.source, edge.source), names.get(edge.target, edge.target))
        both = (keys.get(edge.source, edge.source), keys.get(edge.target, edge.target))
        yield Part("edge", edge.key, edge.label, ends, *ends, both)


def _sequence(sequence: Sequence) -> Iterator[Part]:
    names = {one.id: one.label or one.id for one in sequence.participants}
    keys = {one.id: one.key for one in sequence.participants}
    near: dict[str, list[str]] = defaultdict(list)
    for message in sequence.messages:
        near[message.source].append("> " + names.get(message.target, message.target))
        near[message.target].append("< " + names.get(message.source, message.source))
    for one in sequence.participants:
        yield Part("participant", one.key, one.label or one.id, tuple(sorted(near[one.id])))
    for message in sequence.messages:
        ends = (
            names.get(message.source, message.source),
            names.get(message.target, message.target),
        )
        both = (keys.get(message.source, message.source), keys.get(message.target, message.target))
        yield Part("message", message.key, message.text, ends, *ends, both)
    for item in sequence.items:
        if isinstance(item, Note):
            over = tuple(names.get(one, one) for one in item.over)
            yield Part("note", item.key, " ".join(item.label_lines), over)
        elif isinstance(item, FragmentOpen):
            yield Part("fragment", item.key, item.label, (item.kind,))
