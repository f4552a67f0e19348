"""Values of one role and subject in several places, put side by side in one unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.engine.names import normalise
from apps.engine.quantities.cells import fraction_of, fraction_step
from apps.engine.quantities.model import FleetRow, Quantity
from apps.engine.quantities.tolerance import availability_agrees
from apps.engine.quantities.units import parse_unit

LIMIT = 0.05
STRICT_ROLES = frozenset({"peak_rate", "slo_latency", "availability", "replicas", "monthly_cost"})
_TABLE_ROLES = frozenset(
    {"avg_rate", "dau", "peak_factor", "req_per_user", "rf", "hit_ratio", "isl", "osl"}
)
_PROSE_ROLES = STRICT_ROLES | {"avg_rate", "dau"}
_REPLICA_WORDS = re.compile(
    r"\b(?:number|no\.?|count|total|planned|of|replicas?|pods?|instances?|nodes?|servers?|machines?|workers?|hosts?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a group: the quantity, its value in base units, and the value as shown."""

    quantity: Quantity
    value: float

    @property
    def reference(self) -> bool:
        """Whether it stands in a table: prose and drawings are compared with it."""
        return self.quantity.source not in {"prose", "adr", "diagram"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A reference and the statements that differ from it by more than 5 %."""

    role: str
    subject: str
    reference: Statement
    others: tuple[Statement, ...]
    confidence: float


def conflicts(
    quantities: Iterable[Quantity], fleet: Sequence[FleetRow], aliases: Mapping[str, str]
) -> list[Conflict]:
    """All groups in which two places disagree."""
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for quantity in quantities:
        if _comparable(quantity):
            statement = Statement(quantity, _value(quantity))
            groups[
                quantity.role or "", _subject(quantity, aliases), quantity.percentile or ""
            ].append(statement)
    _adopt_lonely_references(groups)
    counted: dict[str, list[FleetRow]] = defaultdict(list)
    for row in fleet:
        if row.replicas is not None:
            counted[aliases.get(row.component, row.component)].append(row)
    found = []
    for (role, subject, _), statements in groups.items():
        conflict = (
            _replicas(subject, statements, counted.get(subject, ()))
            if role == "replicas"
            else _conflict(role, subject, statements)
        )
        if conflict is not None:
            found.append(conflict)
    return found


def _comparable(quantity: Quantity) -> bool:
    """Whether a quantity may be compared with others of its role."""
    role = quantity.role or ""
    if quantity.value is None or quantity.number.low is not None or quantity.qualifiers:
        return (
            role == "replicas"
            and quantity.source == "fleet"
            and quantity.value is not None
            and quantity.number.low is None
        )
    if quantity.purpose == "computed" or (
        role in {"slo_latency", "availability"} and not _is_target(quantity)
    ):
        return False
    if quantity.source in {"prose", "adr"}:
        return role in _PROSE_ROLES
    return role in STRICT_ROLES or role in _TABLE_ROLES


def _is_target(quantity: Quantity) -> bool:
    """Whether a latency or availability is a target (a row of a requirements table always is)."""
    if quantity.purpose == "target":
        return True
    return (
        re.search(r"\b(?:slo|target|objective|required)\b", quantity.name, re.IGNORECASE)
        is not None
    )


def _value(quantity: Quantity) -> float:
    """The value in base units; a percentage as a fraction."""
    unit = parse_unit(quantity.unit, quantity.name)
    if quantity.role in {"availability", "hit_ratio"}:
        fraction = fraction_of(quantity.number, quantity.unit)
        return fraction if fraction is not None else quantity.value or 0.0
    if quantity.role == "monthly_cost" or quantity.source in {"fleet", "diagram"}:
        return quantity.value or 0.0
    return (quantity.value or 0.0) * unit.factor


def _subject(quantity: Quantity, aliases: Mapping[str, str]) -> str:
    """What a value is about, comparable between tables, prose and drawings."""
    if quantity.role == "replicas":
        subject = quantity.subject
        if quantity.source == "table":
            subject = normalise(_REPLICA_WORDS.sub(" ", quantity.name))
        return aliases.get(subject, subject)
    if quantity.role == "monthly_cost":
        return "" if quantity.source == "cost" or not quantity.subject else quantity.subject
    return " ".join(sorted(quantity.subject.split()))


def _adopt_lonely_references(groups: dict[tuple[str, str, str], list[Statement]]) -> None:
    """Compare what prose says of the whole system with the only table value of that role."""
    for (role, subject, percentile), statements in list(groups.items()):
        if (
            subject
            or role not in {"peak_rate", "slo_latency", "availability"}
            or any(s.reference for s in statements)
        ):
            continue
        tables = [
            s
            for (r, _, p), others in groups.items()
            if r == role and p == percentile
            for s in others
            if s.reference
        ]
        if len({s.value for s in tables}) == 1:
            statements.extend(tables[:1])


def _conflict(role: str, subject: str, statements: Sequence[Statement]) -> Conflict | None:
    """The first table value against all others."""
    if subject and role not in STRICT_ROLES and not all(s.reference for s in statements):
        return None
    statements = _of_one_section(_without_crowded_sentences(statements))
    reference = next((s for s in statements if s.reference), statements[0] if statements else None)
    if reference is None:
        return None
    others = tuple(s for s in statements if s is not reference and not _agree(role, reference, s))
    if role == "monthly_cost" and reference.quantity.source != "cost":
        return None
    if role == "monthly_cost":
        others = tuple(
            s for s in others if s.quantity.source in {"prose", "adr"} and _same_money(reference, s)
        )
    if not others:
        return None
    adopted = reference.quantity.subject != "" and subject == ""
    sure = 0.85 if adopted else 0.9 if any(not s.reference for s in others) else 1.0
    return Conflict(role, subject, reference, others, sure)


def _of_one_section(statements: Sequence[Statement]) -> list[Statement]:
    """Where sections give values of their own (one per service), only one section's rows compare.

    Tables of several sections with different values are about different things, and then prose and
    requirements cannot be compared with either.
    """
    sections: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.quantity.source == "table":
            sections[statement.quantity.section].append(statement)
    if len(sections) < 2 or len({s.value for rows in sections.values() for s in rows}) < 2:
        return list(statements)
    clashing = [rows for rows in sections.values() if len({s.value for s in rows}) > 1]
    return clashing[0] if clashing else []


def _same_money(first: Statement, second: Statement) -> bool:
    """The same currency, as far as both say one."""
    one, other = first.quantity.unit, second.quantity.unit
    return not one or not other or one == other


def _without_crowded_sentences(statements: Sequence[Statement]) -> list[Statement]:
    """Leave out sentences that hold two values of the role: they never conflict with one another."""
    values: dict[str, set[float]] = defaultdict(set)
    for statement in statements:
        if not statement.reference and statement.quantity.basis:
            values[statement.quantity.basis].add(statement.value)
    return [s for s in statements if s.reference or len(values.get(s.quantity.basis, ())) < 2]


def _agree(role: str, first: Statement, second: Statement) -> bool:
    """Whether two values say the same."""
    if role == "availability":
        step = min(fraction_step(first.quantity.number), fraction_step(second.quantity.number))
        return availability_agrees(first.value, second.value, step)
    larger = max(abs(first.value), abs(second.value))
    if larger == 0:
        return True
    second_number = second.quantity.number
    if second_number.relation == "<=" and first.value <= second.value and role != "slo_latency":
        return True
    if second_number.relation == ">=" and first.value >= second.value:
        return True
    printed = max(_printed(first), _printed(second))
    return abs(first.value - second.value) <= max(LIMIT * larger, printed) * (1 + 1e-9)


def _printed(statement: Statement) -> float:
    """Half a unit of the last printed digit, at most a tenth of the value."""
    number = statement.quantity.number
    if not number.value:
        return 0.0
    return min(0.1, abs(number.step / 2 / number.value)) * abs(statement.value)


def _replicas(
    subject: str,
    statements: Sequence[Statement],
    rows: Sequence[FleetRow],
) -> Conflict | None:
    """Replicas of one component in the fleet table against drawing, prose and capacity table."""
    if not subject or len(rows) != 1:
        return None
    row = rows[0]
    reference = next((s for s in statements if s.quantity.source == "fleet"), None)
    total = _total(row)
    if reference is None or total is None or row.replicas is None:
        return None
    allowed = _equal_counts(row, total)
    drawn = [s for s in statements if s.quantity.source == "diagram"]
    if any(_close(s.value, allowed) for s in drawn):
        drawn = []
    others = [s for s in statements if s.quantity.source in {"prose", "adr", "table"}]
    others = [s for s in others if not _close(s.value, allowed)]
    if not drawn and not others:
        return None
    found = tuple(drawn + others)
    sure = 0.9 if any(s.quantity.source != "table" for s in found) else 1.0
    return Conflict("replicas", subject, Statement(reference.quantity, total), found, sure)


def _total(row: FleetRow) -> float | None:
    """All replicas of a row; None when a per-shard row has no stated shard count."""
    count = row.replicas.value if row.replicas else None
    if count is None or not row.scope:
        return count
    if "zone" in row.scope or "az" in row.scope.split():
        return count * row.zones.value if row.zones and row.zones.value else None
    return count * row.shards if row.shards else None


def _equal_counts(row: FleetRow, total: float) -> list[float]:
    """Counts that mean the same: all, those of one zone, those of one shard, the autoscaled most."""
    counts = [total]
    if row.zones is not None and row.zones.value and row.zones.value > 1:
        counts.append(total / row.zones.value)
    if row.scope and row.replicas is not None and row.replicas.value:
        counts.append(row.replicas.value)
        if row.zones is not None and row.zones.value:
            counts.append(row.replicas.value / row.zones.value)
    if row.max_replicas is not None and row.max_replicas.value:
        counts.append(row.max_replicas.value)
    return counts


def _close(value: float, counts: Sequence[float]) -> bool:
    """Within 5 % of one of the counts, or less than one apart."""
    return any(abs(value - count) <= max(LIMIT * count, 0.999) for count in counts)
