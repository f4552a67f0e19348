"""DIA-008: the participants of sequence diagrams are components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from apps.engine.checks.base import Check, Finding
from apps.engine.checks.drawn import aliases, figures, matches, named_place, need, scopes
from apps.engine.diagrams.inventory import (
    Named,
    groups_of,
    nodes_of,
    participants_of,
    with_kind,
)
from apps.engine.diagrams.model import Diagram
from apps.engine.names import Match, normalise
from apps.engine.package import Package

_PEOPLE = frozenset({"actor", "client"})
_PART = re.compile(r"\s*(?:\.|::|:|/|>)\s*")
_JOINED = re.compile(r"\s*(?:\+|&|,|/|\band\b)\s*")


class ParticipantsAreComponents(Check):
    """Compares participants with the nodes and groups of all component diagrams."""

    code = "DIA-008"
    title = "Sequence participants exist as components"
    severity = "error"
    criteria = ("C2",)
    stage = "stable"
    mutes = ("CAP-011",)  # a hop without a row in the latency budget, because of its name

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each name, at its first participant."""
        need(package, "sequence", "component")
        views = [d for d in with_kind(package.diagrams, "component", read=True) if d.graph]
        parts = [part for view in views for part in (*nodes_of(view), *groups_of(view))]
        sequences = [d for d in with_kind(package.diagrams, "sequence", read=True) if d.sequence]
        by_name: dict[str, list[Named]] = {}
        for element in (p for d in sequences for p in participants_of(d)):
            if element.role not in _PEOPLE and not element.external and element.name.strip():
                by_name.setdefault(normalise(element.name), []).append(element)
        asked = [elements[0] for elements in by_name.values()]
        found = matches(asked, parts, aliases(package))
        ids = {normalise(part.key.partition(":")[2]) for part in parts}
        unread = bool(with_kind(package.diagrams, "component", read=False))
        for elements in by_name.values():
            match = found[elements[0].name]
            if not match.same and not _allowed(elements[0], parts, ids):
                yield self._finding(package, elements, match, views, unsure=unread)

    def _finding(
        self,
        package: Package,
        elements: Sequence[Named],
        match: Match,
        views: Sequence[Diagram],
        *,
        unsure: bool,
    ) -> Finding:
        first = elements[0]
        in_figures = [element.diagram for element in elements]
        where = tuple(named_place(package, element) for element in elements)
        if match.near:
            title = f"'{first.name}' is called '{match.right}' in the component diagram?"
            message = (
                f"We read the participant '{first.name}' in {figures(in_figures)}. {figures(views)} "
                f"has '{match.right}', which is similar ({match.score:.0f} of 100)."
            )
            hint = f"Did you mean '{match.right}'? Use one name, or add an alias table."
        else:
            nearest = (
                f" (nearest: '{match.nearest}', {match.nearest_score:.0f})" if match.nearest else ""
            )
            title = f"Participant '{first.name}' is not a component"
            message = (
                f"We read the participant '{first.name}' in {figures(in_figures)}. "
                f"It is not in {figures(views)}{nearest}."
            )
            hint = "Rename it as the component is called, or add the component to the diagram."
        return self.finding(
            package,
            subject=f"participant:{first.subject}",
            severity="warning" if match.near else "error",
            confidence=0.7 if unsure else 1.0,
            where=where[0],
            title=title,
            message=message,
            hint=hint,
            evidence=where,
            computed={
                "nearest": match.nearest or "",
                "similarity": round(match.nearest_score, 1),
            },
            scopes=scopes([*in_figures, *views]),
        )


def _allowed(element: Named, parts: Sequence[Named], ids: set[str]) -> bool:
    """A part of a component ("Ranker.Scorer"), several in one, or the id of a node as its name."""
    known = {normalise(name) for part in parts for name in (part.name, *part.also)}
    for name in (element.name, element.label):
        pieces = [piece for piece in _PART.split(name) if piece.strip()]
        if len(pieces) > 1 and normalise(pieces[0]) in known:
            return True
        joined = [piece for piece in _JOINED.split(name) if piece.strip()]
        if len(joined) > 1 and all(normalise(piece) in known for piece in joined):
            return True
    bare = element.key == f"participant:{element.label}"
    return bare and normalise(element.name) in ids
