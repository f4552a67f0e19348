"""Reading one file on its own: bytes in, a ``FileReading`` out.

This is the unit that runs in a limited child process and is cached by content hash and reader
version, so a revision that changes one file reads one file.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from apps.engine.diagrams.model import Diagram
from apps.engine.diagrams.pictures import pictures
from apps.engine.diagrams.read import is_diagram_language, read_diagram, read_diagram_file
from apps.engine.document.markdown import read_markdown
from apps.engine.document.model import Document
from apps.engine.intake.types import DIAGRAMS, sniff, unreadable_reason
from apps.engine.package import FileReading
from apps.engine.text import CanonicalText, canonical_text

MAX_DIAGRAMS = 60
"""Diagrams of one document that are read; the rest is reported, not dropped silently."""

DIAGRAM_TYPES = DIAGRAMS - {"svg"}
"""Types of files that hold the source of a diagram; an SVG is a picture."""

_TEXT_TYPES = frozenset({"text", "csv", "yaml", "json", "html", "xml"})


def read_file(path: str, data: bytes) -> FileReading:
    """Read one file of a package. Never raises for what the file holds."""
    type_ = sniff(path, data)
    base = FileReading(
        path=path, type=type_, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    if type_ in DIAGRAM_TYPES:
        text = canonical_text(path, data)
        return replace(
            base,
            text=text.text,
            diagrams=(read_diagram_file(path, text),),
            warnings=text.warnings,
        )
    if type_ == "markdown":
        return _read_markdown(base, canonical_text(path, data))
    reason = unreadable_reason(type_)
    if type_ in _TEXT_TYPES:
        text = canonical_text(path, data)
        return replace(base, text=text.text, skipped_reason=reason, warnings=text.warnings)
    return replace(base, skipped_reason=reason)


def _read_markdown(base: FileReading, text: CanonicalText) -> FileReading:
    document = read_markdown(base.path, text)
    fenced, left_out = _fenced_diagrams(document, text)
    found = (*fenced, *pictures(document))
    empty = () if text.text.strip() else (f"{base.path}: the file is empty.",)
    return replace(
        base,
        text=text.text,
        document=document,
        diagrams=tuple(sorted(found, key=lambda diagram: diagram.where.start or 0)),
        warnings=tuple(dict.fromkeys(text.warnings + document.warnings + left_out + empty)),
    )


def _fenced_diagrams(
    document: Document, text: CanonicalText
) -> tuple[tuple[Diagram, ...], tuple[str, ...]]:
    """Diagrams of a document's fences, and a warning for those above the limit."""
    fences = [fence for fence in document.fences if is_diagram_language(fence.language)]
    diagrams = tuple(
        read_diagram(
            artifact=document.path,
            source=fence.source,
            language=fence.language,
            info=fence.info,
            caption=fence.caption,
            text=text,
            source_start=fence.source_start,
            source_line=fence.source_line,
            index=fence.index,
        )
        for fence in fences[:MAX_DIAGRAMS]
    )
    return diagrams, tuple(
        f"{document.path}, line {first.line}: {len(fences)} diagrams; the first {MAX_DIAGRAMS} were "
        "read. Split the document."
        for first in fences[MAX_DIAGRAMS : MAX_DIAGRAMS + 1]
    )
