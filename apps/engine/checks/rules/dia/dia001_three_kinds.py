"""DIA-001: a sequence, a component and a deployment diagram are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotAssessable, need_design
from apps.engine.checks.drawn import unknown
from apps.engine.diagrams.model import DiagramKind
from apps.engine.package import Package
from apps.engine.text import Place

_ASKED: tuple[DiagramKind, ...] = ("sequence", "component", "deployment")
_SHOWS = {
    "sequence": "who calls whom, in order, for the most important request",
    "component": "the parts of the system and the connections between them",
    "deployment": "zones and nodes and what runs where, with replica counts",
}
_HOW = {
    "sequence": "Draw it as a Mermaid `sequenceDiagram`",
    "component": "Draw it as a Mermaid flowchart or C4Container and mark it with `%% kind: component`",
    "deployment": "Draw one subgraph a zone and mark it with `%% kind: deployment`",
}


class ThreeKinds(Check):
    """Looks for one diagram of each kind; diagrams that are not read yet count as well."""

    code = "DIA-001"
    title = "Sequence, component and deployment present"
    severity = "error"
    criteria = ("C2",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each kind that is missing."""
        present = {diagram.kind for diagram in package.diagrams}
        missing = [kind for kind in _ASKED if kind not in present]
        if not missing:
            return
        need_design(package)
        unread = sum(unknown(diagram) for diagram in package.diagrams)
        if unread:
            noun = "diagram or picture is" if unread == 1 else "diagrams or pictures are"
            raise NotAssessable(
                f"{unread} {noun} not read yet and may be the "
                f"{' or '.join(missing)} diagram. Say it with `kind: ...` in a comment or caption."
            )
        for kind in missing:
            yield self._finding(package, kind)

    def _finding(self, package: Package, kind: DiagramKind) -> Finding:
        counted = Counter(d.kind for d in package.diagrams if d.kind in _ASKED)
        found = ", ".join(
            f"{counted[k]} {k}" for k in ("component", "sequence", "deployment") if counted[k]
        )
        others = sum(d.kind not in _ASKED for d in package.diagrams)
        if others:
            found = f"{found}, {others} of other kinds" if found else f"{others} of other kinds"
        return self.finding(
            package,
            subject=f"kind:{kind}",
            where=_where(package),
            title=f"No {kind} diagram",
            message=(
                f"We looked for a {kind} diagram, which shows {_SHOWS[kind]}, and found none "
                f"(found: {found or 'no diagrams'})."
            ),
            hint=f"{_HOW[kind]}. If one of your diagrams is meant, say so with "
            f"`%% kind: {kind}` as its first comment.",
            computed={"found": dict(counted)},
        )


def _where(package: Package) -> Place:
    """The section that should hold the diagrams, else the first line."""
    document = package.document
    if document is None:
        path = package.main or next((a.path for a in package.artifacts), "")
        return Place(path)
    text = package.texts[document.path]
    for role in ("diagrams", "architecture"):
        for section in document.sections:
            if section.role == role and section.level:
                return text.lines_place(section.line, section.line)
    return text.lines_place(1, 1)
