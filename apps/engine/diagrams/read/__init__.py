"""Reading diagrams: a source in any notation becomes a ``Diagram``.

Mermaid flowcharts, sequence diagrams and C4 are read by our own parsers, which go on at the next line
after a fault. Other kinds and notations are recognised and kept with a note.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from apps.engine import formats
from apps.engine.diagrams.model import Diagram
from apps.engine.diagrams.read.source import Source
from apps.engine.diagrams.read.unread import recognise, too_long
from apps.engine.text import CanonicalText, Place

__all__ = ["MAX_SOURCE", "is_diagram_language", "read_diagram", "read_diagram_file"]

MAX_SOURCE = 64 * 1024
"""Longer sources are not read (characters)."""


def is_diagram_language(language: str) -> bool:
    """Whether a fence with this language word holds a diagram."""
    row = formats.by_language(language)
    return row is not None and row.role == "diagram"


def read_diagram(  # noqa: PLR0913 - a fence's facts, all by keyword
    *,
    artifact: str,
    source: str,
    language: str,
    info: str = "",
    caption: str = "",
    text: CanonicalText | None = None,
    source_start: int = 0,
    source_line: int = 1,
    index: int | None = None,
) -> Diagram:
    """Read the source of one diagram; ``source_line`` is its first line in the artifact.

    ``info`` is the fence's whole info string (``title="..."`` and ``kind=...`` in it count),
    ``caption`` the line "Figure n ..." beside it. The key stays empty. Never raises.
    """
    written = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    row = formats.by_language(language)
    given = Source(
        notation=row.word if row else "other",
        language=language,
        text=written,
        where=_where(artifact, written, text, source_start, source_line),
        hints=f"{info} {caption}".strip(),
        caption=caption,
        index=index,
    )
    if len(written) > MAX_SOURCE:
        return too_long(given, MAX_SOURCE)
    if row is None or row.reader is None:
        return recognise(given)
    diagram: Diagram = row.load_reader()(given)
    return diagram


def read_diagram_file(path: str, text: CanonicalText, row: formats.Format | None = None) -> Diagram:
    """Read a file that holds one diagram; ``row`` is what intake found it to be, else its name tells."""
    pure = PurePosixPath(path)
    row = row or formats.by_name(path)
    return read_diagram(
        artifact=path,
        source=text.text,
        language=row.word if row else pure.suffix.lstrip("."),
        caption=pure.stem.replace("-", " ").replace("_", " "),
        text=text,
    )


def _where(artifact: str, source: str, text: CanonicalText | None, start: int, line: int) -> Place:
    """The place of the source; a dedented source ends where its last line ends."""
    end_line = line + source.rstrip("\n").count("\n")
    end = start + len(source)
    if text is not None and end_line <= len(text.line_starts):
        end = max(start, text.line_span(end_line)[1])
    return Place(artifact, start, end, line, end_line)
