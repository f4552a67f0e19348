"""Notations and kinds that are recognised, not read: only the kind, the title and a note."""

from __future__ import annotations

import re

from apps.engine.diagrams.model import DiagramKind, Notation
from apps.engine.diagrams.read.kinds import kind_by_caption
from apps.engine.diagrams.read.prepare import comment_names, explicit_kind

LANGUAGES: dict[str, Notation] = {
    "mermaid": "mermaid", "mmd": "mermaid", "plantuml": "plantuml", "puml": "plantuml",
    "c4plantuml": "plantuml", "uml": "plantuml", "dot": "dot", "graphviz": "dot", "gv": "dot",
    "structurizr": "structurizr", "drawio": "drawio", "d2": "other", "likec4": "other",
    "c4": "other", "bpmn": "other", "excalidraw": "other", "nomnoml": "other", "ditaa": "other",
    "blockdiag": "other", "seqdiag": "other", "nwdiag": "other", "wavedrom": "other",
    "svgbob": "other", "pikchr": "other", "vega": "other", "vegalite": "other",
}  # fmt: skip
"""Language word of a fence -> notation."""

EXTENSIONS: dict[str, str] = {
    ".mmd": "mermaid", ".mermaid": "mermaid", ".puml": "plantuml", ".plantuml": "plantuml",
    ".pu": "plantuml", ".wsd": "plantuml", ".iuml": "plantuml", ".dot": "dot", ".gv": "dot",
    ".dsl": "structurizr", ".drawio": "drawio", ".d2": "d2", ".c4": "likec4", ".likec4": "likec4",
    ".bpmn": "bpmn", ".excalidraw": "excalidraw",
}  # fmt: skip
"""End of a file name -> language word."""

NAMES: dict[str, str] = {
    "plantuml": "PlantUML", "dot": "Graphviz DOT", "structurizr": "Structurizr DSL",
    "drawio": "draw.io", "image": "Pictures", "mermaid": "Mermaid",
}  # fmt: skip

MERMAID_UNREAD: dict[str, DiagramKind] = {
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
"""Mermaid kinds that we recognise by their first word and do not read."""

_COMMENTS = re.compile(r"^[ \t]*(?:%%|//|'|#|--)(.*)$", re.MULTILINE)
_TITLE = {
    "plantuml": re.compile(r"^[ \t]*title[ \t]+(\S.*)$", re.MULTILINE | re.IGNORECASE),
    "dot": re.compile(r"^[ \t]*label[ \t]*=[ \t]*\"([^\"\n]{1,200})\"", re.MULTILINE),
    "structurizr": re.compile(r"^[ \t]*title[ \t]+\"([^\"\n]{1,200})\"", re.MULTILINE),
    "drawio": re.compile(r"<diagram\b[^>]{0,300}?\bname=\"([^\"\n]{1,200})\""),
    "mermaid": re.compile(r"^[ \t]*title[ \t:]+(\S.*)$", re.MULTILINE),
}
_PLANTUML: tuple[tuple[DiagramKind, re.Pattern[str]], ...] = (
    (
        "deployment",
        re.compile(r"^[ \t]*(?:Deployment_)?Node(?:_[LR])?\s?\(|^[ \t]*node\b", re.MULTILINE),
    ),
    (
        "component",
        re.compile(
            r"^[ \t]*(?:Person|System|Container|Component)(?:Db|Queue)?(?:_Ext|_Boundary)?\s?\(|"
            r"^[ \t]*(?:component|package|rectangle|cloud|\[[^\]]{1,80}\])",
            re.MULTILINE,
        ),
    ),
    ("class", re.compile(r"^[ \t]*(?:abstract |class |interface |enum )", re.MULTILINE)),
    ("state", re.compile(r"^[ \t]*(?:state |\[\*\])", re.MULTILINE)),
    (
        "sequence",
        re.compile(
            r"^[ \t]*(?:participant|autonumber|activate|alt|loop|boundary|control)\b|"
            r"^[^\n:]{1,80}->{1,2}[^\n:]{1,80}:",
            re.MULTILINE,
        ),
    ),
)
_PARTICIPANT = re.compile(r"^[ \t]*(?:participant|autonumber)\b", re.MULTILINE)
_DEPLOYMENT_VIEW = re.compile(r"^[ \t]*deployment\s", re.MULTILINE)


def comments(source: str) -> dict[str, str]:
    """``title`` and ``kind`` of the source's comments, whatever its notation."""
    found: dict[str, str] = {}
    for comment in _COMMENTS.finditer(source):
        named = comment_names(comment[1])
        if named:
            found.setdefault(*named)
    return found


def title_of(notation: Notation, source: str) -> str:
    """The title written in the source."""
    named = comments(source).get("title")
    pattern = _TITLE.get(notation)
    found = pattern.search(source) if pattern and not named else None
    return (named or (found[1] if found else "")).strip().strip('"')


def kind_of(notation: Notation, source: str, caption: str) -> DiagramKind:
    """The kind as far as the source, its comments and its caption tell it."""
    if "kind" in (said := comments(source)) and (kind := explicit_kind(said["kind"])):
        return kind
    if notation == "plantuml":
        if _PARTICIPANT.search(source):
            return "sequence"
        told = next((kind for kind, pattern in _PLANTUML if pattern.search(source)), None)
        if told is not None:
            return told
    if notation == "structurizr":
        return "deployment" if _DEPLOYMENT_VIEW.search(source) else "component"
    return kind_by_caption(caption) or ("component" if notation == "dot" else "other")


def not_read(name: str) -> str:
    """The note that goes with a diagram that is not read."""
    return (
        f"{name} is not read yet; the source is shown. "
        "Write Mermaid flowchart, sequence or C4 to have it checked and drawn."
    )
