"""Reading diagrams: a source in any notation becomes a ``Diagram``.

Mermaid flowcharts, sequence diagrams and C4 are read by our own parsers, which go on at the next line
after a fault. Other kinds and notations are recognised and kept with a note.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from apps.engine.diagrams.model import (
    Diagram,
    DiagramKind,
    Graph,
    Notation,
    Problem,
    Sequence,
)
from apps.engine.diagrams.read import unread
from apps.engine.diagrams.read.kinds import KindSource, graph_kind
from apps.engine.diagrams.read.prepare import Prepared, prepare
from apps.engine.text import CanonicalText, Place

__all__ = ["MAX_SOURCE", "is_diagram_language", "read_diagram", "read_diagram_file"]

MAX_SOURCE = 64 * 1024
"""Longer sources are not read (characters)."""


def is_diagram_language(language: str) -> bool:
    """Whether a fence with this language word holds a diagram."""
    return language.strip().lower().strip("{}.") in unread.LANGUAGES


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
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    notation = unread.LANGUAGES.get(language.strip().lower().strip("{}."), "other")
    where = _where(artifact, source, text, source_start, source_line)
    hints = f"{info} {caption}".strip()
    reading = _Reading(notation, source, where, hints=hints, caption=caption, index=index)
    if len(source) > MAX_SOURCE:
        return reading.too_long()
    if notation == "mermaid":
        return reading.mermaid()
    return reading.unread(language)


def read_diagram_file(path: str, text: CanonicalText) -> Diagram:
    """Read a file that holds one diagram; the notation is told by the end of its name."""
    suffix = PurePosixPath(path.lower()).suffix
    language = unread.EXTENSIONS.get(suffix, suffix.lstrip("."))
    return read_diagram(
        artifact=path,
        source=text.text,
        language=language,
        caption=PurePosixPath(path).stem.replace("-", " ").replace("_", " "),
        text=text,
    )


def _where(artifact: str, source: str, text: CanonicalText | None, start: int, line: int) -> Place:
    """The place of the source; a dedented source ends where its last line ends."""
    end_line = line + source.rstrip("\n").count("\n")
    end = start + len(source)
    if text is not None and end_line <= len(text.line_starts):
        end = max(start, text.line_span(end_line)[1])
    return Place(artifact, start, end, line, end_line)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a diagram beside its content."""

    kind: DiagramKind
    kind_source: KindSource
    title: str


class _Reading:
    """One source on its way to a ``Diagram``."""

    def __init__(  # noqa: PLR0913 - what a source is read with
        self,
        notation: Notation,
        source: str,
        where: Place,
        *,
        hints: str,
        caption: str,
        index: int | None,
    ) -> None:
        self.notation, self.source, self.where, self.index = notation, source, where, index
        self.hints, self.caption = hints, caption
        self.line = where.line or 1

    def mermaid(self) -> Diagram:
        """A Mermaid source: flowchart, sequence, C4, or recognised by its first word."""
        prepared = prepare(self.source)
        syntax = prepared.syntax
        if syntax in ("flowchart", "graph", "flowchart-elk"):
            return self._flow(prepared)
        if syntax == "sequenceDiagram":
            return self._sequence(prepared)
        if syntax.startswith("C4"):
            return self._c4(prepared)
        if syntax in unread.MERMAID_UNREAD:
            return self._unread_kind(prepared)
        return self._unknown(prepared)

    def _flow(self, prepared: Prepared) -> Diagram:
        from apps.engine.diagrams.read.mermaid_flow import read_flow

        graph, reader = read_flow(prepared, self.line)
        title = self._title(prepared, reader.build.acc_title)
        kind, source = graph_kind(graph, f"{title} {self.hints}")
        told = self._told(prepared, kind, source, title)
        return self._made(prepared.syntax, told, reader.s.problems, graph=graph)

    def _sequence(self, prepared: Prepared) -> Diagram:
        from apps.engine.diagrams.read.mermaid_sequence import read_sequence

        sequence, reader = read_sequence(prepared, self.line)
        title = self._title(prepared, reader.build.title or reader.build.acc_title)
        told = self._told(prepared, "sequence", "syntax", title)
        return self._made(prepared.syntax, told, reader.s.problems, sequence=sequence)

    def _c4(self, prepared: Prepared) -> Diagram:
        from apps.engine.diagrams.read.mermaid_c4 import read_c4

        graph, reader = read_c4(prepared, self.line)
        kind: DiagramKind = "deployment" if "Deployment" in prepared.syntax else "component"
        told = self._told(prepared, kind, "syntax", self._title(prepared, reader.title))
        return self._made(prepared.syntax, told, reader.s.problems, graph=graph)

    def _title(self, prepared: Prepared, inside: str) -> str:
        """``%% title:``, front matter, caption, then what the notation itself calls a title."""
        return prepared.title or prepared.front_title or self.caption.strip() or inside.strip()

    def _told(self, prepared: Prepared, kind: DiagramKind, source: KindSource, title: str) -> _Told:
        """The author's own word wins."""
        if prepared.kind:
            return _Told(prepared.kind, "explicit", title)
        return _Told(kind, source, title)

    def _unread_kind(self, prepared: Prepared) -> Diagram:
        title = self._title(prepared, unread.title_of("mermaid", prepared.text))
        kind = unread.MERMAID_UNREAD[prepared.syntax]
        told = self._told(prepared, kind, "syntax", title)
        return self._noted(prepared.syntax, told, unread.not_read(f"Mermaid {prepared.syntax}"))

    def _unknown(self, prepared: Prepared) -> Diagram:
        """No first word that Mermaid knows: an error in a diagram that we would read."""
        read = prepared.text.strip()[:60].partition("\n")[0]
        message = (
            f"The first word names the kind of diagram. Read: `{read}`. "
            "Write: `flowchart LR`, `sequenceDiagram` or `C4Container`."
            if read
            else "This diagram is empty. Write for example `flowchart LR` and its nodes below."
        )
        line = self.line + prepared.source[: prepared.syntax_at].count("\n")
        problem = Problem("error", line if read else self.line, 1, message)
        told = self._told(prepared, "other", "syntax", self._title(prepared, ""))
        return self._made(prepared.syntax, told, [problem], graph=Graph("TB", (), (), ()))

    def unread(self, language: str) -> Diagram:
        """A notation that is not read."""
        title = unread.title_of(self.notation, self.source) or self.caption.strip()
        kind = unread.kind_of(self.notation, self.source, f"{title} {self.hints}")
        name = unread.NAMES.get(self.notation, language.strip() or "This notation")
        return self._noted(language, _Told(kind, "content", title), unread.not_read(name))

    def too_long(self) -> Diagram:
        """A source over the limit."""
        size, limit = len(self.source) / 1024, MAX_SOURCE // 1024
        message = (
            f"This source has {size:,.0f} KB; diagrams up to {limit} KB are read. "
            "Split it into diagrams that fit a page each."
        )
        start = self.source[:4096]
        kind = unread.kind_of(self.notation, start, self.hints)
        if self.notation == "mermaid" and "sequenceDiagram" in start:
            kind = "sequence"
        return self._noted("", _Told(kind, "caption", self.caption.strip()), message)

    def _noted(self, syntax: str, told: _Told, message: str) -> Diagram:
        return self._diagram(syntax, told, [Problem("note", self.line, 1, message)])

    def _made(
        self,
        syntax: str,
        told: _Told,
        problems: list[Problem],
        *,
        graph: Graph | None = None,
        sequence: Sequence | None = None,
    ) -> Diagram:
        made = self._diagram(syntax, told, sorted(problems, key=lambda p: (p.line, p.column)))
        return replace(made, supported=True, graph=graph, sequence=sequence)

    def _diagram(self, syntax: str, told: _Told, problems: list[Problem]) -> Diagram:
        return Diagram(
            key="",
            notation=self.notation,
            syntax=syntax,
            kind=told.kind,
            kind_source=told.kind_source,
            title=told.title,
            source=self.source,
            where=self.where,
            supported=False,
            problems=tuple(problems),
            index=self.index,
        )
