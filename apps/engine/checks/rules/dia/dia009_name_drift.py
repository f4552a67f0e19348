"""DIA-009: one thing has one name over all diagrams and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.checks.drawn import aliases, figure, named_place, scopes
from apps.engine.diagrams.inventory import all_named, told_components
from apps.engine.diagrams.model import Diagram
from apps.engine.names import NEAR, SAME, clean, normalise, similarity
from apps.engine.package import Package
from apps.engine.text import Place

_PEOPLE = frozenset({"actor", "client"})
_MACHINE = re.compile(
    r"\s+(?:nodes?|instances?|pods?|machines?|servers?|storage|vms?|gpus?|disks?)\b.*|[,;(\[].*",
    re.IGNORECASE,
)
_MAX_NAMES = 200
_KINDS = frozenset({"deployment", "sequence"})


@dataclass(slots=True)
class _Use:
    """A name with everywhere it stands; ``drawn`` are keys of diagrams, ``kinds`` of these."""

    name: str
    places: list[Place] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    drawn: dict[str, Diagram] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)


class NameDrift(Check):
    """Looks for names that are similar, but not the same, and never stand in one diagram."""

    code = "DIA-009"
    title = "Name drift"
    severity = "warning"
    criteria = ("C2", "C9")
    max_severity = "warning"
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each cluster of names."""
        if not package.diagrams:
            raise NotApplicable("There are no diagrams whose names could be compared.")
        if not any(d.graph or d.sequence for d in package.diagrams):
            raise NotAssessable("None of the diagrams is in a notation that is read yet.")
        known = aliases(package)
        uses = _uses(package, known)
        for cluster in _clusters(uses):
            yield self._finding(package, cluster)

    def _finding(self, package: Package, cluster: Sequence[_Use]) -> Finding:
        told = [f"'{use.name}' ({', '.join(use.sources)})" for use in cluster]
        scores = [similarity(a.name, b.name) for a in cluster for b in cluster if a is not b]
        best = max(scores)
        diagrams = {key: diagram for use in cluster for key, diagram in use.drawn.items()}
        names = " and ".join(f"'{use.name}'" for use in cluster)
        return self.finding(
            package,
            subject="names:" + "|".join(sorted(clean(use.name) for use in cluster)),
            where=cluster[-1].places[0],
            title=f"{names}: one thing or {len(cluster)}?",
            message=f"We read {', '.join(told[:-1])} and {told[-1]}. The names are similar "
            f"({best:.0f} of 100) and never stand in one diagram.",
            hint="Use one name everywhere, or list the other one in an alias table "
            "`| Component | Also called | Technology | Owner |`. If they are different things, "
            "answer that it is intended.",
            evidence=tuple(use.places[0] for use in cluster),
            computed={"similarity": round(best, 1)},
            scopes=scopes(diagrams.values()),
        )


def _uses(package: Package, known: Mapping[str, str]) -> list[_Use]:
    """Every name once, by its comparable form after the alias table."""
    found: dict[str, _Use] = {}

    def add(name: str, source: str, place: Place, diagram: Diagram | None = None) -> None:
        form = normalise(name)
        form = known.get(form, form)
        if len(form) < 3 or len(found) > _MAX_NAMES:
            return
        use = found.setdefault(form, _Use(name))
        use.places.append(place)
        use.sources[source] = None
        if diagram is not None:
            use.drawn[diagram.key] = diagram
            use.kinds.add(diagram.kind)

    parts = {diagram.key for diagram in told_components(package.diagrams)}
    views = [d for d in package.diagrams if d.kind in _KINDS or d.key in parts]
    for element in all_named(views):
        if element.role not in _PEOPLE:
            place = named_place(package, element)
            add(element.name, figure(element.diagram), place, element.diagram)
    for name, source, place in _table_names(package):
        add(name, source, place)
    return list(found.values())


def _table_names(package: Package) -> Iterable[tuple[str, str, Place]]:
    """Components of fleet tables and items of cost tables, without machine types."""
    for row in package.figures.fleet:
        yield row.component, "fleet table", row.where
    for table in package.figures.costs:
        for line in table.lines:
            head = _MACHINE.sub("", line.item).strip()
            telling = clean(head).split()
            if not line.is_total and len(telling) > 1 and not any(c.isdigit() for c in head):
                yield head, "cost table", line.where


def _clusters(uses: Sequence[_Use]) -> list[list[_Use]]:
    """Groups of names that hang together by similarity."""
    parent = list(range(len(uses)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for left in range(len(uses)):
        for right in range(left + 1, len(uses)):
            if _drifted(uses[left], uses[right]):
                parent[root(right)] = root(left)
    grouped: dict[int, list[_Use]] = {}
    for index, use in enumerate(uses):
        grouped.setdefault(root(index), []).append(use)
    return [group for group in grouped.values() if len(group) > 1]


def _drifted(left: _Use, right: _Use) -> bool:
    """Similar, never together, and not already a question of DIA-008 (participant to component)."""
    if left.drawn.keys() & right.drawn.keys():
        return False
    if {"sequence"} in (left.kinds, right.kinds) and "component" in left.kinds | right.kinds:
        return False
    return NEAR <= similarity(left.name, right.name) < SAME
