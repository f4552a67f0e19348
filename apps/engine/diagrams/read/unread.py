"""Notations and kinds that are recognised, not read: only the kind, the title and a note."""

from __future__ import annotations

import re

from apps.engine import formats
from apps.engine.diagrams.model import Diagram, DiagramKind, Notation
from apps.engine.diagrams.read.kinds import kind_by_caption
from apps.engine.diagrams.read.prepare import comment_names, explicit_kind
from apps.engine.diagrams.read.source import Source, Told

_COMMENTS = re.compile(r"^[ \t]*(?:%%|//|'|#|--)(.*)$", re.MULTILINE)
_TITLE = {
    "plantuml": re.compile(r"^[ \t]*title[ \t]+(\S.*)$", re.MULTILINE | re.IGNORECASE),
    "dot": re.compile(r"^[ \t]*label[ \t]*=[ \t]*\"([^\"\n]{1,200})\"", re.MULTILINE),
    "structurizr": re.compile(r"^[ \t]*title[ \t]+\"([^\"\n]{1,200})\"", re.MULTILINE),
    "drawio": re.compile(r"<diagram\b[^>]{0,300}?\bname=\"([^\"\n]{1,200})\""),
    "mermaid": re.compile(r"^[ \t]*title[ \t:]+(\S.*)$", re.MULTILINE),
}
_KINDS: dict[Notation, tuple[tuple[DiagramKind, re.Pattern[str]], ...]] = {
    "mermaid": (("sequence", re.compile("sequenceDiagram")),),
    "plantuml": (
        ("sequence", re.compile(r"^[ \t]*(?:participant|autonumber)\b", re.MULTILINE)),
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
    ),
    "structurizr": (
        ("deployment", re.compile(r"^[ \t]*deployment\s", re.MULTILINE)),
        ("component", re.compile("")),
    ),
}
"""What in a source tells its kind, the strongest sign first."""


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
    told = next((kind for kind, sign in _KINDS.get(notation, ()) if sign.search(source)), None)
    return told or kind_by_caption(caption) or ("component" if notation == "dot" else "other")


def recognise(source: Source) -> Diagram:
    """A notation that is not read: its kind and title as far as they can be told."""
    title = title_of(source.notation, source.text) or source.caption.strip()
    kind = kind_of(source.notation, source.text, f"{title} {source.hints}")
    row = formats.by_language(source.language)
    name = row.name if row else source.language.strip() or "This notation"
    return source.noted(source.language, Told(kind, "content", title), not_read(name))


def too_long(source: Source, limit: int) -> Diagram:
    """A source of more than ``limit`` characters."""
    size = len(source.text) / 1024
    message = (
        f"This source has {size:,.0f} KB; diagrams up to {limit // 1024} KB are read. "
        "Split it into diagrams that fit a page each."
    )
    kind = kind_of(source.notation, source.text[:4096], source.hints)
    return source.noted("", Told(kind, "caption", source.caption.strip()), message)


def not_read(name: str) -> str:
    """The note that goes with a diagram that is not read."""
    return (
        f"{name} is not read yet; the source is shown. "
        "Write Mermaid flowchart, sequence or C4 to have it checked and drawn."
    )
