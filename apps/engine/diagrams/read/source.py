"""One source on its way to a ``Diagram``: what every reader is given and what it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from apps.engine.diagrams.model import Diagram, DiagramKind, Graph, Notation, Problem, Sequence
from apps.engine.diagrams.read.kinds import KindSource
from apps.engine.text import Place


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a diagram beside its content."""

    kind: DiagramKind
    kind_source: KindSource
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one diagram and what stands around it.

    ``language`` is the word that named its notation, ``caption`` the line "Figure n ..." beside it,
    ``hints`` that and the fence's info string, ``index`` the fence's index in its document.
    """

    notation: Notation
    language: str
    text: str
    where: Place
    hints: str
    caption: str
    index: int | None

    @property
    def line(self) -> int:
        """The line of the artifact in which the source begins."""
        return self.where.line or 1

    def noted(self, syntax: str, told: Told, message: str) -> Diagram:
        """A diagram that was not read, with a note that says why."""
        return self._diagram(syntax, told, [Problem("note", self.line, 1, message)])

    def read(
        self,
        syntax: str,
        told: Told,
        problems: list[Problem],
        *,
        graph: Graph | None = None,
        sequence: Sequence | None = None,
    ) -> Diagram:
        """A diagram that was read, maybe with faults."""
        made = self._diagram(syntax, told, sorted(problems, key=lambda p: (p.line, p.column)))
        return replace(made, supported=True, graph=graph, sequence=sequence)

    def _diagram(self, syntax: str, told: Told, problems: list[Problem]) -> Diagram:
        return Diagram(
            key="",
            notation=self.notation,
            syntax=syntax,
            kind=told.kind,
            kind_source=told.kind_source,
            title=told.title,
            source=self.text,
            where=self.where,
            supported=False,
            problems=tuple(problems),
            index=self.index,
        )
