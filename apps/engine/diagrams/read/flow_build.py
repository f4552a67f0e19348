"""Collects the nodes, edges and groups of a flowchart while it is read, and makes the graph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from apps.engine.diagrams.model import Direction, Edge, Graph, Group, Node, Role
from apps.engine.diagrams.read.flow_tokens import Link
from apps.engine.diagrams.read.naming import described
from apps.engine.diagrams.read.roles import is_async_label, is_caller, joined_by_queue, role_of
from apps.engine.diagrams.read.text import lines, too_long
from apps.engine.diagrams.scanner import Scanner

MAX_PER_STATEMENT = 400
_NOT_SLUG = re.compile(r"[^\w]+")


@dataclass(slots=True)
class NodeDraft:
    """A node as far as it was read."""

    id: str
    at: int
    label: str | None = None
    markdown: bool = False
    shape: str = "box"
    classes: list[str] = field(default_factory=list)
    listed_in: int | None = None
    styled_only: bool = False


@dataclass(slots=True)
class EdgeDraft:
    """An edge as far as it was read."""

    source: str
    target: str
    link: Link
    colour: str | None = None


@dataclass(slots=True)
class GroupDraft:
    """A subgraph; ``members`` are the ids named inside it, in order."""

    id: str
    title: str
    markdown: bool
    at: int
    parent: int | None
    direction: Direction | None = None
    members: dict[str, None] = field(default_factory=dict)
    closed: bool = False


class FlowBuilder:
    """What a flowchart holds so far; ids are kept in NFC."""

    def __init__(self, scanner: Scanner) -> None:
        self.s = scanner
        self.direction: Direction = "TB"
        self.nodes: dict[str, NodeDraft] = {}
        self.edges: list[EdgeDraft] = []
        self.groups: list[GroupDraft] = []
        self.open_groups: list[int] = []
        self._taken: dict[str, int] = {}
        self.closed_order: list[int] = []
        self.class_colours: dict[str, str] = {}
        self.node_classes: list[tuple[str, str]] = []
        self.styles: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.edge_ids: set[str] = set()
        self.acc_title = ""

    def node(self, node_id: str, at: int) -> NodeDraft:
        """The node with this id, made at first mention."""
        key = node_id if node_id.isascii() else unicodedata.normalize("NFC", node_id)
        draft = self.nodes.get(key)
        if draft is None:
            draft = self.nodes[key] = NodeDraft(key, at)
        elif draft.styled_only:
            draft.at, draft.styled_only = at, False
        if self.open_groups:
            self.groups[self.open_groups[-1]].members[key] = None
        return draft

    def style_node(self, node_id: str, at: int) -> None:
        """A ``style`` line names a node; Mermaid draws it even when nothing else does."""
        key = unicodedata.normalize("NFC", node_id)
        if key and key not in self.nodes:
            self.nodes[key] = NodeDraft(key, at, styled_only=True)

    def list_node(self, draft: NodeDraft, at: int) -> None:
        """The node stands in the open group on its own or with its shape; the first group has it."""
        group = self.open_groups[-1] if self.open_groups else None
        if group is None:
            return
        if draft.listed_in is None:
            draft.listed_in = group
        elif draft.listed_in != group:
            first = self.groups[draft.listed_in]
            draft.listed_in = group
            self.s.report(
                "warning",
                at,
                f"`{draft.id}` is listed in two subgraphs; Mermaid keeps the first, "
                f"`{first.title}`. Write it in one subgraph only, or use a second id.",
                f"node:{draft.id}",
            )

    def connect(self, sources: list[NodeDraft], targets: list[NodeDraft], link: Link) -> None:
        """Edges from every source to every target, at most 400 for one link."""
        pairs = [(a, b) for a in sources for b in targets]
        if len(pairs) > MAX_PER_STATEMENT:
            self.s.report(
                "warning",
                link.at,
                f"This line means {len(pairs)} edges; we read the first {MAX_PER_STATEMENT}. "
                "Write the connections that matter, or connect the subgraphs.",
            )
        for source, target in pairs[:MAX_PER_STATEMENT]:
            self.edges.append(EdgeDraft(source.id, target.id, link))

    def open_group(self, group_id: str | None, title: str, markdown: bool, at: int) -> None:
        """A subgraph begins; without an id it is named after its title."""
        wanted = group_id or "~" + (_NOT_SLUG.sub("-", title.lower()).strip("-") or "group")
        unique = wanted
        if wanted in self._taken:
            n = self._taken[wanted] + 1
            unique = f"{wanted}-{n}"
            self._taken[wanted] = n
        self._taken.setdefault(unique, 1)
        if group_id and unique != wanted:
            self.s.report("warning", at, f"Two subgraphs have the id `{wanted}`. Rename one.")
        parent = self.open_groups[-1] if self.open_groups else None
        self.groups.append(GroupDraft(unique, title, markdown, at, parent))
        self.open_groups.append(len(self.groups) - 1)

    def close_group(self) -> bool:
        """A subgraph ends; False when none is open."""
        if not self.open_groups:
            return False
        self.closed_order.append(self.open_groups.pop())
        return True

    def graph(self) -> Graph:
        """The finished graph."""
        group_ids = {group.id for group in self.groups}
        self._drop_edge_ids()
        for node_id, name in self.node_classes:
            if node_id in self.nodes:
                self.nodes[node_id].classes.append(name)
        self._tell_styled_only(group_ids)
        home = self._homes()
        nodes = tuple(
            self._node(draft, home.get(draft.id))
            for draft in self.nodes.values()
            if draft.id not in group_ids
        )
        nodes = self._with_callers(nodes)
        groups = tuple(self._group(group) for group in self.groups)
        roles = {node.id: node.role for node in nodes}
        return Graph(self.direction, nodes, self._edges(roles), groups)

    def _with_callers(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """People and clients that only their place at the start of the edges tells."""
        called = {edge.target for edge in self.edges}
        calling = {edge.source for edge in self.edges} - called
        return tuple(
            replace(node, role="client")
            if node.id in calling and is_caller(node.id, node.name, node.shape, node.role)
            else node
            for node in nodes
        )

    def _drop_edge_ids(self) -> None:
        """``e1@{ animate: true }`` styles an edge; it is not a node."""
        if not self.edge_ids:
            return
        ends = {end for edge in self.edges for end in (edge.source, edge.target)}
        for edge_id in self.edge_ids - ends:
            draft = self.nodes.get(edge_id)
            if draft and draft.label is None:
                del self.nodes[edge_id]

    def _tell_styled_only(self, group_ids: set[str]) -> None:
        for draft in self.nodes.values():
            if draft.styled_only and draft.id not in group_ids:
                self.s.report(
                    "warning",
                    draft.at,
                    f"`{draft.id}` stands in a `style` line only; Mermaid draws an empty box for "
                    "it. Write the id of a node that is in the diagram, or remove the line.",
                    f"node:{draft.id}",
                )

    def _homes(self) -> dict[str, str]:
        """Node id -> id of the group that has it: the first one that was closed."""
        home: dict[str, str] = {}
        for index in self.closed_order:
            for member in self.groups[index].members:
                home.setdefault(member, self.groups[index].id)
        return home

    def _node(self, draft: NodeDraft, group: str | None) -> Node:
        raw = draft.id if draft.label is None else draft.label
        if too_long(raw):
            self.s.report(
                "warning",
                draft.at,
                f"A label of {len(raw)} characters was cut at 500. Write the text below the diagram.",
                f"node:{draft.id}",
            )
        label_lines = lines(raw, markdown=draft.markdown) or ((draft.id,) if raw.strip() else ())
        told = described(label_lines)
        colour = self.styles.get(draft.id) or next(
            (self.class_colours[c] for c in draft.classes if c in self.class_colours),
            self.class_colours.get("default"),
        )
        return Node(
            key=f"node:{draft.id}",
            id=draft.id,
            label_lines=label_lines,
            name=told.name or draft.id,
            shape=draft.shape,
            role=role_of(told.name or draft.id, draft.shape, told.technology),
            line=self.s.line(draft.at),
            column=self.s.column(draft.at),
            technology=told.technology,
            replicas=told.replicas,
            group=group,
            external=told.external,
            classes=tuple(draft.classes),
            colour=colour,
            link=self.links.get(draft.id),
        )

    def _group(self, draft: GroupDraft) -> Group:
        parent = self.groups[draft.parent].id if draft.parent is not None else None
        return Group(
            key=f"group:{draft.id}",
            id=draft.id,
            title=" ".join(lines(draft.title, markdown=draft.markdown)),
            line=self.s.line(draft.at),
            parent=parent,
            direction=draft.direction,
        )

    def _edges(self, roles: Mapping[str, Role]) -> tuple[Edge, ...]:
        counted: dict[tuple[str, str], int] = {}
        edges: list[Edge] = []
        for draft in self.edges:
            if draft.link.style == "invisible":
                continue
            pair = (draft.source, draft.target)
            n = counted[pair] = counted.get(pair, -1) + 1
            label_lines = lines(draft.link.text, markdown=draft.link.markdown)
            edges.append(
                Edge(
                    key=f"edge:{draft.source}->{draft.target}#{n}",
                    source=draft.source,
                    target=draft.target,
                    label_lines=label_lines,
                    line=self.s.line(draft.link.at),
                    column=self.s.column(draft.link.at),
                    style=draft.link.style,
                    head=draft.link.head,
                    tail=draft.link.tail,
                    min_length=draft.link.length,
                    is_async=draft.link.style == "dashed"
                    or is_async_label(" ".join(label_lines))
                    or joined_by_queue(roles.get(draft.source), roles.get(draft.target)),
                    colour=draft.colour,
                )
            )
        return tuple(edges)
