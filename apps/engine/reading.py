"""Reading one file on its own: bytes in, a ``FileReading`` out.

This is the unit that runs in a limited child process and is cached by content hash and reader
version, so a revision that changes one file reads one file.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from apps.engine import formats
from apps.engine.diagrams.model import Diagram
from apps.engine.diagrams.pictures import pictures
from apps.engine.diagrams.read import is_diagram_language, read_diagram, read_diagram_file
from apps.engine.document.model import Document
from apps.engine.intake.types import sniff, unreadable_reason
from apps.engine.package import FileReading
from apps.engine.text import CanonicalText, canonical_text

MAX_DIAGRAMS = 60
"""Diagrams of one document that are read; the rest is reported, not dropped silently."""


READERS = {row.word: row.load_reader() for row in formats.FORMATS if row.reader}
"""Loaded with this module, so that no child of the fork server loads a reader once more."""


def read_file(path: str, data: bytes) -> FileReading:
    """Read one file of a package. Never raises for what the file holds."""
    type_ = sniff(path, data)
    base = FileReading(
        path=path, type=type_, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    row = formats.by_word(type_)
    if row.role == "diagram":
        text = canonical_text(path, data)
        return replace(
            base,
            text=text.text,
            diagrams=(read_diagram_file(path, text, row),),
            warnings=text.warnings,
        )
    if row.role == "document" and row.reader:
        text = canonical_text(path, data)
        return _with_document(base, text, READERS[type_](path, text))
    reason = unreadable_reason(type_)
    # The words of an SVG are not kept: it is a picture, shown and never read.
    if row.is_text and row.role != "picture":
        text = canonical_text(path, data)
        return replace(base, text=text.text, skipped_reason=reason, warnings=text.warnings)
    return replace(base, skipped_reason=reason)


def _with_document(base: FileReading, text: CanonicalText, document: Document) -> FileReading:
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
