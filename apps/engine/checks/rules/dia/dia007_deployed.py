"""DIA-007: every component of the component diagrams is deployed somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apps.engine.checks.base import Check, Finding
from apps.engine.checks.drawn import (
    aliases,
    figures,
    matches,
    named_place,
    need,
    place_of,
    scopes,
)
from apps.engine.diagrams.inventory import (
    Named,
    groups_of,
    nodes_of,
    told_components,
    unique,
    with_kind,
)
from apps.engine.diagrams.model import Diagram
from apps.engine.names import Match, is_managed, normalise
from apps.engine.package import Package

_EXEMPT = frozenset({"actor", "client", "external", "network"})
_ERROR_FROM = 0.75
_WARNING_FROM = 0.40


class EveryComponentIsDeployed(Check):
    """Compares the names of component diagrams with those of deployment diagrams."""

    code = "DIA-007"
    title = "Every component is deployed"
    severity = "error"
    criteria = ("C2",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each component that is nowhere, or one when the names do not fit."""
        need(package, "component", "deployment")
        views = [d for d in with_kind(package.diagrams, "deployment", read=True) if d.graph]
        places = [p for view in views for p in (*nodes_of(view), *groups_of(view))]
        parts = _components(package, places)
        if not parts or not places:
            return
        found = matches(parts, places, aliases(package))
        missing = [part for part in parts if not _deployed(part, found[part.name])]
        share = 1 - len(missing) / len(parts)
        if missing and share < _WARNING_FROM:
            yield self._other_names(package, parts, missing, views)
            return
        unread = with_kind(package.diagrams, "deployment", read=False)
        for part in missing:
            others = (len(parts) - len(missing)) / max(1, len(parts) - 1)
            yield self._missing(package, part, found[part.name], views, others, unsure=bool(unread))

    def _missing(  # noqa: PLR0913 - the facts of one finding
        self,
        package: Package,
        part: Named,
        match: Match,
        views: Sequence[Diagram],
        others: float,
        *,
        unsure: bool,
    ) -> Finding:
        nearest = (
            f" (nearest: '{match.nearest}', {match.nearest_score:.0f})" if match.nearest else ""
        )
        return self.finding(
            package,
            subject=f"component:{part.subject}",
            severity="error" if others >= _ERROR_FROM else "warning",
            confidence=0.7 if unsure else 1.0,
            where=named_place(package, part),
            title=f"'{part.name}' is deployed nowhere",
            message=f"We read the component '{part.name}' in {figures([part.diagram])} and looked for "
            f"it in {figures(views)}: it is on no node and in no group there{nearest}. "
            f"{others:.0%} of the other components are.",
            hint=f"Place '{part.name}' on a node or in a zone, mark it as managed there, or name it "
            "in an alias table if it is called differently.",
            computed={"share_of_others": round(others, 3), "nearest": match.nearest or ""},
            scopes=scopes([part.diagram, *views]),
        )

    def _other_names(
        self,
        package: Package,
        parts: Sequence[Named],
        missing: Sequence[Named],
        views: Sequence[Diagram],
    ) -> Finding:
        matched, first = len(parts) - len(missing), missing[0]
        names = ", ".join(f"'{part.name}'" for part in missing[:6])
        view = views[0]
        return self.finding(
            package,
            subject=f"diagram:{view.key}",
            severity="warning",
            where=place_of(package, view, view.where.line or 1),
            title="The component and the deployment diagram use different names",
            message=f"We read {len(parts)} components in {figures([first.diagram])} and found "
            f"{matched} of them ({matched / len(parts):.0%}) in {figures(views)}. "
            f"Not found: {names}{', ...' if len(missing) > 6 else ''}.",
            hint="Use the names of the components on the nodes of the deployment diagram, or add an "
            "alias table `| Component | Also called | Technology | Owner |`.",
            evidence=(place_of(package, view, view.where.line or 1), named_place(package, first)),
            computed={"components": len(parts), "matched": matched},
            scopes=scopes([*{p.diagram.key: p.diagram for p in parts}.values(), *views]),
        )


def _components(package: Package, places: Sequence[Named]) -> tuple[Named, ...]:
    """Internal components: no people, no third parties, no systems that are opened elsewhere, and
    nothing whose whole group is deployed."""
    views = told_components(package.diagrams)
    inner = [view for view in views if view.syntax != "C4Context"] or list(views)
    opened = {
        normalise(g.name) for d in package.diagrams for g in groups_of(d) if d.kind == "component"
    }
    deployed = {normalise(place.name) for place in places}
    found: list[Named] = []
    for view in inner:
        groups = {group.key.removeprefix("group:"): group for group in groups_of(view)}
        for node in nodes_of(view):
            shell = groups.get(node.group or "")
            if shell is not None and (shell.external or normalise(shell.name) in deployed):
                continue
            if node.role in _EXEMPT or node.external or normalise(node.name) in opened:
                continue
            found.append(node)
    return unique(found)


def _deployed(part: Named, match: Match) -> bool:
    """It is there by name, nearly so (a question of names, DIA-009), or its vendor runs it."""
    return match.right is not None or is_managed(part.label, part.full)
