"""The neutral model of a diagram: a graph or a sequence, whatever the notation was.

Element keys (``node:api``, ``edge:api->db#0``, ``group:z1``, ``participant:G``, ``message:3``,
``note:1``, ``fragment:1``) are unique in their diagram and stable as long as the id in the source
stays. The full key used everywhere outside is ``<diagram key>/<element key>``.
Lines are 1-based lines of the artifact, with the offset of a fence already added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec

from apps.engine.text import Place

Notation = str
"""The word of a row of ``apps.engine.formats``; ``image`` is a picture in a document."""
DiagramKind = Literal["component", "sequence", "deployment", "state", "class", "er", "other"]
Direction = Literal["TB", "BT", "LR", "RL"]
Role = Literal[
    "actor", "client", "service", "store", "cache", "queue", "model", "external", "gateway", "job",
    "network", "other",
]  # fmt: skip
ProblemLevel = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the reader met. error: the line was not read; warning: Mermaid would refuse it or
    read something else than written; note: worth knowing. ``message`` says what was read and what to
    write; ``element`` is the element key it concerns, if any."""

    level: ProblemLevel
    line: int
    column: int
    message: str
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A node. ``label_lines`` is the label as shown, without technology and replicas stripped.

    ``name`` is the label's first line without replica counts and technology: what the component is
    called. ``colour`` is a checked ``#rrggbb`` fill of the author or None. ``shape`` is one of
    ``shapes.SHAPES``. ``link`` is the target of a ``click`` line, kept as text, never as a link.
    ``kind`` is what C4 calls the element: person, system, container or component.
    """

    key: str
    id: str
    label_lines: tuple[str, ...]
    name: str
    shape: str
    role: Role
    line: int
    column: int = 1
    technology: str | None = None
    description: str | None = None
    replicas: int | None = None
    group: str | None = None
    external: bool = False
    classes: tuple[str, ...] = ()
    colour: str | None = None
    link: str | None = None
    kind: str | None = None

    @property
    def label(self) -> str:
        """The label on one line."""
        return " ".join(self.label_lines)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between node or group ids; ``is_async`` when the caller does not wait for an answer."""

    key: str
    source: str
    target: str
    label_lines: tuple[str, ...]
    line: int
    column: int = 1
    style: Literal["solid", "dashed", "thick", "invisible"] = "solid"
    head: str = "arrow"
    tail: str = "none"
    min_length: int = 1
    is_async: bool = False
    colour: str | None = None
    technology: str | None = None

    @property
    def label(self) -> str:
        """The label on one line."""
        return " ".join(self.label_lines)


@dataclass(frozen=True, slots=True)
class Group:
    """A subgraph, boundary, zone or cluster; ``parent`` is a group id."""

    key: str
    id: str
    title: str
    line: int
    kind: str = "cluster"
    parent: str | None = None
    direction: Direction | None = None
    technology: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges in source order; groups outer before inner."""

    direction: Direction
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant of a sequence. ``kind``: participant, actor, boundary, control, entity, database,
    queue, collections. ``created_at``/``destroyed_at`` are message numbers."""

    key: str
    id: str
    label_lines: tuple[str, ...]
    kind: str
    line: int
    box: str | None = None
    created_at: int | None = None
    destroyed_at: int | None = None

    @property
    def label(self) -> str:
        """The label on one line."""
        return " ".join(self.label_lines)


class Message(msgspec.Struct, frozen=True, tag="message", tag_field="type"):
    """A message; ``n`` counts from 1. ``head``/``tail``: arrow, open, cross, async, half-up,
    half-down, none. ``call`` solid arrow, ``return`` dashed arrow, ``async`` open or async arrow."""

    key: str
    n: int
    source: str
    target: str
    label_lines: tuple[str, ...]
    kind: Literal["call", "return", "async"]
    line: int
    line_style: Literal["solid", "dashed"] = "solid"
    head: str = "arrow"
    tail: str = "none"
    activate: bool = False
    deactivate: bool = False

    @property
    def text(self) -> str:
        """The text on one line."""
        return " ".join(self.label_lines)


class Note(msgspec.Struct, frozen=True, tag="note", tag_field="type"):
    """A note; ``place`` is over, left or right; ``over`` holds participant ids."""

    key: str
    place: Literal["over", "left", "right"]
    over: tuple[str, ...]
    label_lines: tuple[str, ...]
    line: int


class FragmentOpen(msgspec.Struct, frozen=True, tag="open", tag_field="type"):
    """Start of alt, opt, loop, par, critical, break or rect."""

    key: str
    kind: str
    label: str
    line: int
    colour: str | None = None


class FragmentElse(msgspec.Struct, frozen=True, tag="else", tag_field="type"):
    """A further branch (else, and, option) of the innermost open fragment."""

    label: str
    line: int


class FragmentClose(msgspec.Struct, frozen=True, tag="close", tag_field="type"):
    """End of the innermost open fragment."""

    line: int


class Activation(msgspec.Struct, frozen=True, tag="activation", tag_field="type"):
    """``activate`` (on=True) or ``deactivate`` of a participant."""

    participant: str
    on: bool
    line: int


# Items are tagged structs, not dataclasses, so that a stored reading tells them apart; copy with
# ``msgspec.structs.replace``.
Item = Message | Note | FragmentOpen | FragmentElse | FragmentClose | Activation


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted band of participants."""

    id: str
    title: str
    colour: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Participants in order of appearance and items in order of time."""

    participants: tuple[Participant, ...]
    items: tuple[Item, ...]
    boxes: tuple[Box, ...] = ()
    autonumber: tuple[int, int] | None = None

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages only."""
        return tuple(item for item in self.items if isinstance(item, Message))


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram of the package, read or not.

    ``key`` is unique in the package (given by ``apps.engine.package``; empty before). ``kind_source``
    says how the kind was told: explicit, syntax, caption or content. ``syntax`` is the first word of
    the source (``flowchart``, ``C4Container``, ``gantt``). A notation or kind that we do not read has
    neither ``graph`` nor ``sequence`` and one problem of level note in ``problems`` that says so;
    ``supported`` is then False. ``where`` covers the source text, without the fence marks.
    ``index`` is the fence's index in its document, or None for a file of its own.
    """

    key: str
    notation: Notation
    syntax: str
    kind: DiagramKind
    kind_source: Literal["explicit", "syntax", "caption", "content"]
    title: str
    source: str
    where: Place
    supported: bool
    graph: Graph | None = None
    sequence: Sequence | None = None
    problems: tuple[Problem, ...] = field(default=())
    index: int | None = None

    @property
    def error(self) -> Problem | None:
        """The first line that was not read, if any."""
        return next((p for p in self.problems if p.level == "error"), None)

    def element(self, key: str) -> str:
        """The full key of an element of this diagram."""
        return f"{self.key}/{key}"
