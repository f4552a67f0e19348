"""Reading diagrams: a source in any notation becomes a ``Diagram``.

Mermaid flowcharts, sequence diagrams and C4 are read by our own parsers, which go on at the next line
after a fault. Other kinds and notations are recognised and kept with a note.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from apps.engine.diagrams.model import (
    Diagram,
    DiagramKind,
    Graph,
    Notation,
    Problem,
    ProblemLevel,
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
    reading = _Reading(notation, source, source_line, f"{info} {caption}".strip(), caption)
    if len(source) > MAX_SOURCE:
        return reading.too_long(where, index)
    if notation == "mermaid":
        return reading.mermaid(where, index)
    return reading.unread(language, where, index)


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


def _where(
    artifact: str, source: str, text: CanonicalText | None, start: int, line: int
) -> Place:
    """The place of the source; a dedented source ends where its last line ends."""
    end_line = line + source.rstrip("\n").count("\n")
    end = start + len(source)
    if text is not None and end_line <= len(text.line_starts):
        end = max(start, text.line_span(end_line)[1])
    return Place(artifact, start, end, line, end_line)


class _Reading:
    """One source on its way to a ``Diagram``."""

    def __init__(
        self, notation: Notation, source: str, line: int, hints: str, caption: str
    ) -> None:
        self.notation, self.source, self.line = notation, source, line
        self.hints, self.caption = hints, caption

    def mermaid(self, where: Place, index: int | None) -> Diagram:
        """A Mermaid source: flowchart, sequence, C4, or recognised by its first word."""
        prepared = prepare(self.source)
        syntax = prepared.syntax
        if syntax in ("flowchart", "graph", "flowchart-elk"):
            return self._flow(prepared, where, index)
        if syntax == "sequenceDiagram":
            return self._sequence(prepared, where, index)
        if syntax.startswith("C4"):
            return self._c4(prepared, where, index)
        known = unread.MERMAID_UNREAD.get(syntax)
        if known is not None:
            return self._unread_kind(prepared, known, where, index)
        return self._unknown(prepared, where, index)

    def _flow(self, prepared: Prepared, where: Place, index: int | None) -> Diagram:
        from apps.engine.diagrams.read.mermaid_flow import read_flow

        graph, reader = read_flow(prepared, self.line)
        title = self._title(prepared, reader.build.acc_title)
        kind, source = graph_kind(graph, f"{title} {self.hints}")
        kind, source = self._explicit(prepared, kind, source)
        return self._made(prepared, where, index, kind, source, title, reader.s.problems, graph=graph)

    def _sequence(self, prepared: Prepared, where: Place, index: int | None) -> Diagram:
        from apps.engine.diagrams.read.mermaid_sequence import read_sequence

        sequence, reader = read_sequence(prepared, self.line)
        title = self._title(prepared, reader.build.title or reader.build.acc_title)
        kind, source = self._explicit(prepared, "sequence", "syntax")
        return self._made(
            prepared, where, index, kind, source, title, reader.s.problems, sequence=sequence
        )

    def _c4(self, prepared: Prepared, where: Place, index: int | None) -> Diagram:
        from apps.engine.diagrams.read.mermaid_c4 import read_c4

        graph, reader = read_c4(prepared, self.line)
        title = self._title(prepared, reader.title)
        told: DiagramKind = "deployment" if "Deployment" in prepared.syntax else "component"
        kind, source = self._explicit(prepared, told, "syntax")
        return self._made(prepared, where, index, kind, source, title, reader.s.problems, graph=graph)

    def _title(self, prepared: Prepared, inside: str) -> str:
        """``%% title:``, front matter, caption, then what the notation itself calls a title."""
        return prepared.title or prepared.front_title or self.caption.strip() or inside.strip()

    def _explicit(
        self, prepared: Prepared, kind: DiagramKind, source: KindSource
    ) -> tuple[DiagramKind, KindSource]:
        return (prepared.kind, "explicit") if prepared.kind else (kind, source)

    def _unread_kind(
        self, prepared: Prepared, kind: DiagramKind, where: Place, index: int | None
    ) -> Diagram:
        inside = unread.title_of("mermaid", prepared.text)
        title = self._title(prepared, inside)
        explicit, source = self._explicit(prepared, kind, "syntax")
        message = unread.not_read(f"Mermaid {prepared.syntax}")
        return self._noted(prepared.syntax, explicit, source, title, "note", message, where, index)

    def _unknown(self, prepared: Prepared, where: Place, index: int | None) -> Diagram:
        """No first word that Mermaid knows: an error in a diagram that we would read."""
        read = prepared.source.strip()[:60].partition("\n")[0]
        message = (
            "This diagram is empty. Write for example `flowchart LR` and its nodes below."
            if not prepared.text.strip()
            else f"The first word names the kind of diagram. Read: `{read}`. "
            "Write: `flowchart LR`, `sequenceDiagram` or `C4Container`."
        )
        line = self.line + prepared.source[: prepared.syntax_at].count("\n")
        problem = Problem("error", line, 1, message)
        kind, source = self._explicit(prepared, "other", "syntax")
        title = self._title(prepared, "")
        empty = Graph("TB", (), (), ())
        return self._made(prepared, where, index, kind, source, title, [problem], graph=empty)

    def unread(self, language: str, where: Place, index: int | None) -> Diagram:
        """A notation that is not read."""
        title = unread.title_of(self.notation, self.source) or self.caption.strip()
        kind = unread.kind_of(self.notation, self.source, f"{title} {self.hints}")
        name = unread.NAMES.get(self.notation, language.strip() or "This notation")
        message = unread.not_read(name)
        return self._noted(language, kind, "content", title, "note", message, where, index)

    def too_long(self, where: Place, index: int | None) -> Diagram:
        """A source over the limit."""
        size, limit = len(self.source) / 1024, MAX_SOURCE // 1024
        message = (
            f"This source has {size:,.0f} KB; diagrams up to {limit} KB are read. "
            "Split it into diagrams that fit a page each."
        )
        kind = unread.kind_of(self.notation, self.source[:4096], self.hints)
        title = self.caption.strip()
        return self._noted("", kind, "caption", title, "note", message, where, index)

    def _noted(  # noqa: PLR0913 - the fields of a diagram that was not read
        self,
        syntax: str,
        kind: DiagramKind,
        kind_source: KindSource,
        title: str,
        level: ProblemLevel,
        message: str,
        where: Place,
        index: int | None,
    ) -> Diagram:
        return Diagram(
            key="",
            notation=self.notation,
            syntax=syntax,
            kind=kind,
            kind_source=kind_source,
            title=title,
            source=self.source,
            where=where,
            supported=False,
            problems=(Problem(level, self.line, 1, message),),
            index=index,
        )

    def _made(  # noqa: PLR0913 - the fields of a diagram that was read
        self,
        prepared: Prepared,
        where: Place,
        index: int | None,
        kind: DiagramKind,
        kind_source: KindSource,
        title: str,
        problems: list[Problem],
        *,
        graph: Graph | None = None,
        sequence: Sequence | None = None,
    ) -> Diagram:
        return Diagram(
            key="",
            notation="mermaid",
            syntax=prepared.syntax,
            kind=kind,
            kind_source=kind_source,
            title=title,
            source=self.source,
            where=where,
            supported=True,
            graph=graph,
            sequence=sequence,
            problems=tuple(sorted(problems, key=lambda p: (p.line, p.column))),
            index=index,
        )
