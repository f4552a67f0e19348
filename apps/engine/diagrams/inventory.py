"""What the diagrams of a package name: components, deployed things and participants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from apps.engine.diagrams.model import Diagram, DiagramKind, Graph, Node
from apps.engine.diagrams.read.naming import described
from apps.engine.diagrams.read.roles import role_of
from apps.engine.names import clean, normalise
from apps.engine.names.words import is_technology

_LIST = re.compile(r"\s*(?:[,;+&]|\s/\s|\band\b|\bund\b)\s*")
_LEGEND = re.compile(r"\b(?:legend|key|notes?|annotations?)\b", re.IGNORECASE)
_NOT_THINGS = frozenset({"diamond", "start", "stop", "note", "bar", "text"})


@dataclass(frozen=True, slots=True)
class Named:
    """A named element of a diagram. ``full`` has the technology in brackets, for matching;
    ``also`` are other readings of the same label (a wrapped name, parts of a list)."""

    name: str
    full: str
    diagram: Diagram
    key: str
    line: int
    role: str
    what: Literal["node", "group", "participant"]
    external: bool = False
    replicas: int | None = None
    group: str | None = None
    also: tuple[str, ...] = ()
    label: str = ""

    @property
    def subject(self) -> str:
        """The plain name for subjects of findings."""
        return clean(self.name)


def with_kind(
    diagrams: Iterable[Diagram], kind: DiagramKind, *, read: bool | None = None
) -> tuple[Diagram, ...]:
    """Diagrams of a kind; ``read`` tells whether only the read or only the unread ones."""
    return tuple(d for d in diagrams if d.kind == kind and (read is None or d.supported == read))


def told_components(diagrams: Iterable[Diagram]) -> tuple[Diagram, ...]:
    """The read component diagrams; those that are only guessed from content count when no author
    said of any diagram that it shows components."""
    read = [d for d in with_kind(diagrams, "component", read=True) if d.graph]
    told = [d for d in read if d.kind_source != "content"]
    return tuple(told or read)


def _full(name: str, technology: str | None) -> str:
    return f"{name} ({technology})" if technology and is_technology(technology) else name


def _node(diagram: Diagram, node: Node) -> Named:
    parts: list[str] = []
    for line in node.label_lines:
        told = described((line,)).name
        pieces = [piece.strip() for piece in _LIST.split(told) if piece.strip()]
        parts += [told, *(pieces if len(pieces) > 1 else ())]
    parts.append(" ".join(node.label_lines))
    if node.description:
        parts += [piece.strip() for piece in _LIST.split(node.description) if piece.strip()][:20]
    return Named(
        name=node.name,
        full=_full(node.name, node.technology),
        diagram=diagram,
        key=node.key,
        line=node.line,
        role=node.role,
        what="node",
        external=node.external or node.role == "external",
        replicas=node.replicas,
        group=node.group,
        also=tuple(dict.fromkeys(part for part in parts if part and part != node.name)),
        label=" ".join(filter(None, (node.label, node.technology, node.description))),
    )


def _legends(graph: Graph) -> set[str]:
    return {group.id for group in graph.groups if _LEGEND.search(group.title)}


def nodes_of(diagram: Diagram) -> tuple[Named, ...]:
    """The things a graph shows; decisions, notes and the legend are none."""
    if diagram.graph is None:
        return ()
    legends = _legends(diagram.graph)
    return tuple(
        _node(diagram, node)
        for node in diagram.graph.nodes
        if node.shape not in _NOT_THINGS and node.group not in legends and node.name.strip()
    )


def groups_of(diagram: Diagram) -> tuple[Named, ...]:
    """The groups of a graph."""
    if diagram.graph is None:
        return ()
    found: list[Named] = []
    for group in diagram.graph.groups:
        told = described((group.title or group.id,))
        pieces = [piece.strip() for piece in _LIST.split(told.name) if piece.strip()]
        found.append(
            Named(
                name=told.name,
                full=_full(told.name, group.technology or told.technology),
                diagram=diagram,
                key=group.key,
                line=group.line,
                role=role_of(told.name),
                what="group",
                external=told.external,
                replicas=told.replicas,
                group=group.parent,
                also=tuple(pieces) if len(pieces) > 1 else (),
                label=group.title,
            )
        )
    return tuple(found)


def participants_of(diagram: Diagram) -> tuple[Named, ...]:
    """The participants of a sequence."""
    if diagram.sequence is None:
        return ()
    found: list[Named] = []
    for participant in diagram.sequence.participants:
        told = described(participant.label_lines)
        role = (
            "actor"
            if participant.kind == "actor"
            else role_of(told.name, technology=told.technology)
        )
        wrapped = " ".join(participant.label_lines)
        found.append(
            Named(
                name=told.name,
                full=_full(told.name, told.technology),
                diagram=diagram,
                key=participant.key,
                line=participant.line,
                role=role,
                what="participant",
                external=told.external,
                also=(wrapped,) if wrapped != told.name else (),
                label=wrapped,
            )
        )
    return tuple(found)


def unique(elements: Iterable[Named]) -> tuple[Named, ...]:
    """The first element of every name."""
    first: dict[str, Named] = {}
    for element in elements:
        first.setdefault(normalise(element.name), element)
    return tuple(first.values())


def all_named(diagrams: Sequence[Diagram]) -> tuple[Named, ...]:
    """Everything that is named in the diagrams that were read."""
    return tuple(
        element
        for diagram in diagrams
        for element in (*nodes_of(diagram), *participants_of(diagram))
    )
