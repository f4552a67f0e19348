"""Arithmetic of a fleet row: what it carries at the peak and after losing a failure domain.

With n replicas of capacity c in z zones the fleet carries n × c, and (n − ⌈n/z⌉) × c once a zone is
lost; where the deployment drawing is uneven, the largest zone is the one that is lost.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.engine.diagrams.model import Diagram
from apps.engine.names import normalise
from apps.engine.quantities.cells import fraction_of
from apps.engine.quantities.fleet import load_per_replica
from apps.engine.quantities.model import Figures, FleetRow, Quantity

_SCATTER = re.compile(r"\bann\b|index|search|vector|fan[- ]?out|scatter|retriev", re.IGNORECASE)
_FRONT = re.compile(r"gateway|balancer|\blb\b|edge|cdn|cache|proxy|ingress", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FleetLoad:
    """A fleet row with all numbers that the arithmetic needs, in one unit.

    ``scale`` turns the values back into ``unit``, the one shown. ``replicas`` is the largest number
    the row states (autoscaling), ``stated`` the one in its cell.
    """

    row: FleetRow
    replicas: float
    stated: float
    capacity: float
    demand: float
    zones: float | None
    headroom: float | None

    @property
    def unit(self) -> str:
        """The unit of throughput as the row writes it."""
        written = self.row.demand.unit if self.row.demand else ""
        return written or self.row.unit

    @property
    def scale(self) -> float:
        """From the values here to the numbers as the row writes them."""
        written = self.row.demand.value if self.row.demand else None
        return written / self.demand if written else 1.0

    @property
    def carried(self) -> float:
        """What all replicas carry."""
        return self.replicas * self.capacity

    def after_loss(self, share: float | None = None) -> float:
        """What is carried once the largest zone (``share`` of the replicas) is lost."""
        return self.survivors(share) * self.capacity

    def survivors(self, share: float | None = None) -> float:
        """Replicas that are left."""
        if share is not None:
            return self.replicas - math.ceil(self.replicas * share - 1e-9)
        return self.replicas - math.ceil(self.replicas / (self.zones or 1.0) - 1e-9)


def loads(figures: Figures) -> tuple[FleetLoad, ...]:
    """Fleet rows that state replicas, capacity and demand in comparable units."""
    general = _general_headroom(figures.quantities)
    found = (_load(row, general) for row in figures.fleet)
    return tuple(load for load in found if load is not None)


def _general_headroom(quantities: Iterable[Quantity]) -> float | None:
    """Headroom stated for the whole system in a capacity table."""
    for quantity in quantities:
        if quantity.role == "headroom" and quantity.source == "table" and not quantity.qualifiers:
            value = fraction_of(quantity.number, quantity.unit)
            if value is not None and 0 < value < 2 and not _about_one_thing(quantity):
                return value
    return None


def _about_one_thing(quantity: Quantity) -> bool:
    """Whether the headroom is that of one component, a disk or the latency budget."""
    words = {"headroom", "safety", "margin", "reserve", "spare", "capacity", "fleet", "stated"}
    return bool(set(quantity.subject.split()) - words)


def _load(row: FleetRow, general: float | None) -> FleetLoad | None:
    """One row as numbers, or None when something is missing."""
    pair = load_per_replica(row)
    if pair is None or row.replicas is None or row.replicas.value is None:
        return None
    demand, capacity = pair
    if capacity <= 0 or demand <= 0 or row.replicas.value < 0:
        return None
    replicas = row.replicas.high or row.replicas.value
    if row.max_replicas is not None and row.max_replicas.value:
        replicas = max(replicas, row.max_replicas.value)
    zones = row.zones.value if row.zones is not None else None
    if "zone" in row.scope or re.search(r"\baz\b", row.scope):
        replicas *= zones or 1.0
    headroom = row.headroom if row.headroom is not None else general
    return FleetLoad(row, replicas, row.replicas.value, capacity, demand, zones, headroom)


def shard_confidence(load: FleetLoad) -> float | None:
    """How sure a shortfall of a per-shard row is; None when the shards together carry the demand.

    A scatter-gather index asks every shard for every query, so each shard must carry all of it; for
    other sharded things the demand may be that of all shards together.
    """
    if not load.row.scope or "zone" in load.row.scope:
        return 1.0
    if _SCATTER.search(load.row.name):
        return 0.95
    if load.row.shards and load.carried * load.row.shards >= load.demand:
        return None
    return 0.6


def behind_cache(load: FleetLoad, quantities: Iterable[Quantity]) -> bool:
    """Whether the row carries the stated origin rate although its demand cell repeats the peak."""
    if _FRONT.search(load.row.name) or load.row.demand is None:
        return False
    peaks = [q.value for q in quantities if q.role == "peak_rate" and q.value]
    origins = [q.value for q in quantities if q.role == "origin_rate" and q.value]
    stated = load.row.demand.value
    capacity = load.row.capacity.value if load.row.capacity else None
    if stated not in peaks or not capacity:
        return False
    return any(load.replicas * capacity >= origin for origin in origins)


def drawn_shares(diagrams: Iterable[Diagram]) -> Mapping[str, tuple[float, int]]:
    """Share of the fullest zone and all replicas per component, where the drawn zones are uneven."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    unknown: set[str] = set()
    for diagram in diagrams:
        if diagram.kind != "deployment" or diagram.graph is None:
            continue
        for node in diagram.graph.nodes:
            subject = normalise(node.name)
            if node.replicas is None or node.group is None:
                unknown.add(subject)
            else:
                counts[subject][node.group] += node.replicas
    shares = {}
    for subject, zones in counts.items():
        if subject not in unknown and len(zones) > 1 and len(set(zones.values())) > 1:
            total = sum(zones.values())
            shares[subject] = (max(zones.values()) / total, total)
    return shares
