"""Role-bound values that stand outside capacity tables: fleet, requirements, cost totals, drawings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from apps.engine.diagrams.model import Diagram, Node
from apps.engine.names import normalise
from apps.engine.quantities.model import CostTable, FleetRow, Number, Quantity, Requirement
from apps.engine.quantities.roles import is_request_rate, is_time, leftover, qualifiers_of
from apps.engine.quantities.units import parse_unit
from apps.engine.text import Place

_PEAK = re.compile(r"\bpeak|\bmax|design load|spitzen", re.IGNORECASE)
_AVERAGE = re.compile(r"\baverage|\bmean|sustained|\bavg", re.IGNORECASE)


def bound_elsewhere(
    fleet: Sequence[FleetRow],
    requirements: Sequence[Requirement],
    costs: Sequence[CostTable],
    diagrams: Sequence[Diagram],
) -> tuple[Quantity, ...]:
    """Quantities of fleet rows, requirements, cost totals and deployment diagrams."""
    return (
        *(_fleet_replicas(row) for row in fleet if row.replicas and row.replicas.value is not None),
        *(q for r in requirements if r.source == "table" and (q := _requirement(r))),
        *_cost_total(costs),
        *(q for diagram in diagrams for q in _drawn(diagram)),
    )


def _fleet_replicas(row: FleetRow) -> Quantity:
    """Replicas of a fleet row; a scope such as per shard is kept as a qualifier."""
    assert row.replicas is not None
    return Quantity(
        name=f"{row.name} replicas", symbol="", role="replicas", subject=row.component,
        value=row.replicas.value, unit="replicas", formula=None, computed=None, source="fleet",
        where=row.where, number=row.replicas, qualifiers=(row.scope,) if row.scope else (),
    )  # fmt: skip


def _requirement(requirement: Requirement) -> Quantity | None:
    """A requirement as a bound target, where its words leave no doubt."""
    number = requirement.target
    if number is None or number.value is None:
        return None
    words = f"{requirement.metric} {requirement.scope}"
    unit = parse_unit(requirement.unit, words)
    role = ""
    if requirement.attribute == "availability" and unit.percent and number.value >= 90:
        role = "availability"
    elif requirement.attribute == "latency" and is_time(unit):
        role = "slo_latency"
    elif is_request_rate(unit) and _PEAK.search(words):
        role = "peak_rate"
    elif is_request_rate(unit) and _AVERAGE.search(words):
        role = "avg_rate"
    if not role:
        return None
    return Quantity(
        name=requirement.metric, symbol="", role=role, subject=leftover(requirement.metric),
        value=number.value, unit=requirement.unit, formula=None, computed=None,
        source="requirements", where=requirement.where, number=number,
        qualifiers=qualifiers_of(words), percentile=requirement.percentile,
        purpose="target" if role in {"availability", "slo_latency"} else "stated",
    )  # fmt: skip


def _cost_total(costs: Sequence[CostTable]) -> Iterator[Quantity]:
    """The last total of the only cost table that has one."""
    totals = [[line for line in table.lines if line.is_total and line.monthly] for table in costs]
    totals = [lines for lines in totals if lines]
    if len(totals) != 1:
        return
    line = totals[0][-1]
    assert line.monthly is not None
    if line.monthly.value is not None:
        yield Quantity(
            name=line.item, symbol="", role="monthly_cost", subject="", value=line.monthly.value,
            unit=line.currency, formula=None, computed=None, source="cost", where=line.where,
            number=line.monthly, qualifiers=qualifiers_of(line.item),
        )  # fmt: skip


def _drawn(diagram: Diagram) -> Iterator[Quantity]:
    """Replicas of a deployment diagram, summed over all nodes of one name."""
    if diagram.kind != "deployment" or diagram.graph is None:
        return
    repeated = {
        g.id
        for g in diagram.graph.groups
        if re.search(r"[x×]\s?\d|\beach\b|\bper\b|\bevery\b|\.\.|…", g.title)
    }
    nodes: dict[str, list[Node]] = defaultdict(list)
    for node in diagram.graph.nodes:
        nodes[normalise(node.name)].append(node)
    for subject, same in nodes.items():
        counts = [node.replicas for node in same]
        if not subject or None in counts or any(node.group in repeated for node in same):
            continue
        yield _drawn_quantity(diagram, subject, same, [c for c in counts if c is not None])


def _drawn_quantity(
    diagram: Diagram, subject: str, same: list[Node], counts: list[int]
) -> Quantity:
    """One drawn total with the counts it is the sum of."""
    total = float(sum(counts))
    raw = " + ".join(map(str, counts)) if len(counts) > 1 else str(counts[0])
    where = Place(
        diagram.where.artifact, diagram.where.start, diagram.where.end, same[0].line, same[0].line,
        element=diagram.element(same[0].key) if diagram.key else None,
    )  # fmt: skip
    return Quantity(
        name=same[0].name, symbol="", role="replicas", subject=subject, value=total, unit="replicas",
        formula=None, computed=None, source="diagram", where=where,
        number=Number(raw, total, 1.0, where), basis=diagram.title,
    )  # fmt: skip
