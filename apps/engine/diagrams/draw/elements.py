"""The elements of a diagram as texts: the alternative to the picture, and its accessible names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType

from apps.engine.diagrams.model import (
    Diagram,
    Edge,
    FragmentOpen,
    Graph,
    Group,
    Message,
    Node,
    Note,
    Participant,
    Sequence,
)

MAX_TEXT = 300
_STYLES = MappingProxyType({"dashed": " (dashed)", "thick": " (thick)"})


@dataclass(frozen=True, slots=True)
class ElementText:
    """One element in words, such as ``API -> Orders DB: SQL (dashed)``.

    ``kind`` is node, edge, group, participant, message, note or fragment; ``line`` is the line of the
    artifact.
    """

    key: str
    kind: str
    text: str
    line: int


def element_texts(diagram: Diagram) -> tuple[ElementText, ...]:
    """Every element that a picture of ``diagram`` shows, in source order by kind."""
    if diagram.graph is not None:
        return _graph_texts(diagram.graph)
    if diagram.sequence is not None:
        return _sequence_texts(diagram.sequence)
    return ()


def names_of(graph: Graph) -> dict[str, str]:
    """What nodes and groups are called, by id."""
    names = {group.id: group.title or group.id for group in graph.groups}
    return names | {node.id: node.name or node.label or node.id for node in graph.nodes}


def _graph_texts(graph: Graph) -> tuple[ElementText, ...]:
    names = names_of(graph)
    counts = Counter(node.group for node in graph.nodes)
    groups = [
        ElementText(g.key, "group", group_text(g, counts[g.id]), g.line) for g in graph.groups
    ]
    nodes = [ElementText(n.key, "node", _node_text(n, names), n.line) for n in graph.nodes]
    edges = [
        ElementText(e.key, "edge", edge_text(e, names, " -> "), e.line)
        for e in graph.edges
        if e.style != "invisible"
    ]
    return tuple(groups + nodes + edges)


def node_label(node: Node) -> str:
    """The accessible name of a node: ``Orders DB, store``."""
    name = _clipped(node.name or node.label or node.id)
    return name if node.role == "other" else f"{name}, {node.role}"


def _node_text(node: Node, names: dict[str, str]) -> str:
    place = f" in {names[node.group]}" if node.group in names else ""
    details = [
        word for word in (None if node.role == "other" else node.role, node.technology) if word
    ]
    words = f" ({', '.join(details)})" if details else ""
    return _clipped(f"{node.name or node.label or node.id}{words}{place}")


def edge_text(edge: Edge, names: dict[str, str], arrow: str) -> str:
    """An edge in words with ``arrow`` between its ends."""
    source, target = names.get(edge.source, edge.source), names.get(edge.target, edge.target)
    both = edge.tail != "none" and edge.head != "none"
    neither = edge.tail == edge.head == "none"
    if arrow == " -> " and (both or neither):
        arrow = " <-> " if both else " -- "
    elif both or neither:
        arrow = " and "
    label = f": {edge.label}" if edge.label else ""
    return _clipped(f"{source}{arrow}{target}{label}") + _STYLES.get(edge.style, "")


def group_text(group: Group, count: int) -> str:
    """A group in words with the number of nodes directly in it."""
    return f"{_clipped(group.title or group.id)}, {count} node{'' if count == 1 else 's'}"


def _sequence_texts(sequence: Sequence) -> tuple[ElementText, ...]:
    names = {p.id: p.label or p.id for p in sequence.participants}
    found = [
        ElementText(p.key, "participant", participant_text(p), p.line)
        for p in sequence.participants
    ]
    for item in sequence.items:
        match item:
            case Message():
                text = message_text(item, names, " -> ")
                found.append(ElementText(item.key, "message", text, item.line))
            case Note():
                found.append(ElementText(item.key, "note", note_text(item, names), item.line))
            case FragmentOpen() if item.kind != "rect":
                found.append(ElementText(item.key, "fragment", fragment_text(item), item.line))
            case FragmentOpen():
                found.append(ElementText(item.key, "fragment", "Highlighted part", item.line))
    return tuple(found)


def participant_text(participant: Participant) -> str:
    """A participant with its kind where that says more."""
    name = _clipped(participant.label or participant.id)
    return name if participant.kind == "participant" else f"{name}, {participant.kind}"


def message_text(message: Message, names: dict[str, str], arrow: str) -> str:
    """``7. Gateway -> Ranker: score (return)``."""
    source = names.get(message.source, message.source)
    target = names.get(message.target, message.target)
    text = f": {message.text}" if message.text else ""
    kind = "" if message.kind == "call" else f" ({message.kind})"
    return _clipped(f"{message.n}. {source}{arrow}{target}{text}") + kind


def note_text(note: Note, names: dict[str, str]) -> str:
    """A note with whom it is about."""
    who = ", ".join(names.get(one, one) for one in note.over)
    return _clipped(f"Note on {who}: {' '.join(note.label_lines)}")


def fragment_text(fragment: FragmentOpen) -> str:
    """A frame with its condition."""
    return _clipped(f"{fragment.kind}: {fragment.label}" if fragment.label else fragment.kind)


def summary(diagram: Diagram) -> str:
    """``11 nodes, 12 connections, 3 groups``, the description of the picture."""
    if diagram.graph is not None:
        graph = diagram.graph
        edges = sum(edge.style != "invisible" for edge in graph.edges)
        counts = [(len(graph.nodes), "node"), (edges, "connection"), (len(graph.groups), "group")]
    elif diagram.sequence is not None:
        sequence = diagram.sequence
        notes = sum(isinstance(item, Note) for item in sequence.items)
        people, messages = len(sequence.participants), len(sequence.messages)
        counts = [(people, "participant"), (messages, "message"), (notes, "note")]
    else:
        return ""
    return ", ".join(f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in counts if n)


def _clipped(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
