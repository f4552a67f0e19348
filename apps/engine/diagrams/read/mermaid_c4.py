"""Reader of C4 diagrams written in Mermaid (C4Context, C4Container, C4Component, C4Dynamic,
C4Deployment)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from apps.engine.diagrams.colours import colour
from apps.engine.diagrams.model import Edge, Graph, Group, Node, Role
from apps.engine.diagrams.read.naming import described, replicas_in
from apps.engine.diagrams.read.prepare import Prepared
from apps.engine.diagrams.read.roles import is_async_label, joined_by_queue, role_of
from apps.engine.diagrams.read.text import lines
from apps.engine.diagrams.scanner import Scanner

_SPACE = re.compile(r"[\s;]+")
_MACRO = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,40})[ \t]*\(")
_OPEN = re.compile(r"\s*\{")
_REST = re.compile(r"[^\n]*")
_WORD_LINE = re.compile(
    r"(title|accTitle|accDescr|direction)\b[ \t]*:?[ \t]*([^\n]*)", re.IGNORECASE
)
_MULTILINE = re.compile(r"accDescr[ \t]*\{[^{}]*\}", re.IGNORECASE)
_ARGUMENT = re.compile(r"\s*(?:\$(\w+)\s*=\s*)?(?:\"([^\"]*)\"|([^,()\"\n]*))\s*([,)])")
_ELEMENT = re.compile(r"(Person|System|Container|Component)(Db|Queue)?(_Ext)?\Z", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?:(Enterprise|System|Container)_)?Boundary\Z", re.IGNORECASE)
_PLACE = re.compile(r"(?:Deployment_)?Node(?:_[LR])?\Z", re.IGNORECASE)
_RELATION = re.compile(
    r"(?:Bi)?Rel(?:_(?:U|Up|D|Down|L|Left|R|Right|Back|Neighbor|Back_Neighbor))?\Z|RelIndex\Z",
    re.IGNORECASE,
)
_IGNORED = re.compile(
    r"(?:Update\w+|Lay_\w+|LAYOUT_\w+|SHOW_\w+|HIDE_\w+|Add\w+Tag|SetPropertyHeader|AddProperty)\Z",
    re.IGNORECASE,
)
_NOT_MERMAID = re.compile(
    r"BiRel_\w+\Z|Rel_(?:Back_)?Neighbor\Z|(?:Lay|LAYOUT|SHOW|HIDE)_\w+\Z|Add\w+\Z|SetPropertyHeader\Z",
    re.IGNORECASE,
)
"""Macros of C4-PlantUML that Mermaid refuses."""


@dataclass(slots=True)
class Call:
    """A macro call: its name, positional and named arguments, and where it begins."""

    name: str
    at: int
    args: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def arg(self, index: int, name: str = "") -> str:
        """A positional argument, or the named one."""
        if name and name in self.named:
            return self.named[name]
        return self.args[index] if index < len(self.args) else ""


class C4Reader:
    """Reads macro by macro; a line that cannot be read is reported and left out."""

    def __init__(self, prepared: Prepared, first_line: int) -> None:
        self.s = Scanner(prepared.text, first_line, prepared.source)
        self.s.pos = prepared.start
        self.title = ""
        self.nodes: dict[str, Node] = {}
        self.groups: dict[str, Group] = {}
        self.relations: list[tuple[Call, int]] = []
        self._open: list[tuple[str, int]] = []

    def read(self) -> Graph:
        """The whole diagram."""
        while True:
            self.s.take(_SPACE)
            if self.s.at_end():
                break
            self._statement()
        for group, at in reversed(self._open):
            self.s.report(
                "error",
                at,
                f"This boundary has no `}}`. Read: `{self.s.excerpt(at)}`. "
                "Write `}` on a line of its own below its last element.",
                f"group:{group}",
            )
        return Graph("TB", tuple(self.nodes.values()), self._edges(), tuple(self.groups.values()))

    def _statement(self) -> None:
        at = self.s.pos
        if self.s.peek() == "}":
            self.s.pos += 1
            if self._open:
                self._open.pop()
            else:
                self.s.report("warning", at, "This `}` closes nothing. Remove it.")
        elif self.s.take(_MULTILINE):
            return
        elif word := self.s.take(_WORD_LINE):
            if word[1].lower() in ("title", "acctitle"):
                self.title = self.title or word[2].strip()
        elif (call := self._call()) is None or not self._understood(call):
            self.s.report(
                "error",
                at,
                f"This line is no element and no relation of C4. Read: `{self.s.excerpt(at)}`. "
                'Write for example `Container(api, "API", "Go")` or `Rel(a, b, "calls", "gRPC")`.',
            )
            self.s.skip_line()

    def _call(self) -> Call | None:
        """A macro with its arguments; None when it is none or is not closed."""
        start = self.s.pos
        found = self.s.take(_MACRO)
        if found is None:
            return None
        call = Call(found[1], start)
        while argument := self.s.take(_ARGUMENT):
            value = (argument[2] if argument[2] is not None else argument[3]).strip()
            if argument[1]:
                call.named[argument[1]] = value
            else:
                call.args.append(value)
            if argument[4] == ")":
                return call
        return self._repaired(call, start)

    def _repaired(self, call: Call, start: int) -> Call | None:
        """A call whose arguments do not scan: split what stands up to the last bracket."""
        end = self.s.text.rfind(")", start, self.s.line_end(start))
        opened = self.s.text.find("(", start)
        if end < opened or self.s.line(self.s.pos) != self.s.line(start):
            self.s.pos = start
            return None
        inside = self.s.text[opened + 1 : end]
        call.args = [part.strip().strip('"') for part in inside.split(",")]
        self.s.pos = end + 1
        self.s.report(
            "warning",
            start,
            f"Texts need quotes on both sides. Read: `{self.s.excerpt(start)}`. "
            f'Write: `{call.name}(id, "text", "text")`.',
        )
        return call

    def _understood(self, call: Call) -> bool:
        if element := _ELEMENT.match(call.name):
            self._element(call, *element.groups())
        elif _BOUNDARY.match(call.name):
            self._group(call, "boundary")
        elif _PLACE.match(call.name):
            self._group(call, "node")
        elif _RELATION.match(call.name):
            self.relations.append((call, call.at))
        elif _IGNORED.match(call.name):
            self._style(call)
        else:
            return False
        if _NOT_MERMAID.match(call.name):
            self.s.report(
                "warning",
                call.at,
                f"Mermaid does not know `{call.name}`, which is of C4-PlantUML, and would refuse the "
                "whole diagram. Write `Rel` or `BiRel` for a relation; remove other macros.",
            )
        return True

    def _parent(self) -> str | None:
        return self._open[-1][0] if self._open else None

    def _element(self, call: Call, what: str, store: str | None, external: str | None) -> None:
        node_id, what = call.arg(0, "alias"), what.capitalize()
        has_technology = what in ("Container", "Component")
        label = call.arg(1, "label") or node_id
        technology = call.arg(2, "techn") if has_technology else ""
        description = call.arg(3 if has_technology else 2, "descr")
        if node_id in self.nodes:
            self.s.report("warning", call.at, f"`{node_id}` is defined twice. Rename one.")
        label_lines = lines(label)
        told = described(label_lines)
        counted = replicas_in(f"{technology}\n{description}")[0] if told.replicas is None else None
        shape = {"db": "cylinder", "queue": "queue"}.get((store or "").lower(), "box")
        shape = "person" if what == "Person" else shape
        is_external = bool(external) or told.external
        role: Role = role_of(told.name, shape, technology or told.technology)
        if is_external and role not in ("actor", "client"):
            role = "external"
        elif role == "other" and what != "Person":
            role = "service"
        self.nodes[node_id] = Node(
            key=f"node:{node_id}",
            id=node_id,
            label_lines=label_lines,
            name=told.name,
            shape=shape,
            role=role,
            line=self.s.line(call.at),
            column=self.s.column(call.at),
            technology=technology or told.technology,
            description=" ".join(lines(description)) or None,
            replicas=told.replicas if told.replicas is not None else counted,
            group=self._parent(),
            external=is_external,
            classes=tuple(tag for tag in call.named.get("tags", "").split("+") if tag),
            kind=what.lower(),
        )
        if self.s.take(_OPEN):
            self._element_as_group(call, node_id)

    def _element_as_group(self, call: Call, node_id: str) -> None:
        """``System(a, "A") { ... }``: drawn as a boundary by its author."""
        node = self.nodes.pop(node_id)
        self._add_group(call, node_id, node.label, "boundary")
        self._open.append((node_id, call.at))

    def _group(self, call: Call, kind: str) -> None:
        group_id = call.arg(0, "alias") or f"~group-{len(self.groups) + 1}"
        self._add_group(call, group_id, call.arg(1, "label") or group_id, kind)
        if self.s.take(_OPEN):
            self._open.append((group_id, call.at))

    def _add_group(self, call: Call, group_id: str, title: str, kind: str) -> None:
        technology = call.arg(2, "type") if kind == "node" else ""
        self.groups[group_id] = Group(
            key=f"group:{group_id}",
            id=group_id,
            title=" ".join(lines(title)),
            line=self.s.line(call.at),
            kind=kind,
            parent=self._parent(),
            technology=technology or None,
        )

    def _style(self, call: Call) -> None:
        """``UpdateElementStyle(api, $bgColor="#fff")``."""
        node = self.nodes.get(call.arg(0))
        fill = colour(call.named.get("bgColor", ""))
        if node and fill and call.name.lower() == "updateelementstyle":
            self.nodes[node.id] = replace(node, colour=fill)

    def _edges(self) -> tuple[Edge, ...]:
        counted: dict[tuple[str, str], int] = {}
        edges: list[Edge] = []
        for call, at in self.relations:
            edge = self._edge(call, at)
            if edge is None:
                continue
            pair = (edge.source, edge.target)
            n = counted[pair] = counted.get(pair, -1) + 1
            edges.append(replace(edge, key=f"{edge.key}#{n}"))
        return tuple(edges)

    def _edge(self, call: Call, at: int) -> Edge | None:
        shift = 1 if call.name.lower() == "relindex" else 0
        source, target = call.arg(shift, "from"), call.arg(shift + 1, "to")
        label, technology = call.arg(shift + 2, "label"), call.arg(shift + 3, "techn")
        missing = next((end for end in (source, target) if not self._known(end)), None)
        if missing is not None:
            self.s.report(
                "error",
                at,
                f"`{missing}` is not defined. Read: `{self.s.excerpt(at)}`. "
                f'Write for example `Container({missing or "id"}, "Name")` above.',
            )
            return None
        back = call.name.lower().startswith("rel_back")
        told = f"{label} {technology}"
        roles = [self.nodes[end].role if end in self.nodes else None for end in (source, target)]
        return Edge(
            key=f"edge:{source}->{target}",
            source=source,
            target=target,
            label_lines=lines(label),
            line=self.s.line(at),
            column=self.s.column(at),
            head="none" if back else "arrow",
            tail="arrow" if back or call.name.lower().startswith("bi") else "none",
            is_async=is_async_label(told) or joined_by_queue(*roles),
            technology=technology or None,
        )

    def _known(self, end: str) -> bool:
        return end in self.nodes or end in self.groups


def read_c4(prepared: Prepared, first_line: int) -> tuple[Graph, C4Reader]:
    """The graph and the reader, which holds the problems and the title."""
    reader = C4Reader(prepared, first_line)
    return reader.read(), reader
