"""Mermaid: flowcharts, sequence diagrams and C4 are read, other kinds told by their first word."""

from __future__ import annotations

from apps.engine.diagrams.model import Diagram, DiagramKind, Graph, Problem
from apps.engine.diagrams.read.kinds import KindSource, graph_kind
from apps.engine.diagrams.read.mermaid_c4 import read_c4
from apps.engine.diagrams.read.mermaid_flow import read_flow
from apps.engine.diagrams.read.mermaid_sequence import read_sequence
from apps.engine.diagrams.read.prepare import Prepared, prepare
from apps.engine.diagrams.read.source import Source, Told
from apps.engine.diagrams.read.unread import not_read, title_of

UNREAD_KINDS: dict[str, DiagramKind] = {
    "stateDiagram": "state", "stateDiagram-v2": "state", "classDiagram": "class",
    "classDiagram-v2": "class", "erDiagram": "er", "gantt": "other", "pie": "other",
    "journey": "other", "gitGraph": "other", "mindmap": "other", "timeline": "other",
    "quadrantChart": "other", "requirementDiagram": "other", "requirement": "other",
    "sankey-beta": "other", "sankey": "other", "xychart-beta": "other", "xychart": "other",
    "block-beta": "other", "block": "other", "packet-beta": "other", "packet": "other",
    "architecture-beta": "deployment", "architecture": "deployment", "kanban": "other",
    "radar-beta": "other", "radar": "other", "treemap-beta": "other", "treemap": "other",
    "zenuml": "sequence", "info": "other", "venn-beta": "other", "ishikawa-beta": "other",
    "treeView-beta": "other", "wardley-beta": "other", "cynefin-beta": "other",
}  # fmt: skip
"""Kinds that we recognise by their first word and do not read."""


def read_mermaid(source: Source) -> Diagram:
    """A Mermaid source: flowchart, sequence, C4, or recognised by its first word."""
    prepared = prepare(source.text)
    syntax = prepared.syntax
    if syntax in ("flowchart", "graph", "flowchart-elk"):
        return _flow(source, prepared)
    if syntax == "sequenceDiagram":
        return _sequence(source, prepared)
    if syntax.startswith("C4"):
        return _c4(source, prepared)
    if syntax in UNREAD_KINDS:
        return _unread_kind(source, prepared)
    return _unknown(source, prepared)


def _flow(source: Source, prepared: Prepared) -> Diagram:
    graph, reader = read_flow(prepared, source.line)
    title = _title(source, prepared, reader.build.acc_title)
    kind, kind_source = graph_kind(graph, f"{title} {source.hints}")
    told = _told(prepared, kind, kind_source, title)
    return source.read(prepared.syntax, told, reader.s.problems, graph=graph)


def _sequence(source: Source, prepared: Prepared) -> Diagram:
    sequence, reader = read_sequence(prepared, source.line)
    title = _title(source, prepared, reader.build.title or reader.build.acc_title)
    told = _told(prepared, "sequence", "syntax", title)
    return source.read(prepared.syntax, told, reader.s.problems, sequence=sequence)


def _c4(source: Source, prepared: Prepared) -> Diagram:
    graph, reader = read_c4(prepared, source.line)
    kind: DiagramKind = "deployment" if "Deployment" in prepared.syntax else "component"
    told = _told(prepared, kind, "syntax", _title(source, prepared, reader.title))
    return source.read(prepared.syntax, told, reader.s.problems, graph=graph)


def _unread_kind(source: Source, prepared: Prepared) -> Diagram:
    title = _title(source, prepared, title_of("mermaid", prepared.text))
    told = _told(prepared, UNREAD_KINDS[prepared.syntax], "syntax", title)
    return source.noted(prepared.syntax, told, not_read(f"Mermaid {prepared.syntax}"))


def _unknown(source: Source, prepared: Prepared) -> Diagram:
    """No first word that Mermaid knows: an error in a diagram that we would read."""
    read = prepared.text.strip()[:60].partition("\n")[0]
    message = (
        f"The first word names the kind of diagram. Read: `{read}`. "
        "Write: `flowchart LR`, `sequenceDiagram` or `C4Container`."
        if read
        else "This diagram is empty. Write for example `flowchart LR` and its nodes below."
    )
    line = source.line + prepared.source[: prepared.syntax_at].count("\n")
    problem = Problem("error", line if read else source.line, 1, message)
    told = _told(prepared, "other", "syntax", _title(source, prepared, ""))
    return source.read(prepared.syntax, told, [problem], graph=Graph("TB", (), (), ()))


def _title(source: Source, prepared: Prepared, inside: str) -> str:
    """``%% title:``, front matter, caption, then what the notation itself calls a title."""
    return prepared.title or prepared.front_title or source.caption.strip() or inside.strip()


def _told(prepared: Prepared, kind: DiagramKind, kind_source: KindSource, title: str) -> Told:
    """The author's own word wins."""
    if prepared.kind:
        return Told(prepared.kind, "explicit", title)
    return Told(kind, kind_source, title)
