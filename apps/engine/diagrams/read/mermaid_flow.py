"""Reader of Mermaid flowcharts (``flowchart`` and ``graph``)."""

from __future__ import annotations

import re

from apps.engine.diagrams.model import Direction, Graph
from apps.engine.diagrams.read import flow_statements
from apps.engine.diagrams.read.flow_build import FlowBuilder, NodeDraft
from apps.engine.diagrams.read.flow_labels import LabelReader
from apps.engine.diagrams.read.flow_links import LinkReader
from apps.engine.diagrams.read.flow_tokens import CLASS, ID
from apps.engine.diagrams.read.prepare import Prepared
from apps.engine.diagrams.read.shape_data import DATA, shape_data
from apps.engine.diagrams.scanner import Scanner
from apps.engine.diagrams.shapes import NOT_MERMAID, SHAPE_NAMES

_SEPARATORS = re.compile(r"[\s;]+")
_SPACES = re.compile(r"[ \t]*")
_AND = re.compile(r"\s*&\s*")
_END = re.compile(r"[ \t]*(?:;|\n|\Z|(?=%%))")
_STRING = re.compile(r"\"([^\"\n]{1,500})\"")
_DIRECTION = re.compile(r"[ \t]*(TB|TD|BT|LR|RL|[<>^v])(?=[\s;]|\Z)", re.IGNORECASE)
_ODD_DIRECTION = re.compile(r"[ \t]*([A-Za-z]{2})[ \t]*(?=[;\n]|\Z)")
_RESERVED = frozenset(
    {"end", "graph", "flowchart", "style", "class", "click", "subgraph", "linkStyle", "classDef"}
)
_DIRECTIONS: dict[str, Direction] = {
    "TB": "TB", "TD": "TB", "V": "TB", "BT": "BT", "^": "BT", "LR": "LR", ">": "LR", "RL": "RL", "<": "RL",
}  # fmt: skip


class FlowReader:
    """Reads statement by statement; a line that cannot be read is reported and left out."""

    def __init__(self, prepared: Prepared, first_line: int) -> None:
        self.s = Scanner(prepared.text, first_line, prepared.source)
        self.s.pos = prepared.start
        self.build = FlowBuilder(self.s)
        self.labels = LabelReader(self.s)
        self.links = LinkReader(self.s, self.build.edge_ids)

    def read(self) -> Graph:
        """The whole flowchart."""
        self._header()
        while True:
            self.s.take(_SEPARATORS)
            if self.s.at_end():
                break
            before = self.s.pos
            if self._comment():
                continue
            if not flow_statements.keyword(self.s, self.build) and not self._chain():
                self.s.skip_line()
            if self.s.pos == before:
                self.s.skip_line()
        flow_statements.close_all(self.s, self.build)
        return self.build.graph()

    def _header(self) -> None:
        found = self.s.take(_DIRECTION)
        if found:
            self.build.direction = _DIRECTIONS[found[1].upper()]
            if found[1] != found[1].upper() and found[1] != "v":
                self.s.report(
                    "warning",
                    found.start(1),
                    f"Directions are written in capitals. Read: `{found[1]}`. "
                    f"Write: `{found[1].upper()}`.",
                )
        elif odd := self.s.take(_ODD_DIRECTION):
            self.s.report(
                "warning",
                odd.start(1),
                f"`{odd[1]}` is not a direction; we read TB. Write: `TB`, `BT`, `LR` or `RL`.",
            )

    def _chain(self) -> bool:
        """``A & B --> C[label] -- text --> D``; False when the line was not read to its end."""
        at = self.s.pos
        self._lone_ending(at)
        sources = self._nodes()
        if not sources:
            return self._not_read(at, "a node")
        alone = True
        while True:
            link = self.links.read()
            if link is None:
                break
            if self.links.take_broken():
                return True
            alone = False
            if self._statement_follows():
                self._not_read(link.at, "a node behind the arrow")
                return True
            targets = self._nodes()
            if not targets:
                return self._not_read(link.at, "a node behind the arrow")
            self.build.connect(sources, targets, link)
            sources = targets
        if alone:
            for draft in sources:
                self.build.list_node(draft, at)
        return self._statement_end()

    def _lone_ending(self, at: int) -> None:
        """``x-->y`` at the start of a statement: Mermaid sees an arrow with a cross, not a node."""
        if found := _LONE_ENDING.match(self.s.text, at):
            self.s.report(
                "warning",
                at,
                f"Mermaid reads `{found[0]}` as one arrow. Read: `{self.s.excerpt(at)}`. "
                f"Write a space behind `{found[1]}`, or `{found[1].upper()}`.",
            )

    def _statement_follows(self) -> bool:
        """Whether the arrow was the last thing of its line and a keyword begins the next one."""
        before = (
            self.s.text[: self.s.pos].rpartition("\n")[2]
            if self.s.pos < 200
            else (self.s.text[self.s.pos - 200 : self.s.pos].rpartition("\n")[2])
        )
        return not before.strip() and bool(flow_statements.KEYWORD.match(self.s.text, self.s.pos))

    def _statement_end(self) -> bool:
        if self.s.take(_END):
            self._comment()
            return True
        return self._not_read(self.s.pos, "the end of the line or an arrow")

    def _comment(self) -> bool:
        """``%% ...`` behind a statement."""
        if not self.s.text.startswith("%%", self.s.pos):
            return False
        self.s.report(
            "warning",
            self.s.pos,
            f"A comment needs a line of its own. Read: `{self.s.excerpt(self.s.pos)}`. "
            "Write the `%%` comment on the line before.",
        )
        self.s.skip_line()
        return True

    def _not_read(self, at: int, expected: str) -> bool:
        if at >= self.s.end:
            at = max(self.s.end - 1, 0)
        self.s.report(
            "error",
            at,
            f"We expected {expected}. Read: `{self.s.excerpt(at)}`. "
            'Write one connection a line: `a["First"] --> b["Second"]`.',
        )
        return False

    def _nodes(self) -> list[NodeDraft]:
        """``A & B & C``."""
        found: list[NodeDraft] = []
        while True:
            draft = self._vertex()
            if draft is None:
                return found
            found.append(draft)
            if not self.s.take(_AND):
                return found

    def _vertex(self) -> NodeDraft | None:
        at = self.s.pos
        found = self.s.take(ID)
        if found is None:
            return self._quoted_vertex(at)
        node_id = found[0]
        if node_id in _RESERVED:
            self._reserved(node_id, at)
        draft = self.build.node(node_id, at)
        self._shape(draft, at)
        self._shape_data(draft, at)
        while css := self.s.take(CLASS):
            draft.classes.append(css[1])
            self._shape_data(draft, at)
        return draft

    def _quoted_vertex(self, at: int) -> NodeDraft | None:
        found = self.s.take(_STRING)
        if found is None:
            return None
        self.s.report(
            "warning",
            at,
            f'A node needs an id before its label. Read: `"{found[1]}"`. '
            f'Write: `a1["{found[1]}"]`.',
        )
        return self.build.node(found[1].strip(), at)

    def _reserved(self, word: str, at: int) -> None:
        self.s.report(
            "warning",
            at,
            f"`{word}` is a word of Mermaid; we read it as a node. "
            f'Write: `{word.capitalize()}` or `{word}_node["{word}"]`.',
            f"node:{word}",
        )

    def _shape(self, draft: NodeDraft, at: int) -> None:
        label_at = self.s.pos
        spaces = self.s.take(_SPACES)
        label = self.labels.read(draft.id)
        if label is None:
            self.s.pos = label_at
        else:
            self._labelled(draft, label.text, at)
            draft.shape, draft.markdown = label.shape, label.markdown
            if spaces and spaces[0]:
                self.s.report(
                    "warning",
                    label_at,
                    f"A label follows its id without a space. Read: `{self.s.excerpt(at)}`. "
                    f"Write: `{draft.id}{self.s.text[spaces.end()]}`...",
                )

    def _shape_data(self, draft: NodeDraft, at: int) -> None:
        """``@{ shape: cyl, label: "x" }`` behind the node, or behind its class."""
        data = self.s.take(DATA)
        if data is None:
            return
        self._data(draft, data[1], data.start(), at)
        if self.s.text.startswith(":::", self.s.pos):
            self.s.report(
                "warning",
                self.s.pos,
                f"Mermaid refuses a class behind `@{{...}}`. Read: `{self.s.excerpt(at)}`. "
                f"Write: `{draft.id}:::name@{{ ... }}`.",
                f"node:{draft.id}",
            )

    def _labelled(self, draft: NodeDraft, label: str, at: int) -> None:
        if draft.label is not None and draft.label != label:
            self.s.report(
                "note",
                at,
                f"`{draft.id}` is labelled twice; the last label counts. "
                f"Read: `{draft.label[:60]}`, then `{label[:60]}`.",
                f"node:{draft.id}",
            )
        draft.label = label
        self.build.list_node(draft, at)

    def _data(self, draft: NodeDraft, body: str, data_at: int, at: int) -> None:
        data = shape_data(body)
        if "label" in data:
            self._labelled(draft, data["label"].strip("`"), at)
        name = data.get("shape", "").lower()
        if not name:
            return
        draft.shape = SHAPE_NAMES.get(name, "box")
        if name not in SHAPE_NAMES or name in NOT_MERMAID:
            self.s.report(
                "warning",
                data_at,
                f"Mermaid has no shape `{name}` and would refuse the whole diagram. "
                "Write for example `cyl` (store), `das` (queue), `rect` or `diam`.",
                f"node:{draft.id}",
            )


_LONE_ENDING = re.compile(r"([xo])(?:--|==|-\.)")


def read_flow(prepared: Prepared, first_line: int) -> tuple[Graph, FlowReader]:
    """The graph and the reader, which holds the problems."""
    reader = FlowReader(prepared, first_line)
    return reader.read(), reader
