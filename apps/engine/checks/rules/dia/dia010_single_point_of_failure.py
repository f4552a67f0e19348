"""DIA-010: nothing that all requests go through runs only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable, Severity
from apps.engine.checks.deployed import Running, deployed, running
from apps.engine.checks.drawn import aliases, figure, figures, named_place, need, scopes
from apps.engine.diagrams.inventory import Named, nodes_of, with_kind
from apps.engine.diagrams.path import MAX_NODES, RequestPath, request_path
from apps.engine.names import is_managed, normalise
from apps.engine.package import Package

_EXEMPT = frozenset({"actor", "client", "external"})
_STATEFUL = frozenset({"store", "cache"})
_HIGH = 99.9


@dataclass(frozen=True, slots=True)
class _Critical:
    """A component on the request path: the sinks behind it, and how often it runs."""

    part: Named
    behind: tuple[str, ...]
    sinks: int
    runs: Running
    managed: bool


class SinglePointOfFailure(Check):
    """Dominators of the synchronous graph, with replica counts of fleet table, drawing and label."""

    code = "DIA-010"
    title = "Single point of failure on the request path"
    severity = "error"
    criteria = ("C2", "C3", "C8")
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each component that runs once or in one zone; one for unknown counts."""
        need(package, "component")
        critical = _critical(package)
        if not critical:
            sizes = [len(d.graph.nodes) for d in package.diagrams if d.graph]
            if max(sizes, default=0) > MAX_NODES:
                raise NotAssessable(f"Diagrams over {MAX_NODES} nodes are not walked.")
            raise NotApplicable(
                "No request path was found: nothing leads from a client to a store."
            )
        unread = with_kind(package.diagrams, "deployment", read=False)
        unknown = [c for c in critical if c.runs.replicas is None and not c.managed]
        known = [c for c in critical if c.runs.replicas is not None]
        if unknown and unread and not known:
            raise NotAssessable(
                f"The deployment diagram {figures(unread)} is in a notation that is not read yet, "
                "and no fleet table tells how often the components run."
            )
        target = _availability(package)
        for item in critical:
            if item.managed or item.runs.replicas is None:
                continue
            if item.runs.replicas <= 1 and item.runs.explicit:
                yield self._once(package, item)
            elif item.runs.zones == 1 and target is not None and target >= _HIGH:
                yield self._one_zone(package, item, target)
        if unknown and not unread:
            yield self._unknown(package, unknown)

    def _path(self, item: _Critical) -> str:
        if not item.behind:
            return f"'{item.part.name}' keeps state on the request path"
        paths = "path" if item.sinks == 1 else "paths"
        return (
            f"{len(item.behind)} of {item.sinks} synchronous {paths} "
            f"({', '.join(item.behind[:4])}{', ...' if len(item.behind) > 4 else ''}) "
            f"go through '{item.part.name}'"
        )

    def _said(self, item: _Critical) -> str:
        if item.runs.source == "fleet":
            return "the fleet table"
        views = {place.diagram.key: place.diagram for place in item.runs.places}
        return figures(views.values()) if views else figure(item.part.diagram)

    def _once(self, package: Package, item: _Critical) -> Finding:
        places = item.runs.places or (item.part,)
        cache = item.part.role == "cache" and not item.behind
        severity: Severity = "warning" if cache else "error"
        return self.finding(
            package,
            subject=f"component:{item.part.subject}",
            severity=severity,
            where=named_place(package, places[0]),
            title=f"'{item.part.name}' runs once, and requests depend on it",
            message=f"We read {self._path(item)}, and {self._said(item)} shows it once in all "
            "(1 replica).",
            hint="Run at least 2 replicas in at least 2 zones, or use a managed service and say so; "
            "describe how failover works.",
            evidence=tuple(named_place(package, element) for element in (*places[:3], item.part)),
            computed={"replicas": item.runs.replicas, "behind": list(item.behind)},
            scopes=self._scopes(item),
        )

    def _one_zone(self, package: Package, item: _Critical, target: float) -> Finding:
        places = item.runs.places or (item.part,)
        return self.finding(
            package,
            subject=f"component:{item.part.subject}",
            role="zone",
            severity="warning",
            where=named_place(package, places[0]),
            title=f"'{item.part.name}' stands in one zone only",
            message=f"We read {self._path(item)}. {self._said(item)} shows "
            f"{item.runs.replicas:,.0f} replicas in 1 zone; the stated availability is {target:g} %.",
            hint="Spread the replicas over at least 2 zones, or say what happens when the zone is lost.",
            evidence=tuple(named_place(package, element) for element in (*places[:3], item.part)),
            computed={"replicas": item.runs.replicas, "zones": 1, "availability": target},
            scopes=self._scopes(item),
        )

    def _unknown(self, package: Package, items: Sequence[_Critical]) -> Finding:
        names = ", ".join(f"'{item.part.name}'" for item in items)
        first = items[0].part
        return self.finding(
            package,
            subject="replicas:unknown",
            severity="info",
            where=named_place(package, first),
            title=f"No replica count for {len(items)} components that requests depend on",
            message=f"We read that requests depend on {names}, and found no number of replicas for "
            "them in a fleet table, a deployment diagram or a label.",
            hint="Write the number on the node of the deployment diagram (`API Gateway x20`) or in "
            "the fleet table; for a managed service, say that it is managed.",
            computed={"components": [item.part.name for item in items]},
            scopes=tuple(dict.fromkeys(s for item in items for s in self._scopes(item))),
        )

    def _scopes(self, item: _Critical) -> tuple[str, ...]:
        return scopes([item.part.diagram, *(place.diagram for place in item.runs.places)])


def _critical(package: Package) -> list[_Critical]:
    """Dominators of sinks and stateful sinks over all component diagrams, once a name."""
    known = aliases(package)
    deployments = [deployed(d) for d in with_kind(package.diagrams, "deployment", read=True)]
    found: dict[str, _Critical] = {}
    for view in with_kind(package.diagrams, "component", read=True):
        if view.graph is None:
            continue
        path = request_path(view.graph)
        parts = {part.key.removeprefix("node:"): part for part in nodes_of(view)}
        for node_id, behind in _on_path(path).items():
            part = parts.get(node_id)
            if part is None or part.external or part.role in _EXEMPT:
                continue
            if not behind and part.role not in _STATEFUL:
                continue
            runs = running(part, deployments, package.figures.fleet, known)
            managed = _managed(part, runs)
            names = tuple(parts[sink].name for sink in behind if sink in parts)
            item = _Critical(part, names, len(path.sinks), runs, managed)
            form = normalise(part.name)
            if form not in found or len(found[form].behind) < len(names):
                found[form] = item
    return list(found.values())


def _on_path(path: RequestPath) -> Mapping[str, tuple[str, ...]]:
    """Every dominator and sink with the sinks behind it, in order from the entry."""
    reach = path.reach()
    return {**reach, **{sink: reach.get(sink, ()) for sink in path.sinks}}


def _managed(part: Named, runs: Running) -> bool:
    """Its vendor runs it redundantly, as the component or its place in the deployment says."""
    return is_managed(part.label, part.full) or any(
        is_managed(place.label, place.full) for place in runs.places
    )


def _availability(package: Package) -> float | None:
    """The highest stated availability target, in percent."""
    targets = [
        row.target.value * (100 if row.target.value <= 1 and row.target.unit != "%" else 1)
        for row in package.figures.requirements
        if row.attribute == "availability" and row.target and row.target.value is not None
    ]
    stated = [
        q.value
        for q in package.figures.quantities
        if q.role == "availability" and q.value is not None and not q.subject
    ]
    plausible = [value for value in (*targets, *stated) if 50 <= value <= 100]
    return max(plausible, default=None)
