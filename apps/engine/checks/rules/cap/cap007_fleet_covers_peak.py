"""CAP-007: the fleet's throughput covers the peak."""

from __future__ import annotations

import math
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.package import Package
from apps.engine.quantities.capacity_fleet import FleetLoad, behind_cache, loads, shard_confidence
from apps.engine.quantities.wording import row_scope, show, show_percent


class FleetCoversPeak(Check):
    """replicas × capacity per replica ≥ demand × (1 + headroom)."""

    code = "CAP-007"
    title = "Fleet throughput covers the peak"
    severity = "error"
    criteria = ("C4", "C3")
    stage = "stable"
    mutes = ("CAP-009", "DOC-011")

    def find(self, package: Package) -> Iterator[Finding]:
        """Rows whose replicas cannot carry their demand."""
        figures = package.figures
        if not figures.fleet:
            raise NotApplicable("There is no fleet table.")
        found = loads(figures)
        if not found:
            raise NotAssessable(
                "No fleet row states replicas, capacity per replica and demand in one unit."
            )
        for load in found:
            short = needed(load) * (1 - 1e-9)
            confidence = shard_confidence(load)
            if (
                load.carried >= short
                or confidence is None
                or behind_cache(load, figures.quantities)
            ):
                continue
            yield self._short(package, load, confidence)

    def _short(self, package: Package, load: FleetLoad, confidence: float) -> Finding:
        """A row that is too small."""
        row = load.row
        assert row.capacity is not None
        scale, unit = load.scale, load.unit
        carried, demand = load.carried * scale, load.demand * scale
        wanted = needed(load) * scale
        enough = math.ceil(needed(load) / load.capacity - 1e-9)
        reserve = f" with your {show_percent(load.headroom)} headroom" if load.headroom else ""
        comparison = (
            f"below {show(wanted, unit)}{reserve}"
            if carried >= demand
            else f"below {show(demand, unit)}"
        )
        return self.finding(
            package,
            subject=f"component:{row.component}",
            where=row.where,
            confidence=confidence,
            title=f"{row.name}: {show(load.replicas)} replicas carry {show(carried, unit)}, {comparison}",
            message=f"We read {row.name}: {show(load.replicas)} replicas × {show(row.capacity.value or 0.0, row.capacity.unit or unit)} "
            f"and a demand of {show(demand, unit)}. We computed {show(load.replicas)} × "
            f"{show(load.capacity * scale)} = {show(carried, unit)}, {comparison}.",
            hint=f"Use at least {enough:,} replicas{reserve}, raise the capacity of one, or lower the demand "
            "with a cache in front.",
            computed={"carried": carried, "demand": demand, "needed_replicas": enough},
            scopes=(row_scope(row.where), f"component:{row.component}"),
        )


def needed(load: FleetLoad) -> float:
    """Throughput that the row must have."""
    return load.demand * (1 + (load.headroom or 0.0))
