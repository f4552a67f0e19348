"""DIA-002: every line of a diagram is read."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable, Severity
from apps.engine.checks.drawn import figure, place_of, scopes
from apps.engine.diagrams.model import Diagram, Problem
from apps.engine.package import Package
from apps.engine.text import Place

_SHOWN = 5
_EVIDENCE = 10


class SourceReads(Check):
    """Looks at the problems the readers met; how a diagram is drawn plays no part."""

    code = "DIA-002"
    title = "Diagram source parses and renders"
    severity = "error"
    criteria = ("C2",)
    stage = "stable"
    mutes = (
        "DIA-003",
        "DIA-004",
        *(f"DIA-{number:03}" for number in range(6, 12)),
        *(f"DIA-{number:03}" for number in range(13, 17)),
        "DIA-019",
    )

    def find(self, package: Package) -> Iterator[Finding]:
        """At most one error and one warning for each diagram."""
        if not package.diagrams:
            raise NotApplicable("There are no diagrams.")
        read = [diagram for diagram in package.diagrams if diagram.supported]
        if not read:
            raise NotAssessable(
                f"None of the {len(package.diagrams)} diagrams is in a notation that is read yet."
            )
        for diagram in read:
            yield from self._of(package, diagram)

    def _of(self, package: Package, diagram: Diagram) -> Iterator[Finding]:
        for level in ("error", "warning"):
            problems = [p for p in diagram.problems if p.level == level]
            if problems:
                yield self._problems(package, diagram, level, problems)
        if not diagram.error and (small := _size(diagram)) < 2:
            yield self._small(package, diagram, small)

    def _problems(
        self, package: Package, diagram: Diagram, level: Severity, problems: list[Problem]
    ) -> Finding:
        first, n = problems[0], len({p.line for p in problems})
        lines = f"{n} line" if n == 1 else f"{n} lines"
        name = figure(diagram)
        title = (
            f"{lines} of '{name}' could not be read"
            if level == "error"
            else f"Mermaid would read {lines} of '{name}' differently or not at all"
        )
        told = " ".join(f"Line {p.line}, column {p.column}: {p.message}" for p in problems[:_SHOWN])
        more = f" And {len(problems) - _SHOWN} more." if len(problems) > _SHOWN else ""
        return self.finding(
            package,
            subject=f"diagram:{diagram.key}",
            role=level,
            severity=level,
            where=place_of(package, diagram, first.line, first.element),
            title=title,
            message=f"We read '{name}' up to these places. {told}{more}",
            hint="Write the lines as shown; the rest of the diagram was read and is drawn."
            if level == "error"
            else "Write the lines as shown, so that every Mermaid viewer shows what you mean.",
            evidence=self._places(package, diagram, problems),
            computed={"problems": [[p.line, p.column] for p in problems[:_EVIDENCE]]},
            scopes=scopes([diagram]),
        )

    def _places(
        self, package: Package, diagram: Diagram, problems: list[Problem]
    ) -> tuple[Place, ...]:
        seen = dict.fromkeys(p.line for p in problems)
        return tuple(place_of(package, diagram, line) for line in list(seen)[:_EVIDENCE])

    def _small(self, package: Package, diagram: Diagram, size: int) -> Finding:
        what = "participant" if diagram.sequence is not None else "node"
        return self.finding(
            package,
            subject=f"diagram:{diagram.key}",
            role="small",
            severity="error" if size == 0 else "warning",
            where=place_of(package, diagram, diagram.where.line or 1),
            title=f"'{figure(diagram)}' has {size} {what}{'' if size == 1 else 's'}",
            message=f"We read {size} {what}{'' if size == 1 else 's'} in '{figure(diagram)}'; "
            "a diagram shows at least 2 things and how they belong together.",
            hint="Add what it should show, or remove the diagram.",
            computed={"size": size},
            scopes=scopes([diagram]),
        )


def _size(diagram: Diagram) -> int:
    """Nodes (boundaries without nodes count, too) or participants."""
    if diagram.sequence is not None:
        return len(diagram.sequence.participants)
    if diagram.graph is None:
        return 2
    return max(len(diagram.graph.nodes), len(diagram.graph.groups))
