"""Values read from the tables and the prose of a capacity plan.

A ``Number`` keeps what was written; ``value`` is the plain number in ``unit`` (100K -> 100000,
30 % -> 30 with unit %). Every row and every cell that a check may quote has a place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from apps.engine.names.alias import Alias
from apps.engine.text import Place

TableRole = Literal[
    "capacity", "fleet", "latency", "availability", "cost", "matrix", "consistency", "failure",
    "requirements", "alias", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written. ``step`` is one unit of its last printed digit (40K -> 1000).

    ``problem`` says why it could not be read or is ambiguous; ``value`` is None when unreadable.
    A range keeps ``low`` and ``high``, its middle is the value. ``relation`` is ``<=``, ``>=`` or
    ``~`` where one is written, ``currency`` an ISO code.
    """

    raw: str
    value: float | None
    step: float
    where: Place
    unit: str = ""
    problem: str | None = None
    ambiguous: bool = False
    low: float | None = None
    high: float | None = None
    relation: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A row of a capacity table, or a number found in prose (``source`` = prose).

    ``computed`` is the formula's value in ``unit``, None when there is no formula or it cannot be
    evaluated (then ``formula_problem`` says why). ``role`` is a name of ``roles.py`` or None;
    ``subject`` is the normalised component or store it belongs to, "" for the system as a whole.
    ``qualifiers`` are words that split a subject (current, phase, region, per zone, target ...).
    ``convention`` names how the formula was made to fit where the plain reading did not (another
    month, 1024 bytes). ``purpose`` tells a target from a computed value, ``percentile`` (p99) what a
    latency is, ``section`` the title of the section a table row stands in.
    """

    name: str
    symbol: str
    role: str | None
    subject: str
    value: float | None
    unit: str
    formula: str | None
    computed: float | None
    source: Literal["table", "prose", "diagram", "fleet", "requirements", "adr", "cost"]
    where: Place
    number: Number
    basis: str = ""
    formula_problem: str | None = None
    formula_problem_kind: (
        Literal["syntax", "unknown_symbol", "hard_units", "soft_units", "literal_units", "limit"]
        | None
    ) = None
    formula_where: Place | None = None
    unit_where: Place | None = None
    qualifiers: tuple[str, ...] = ()
    confidence: float = 1.0
    convention: str = ""
    purpose: Literal["stated", "target", "computed"] = "stated"
    percentile: str | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class FleetRow:
    """A row of a fleet table. ``scope`` is "per shard" and the like, kept beside the name;
    ``shards`` is the stated count where it could be found.
    """

    component: str
    name: str
    scope: str
    replicas: Number | None
    zones: Number | None
    capacity: Number | None
    demand: Number | None
    unit: str
    where: Place
    shards: float | None = None
    headroom: float | None = None
    derated: bool = False
    max_replicas: Number | None = None


@dataclass(frozen=True, slots=True)
class LatencyStep:
    """A step of a latency budget: times by percentile in seconds. ``group`` is the parallel group."""

    name: str
    times: dict[str, Number]
    seconds: dict[str, float]
    mode: Literal["serial", "parallel", "total"]
    group: str
    where: Place


@dataclass(frozen=True, slots=True)
class LatencyBudget:
    """One latency table; ``percentiles`` are its columns (p50, p99, mean ...)."""

    where: Place
    percentiles: tuple[str, ...]
    steps: tuple[LatencyStep, ...]
    totals: tuple[LatencyStep, ...]


@dataclass(frozen=True, slots=True)
class Dependency:
    """A row of an availability chain; ``availability`` as a fraction (0.9999)."""

    name: str
    availability: Number | None
    fraction: float | None
    redundancy: str
    hard: bool | None
    where: Place


@dataclass(frozen=True, slots=True)
class CostLine:
    """A row of a cost table. ``per`` is what the unit price is for (hour, GB, 1K requests ...).

    ``computed`` = quantity x unit price x hours (or months ...), None when a factor is missing;
    ``how`` shows that arithmetic. ``is_total`` marks Total and Subtotal rows.
    """

    item: str
    quantity: Number | None
    unit_price: Number | None
    per: str
    hours: Number | None
    monthly: Number | None
    currency: str
    is_total: bool
    where: Place
    computed: float | None = None
    how: str = ""
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class CostTable:
    """One cost table with all its lines, totals included, in order."""

    where: Place
    lines: tuple[CostLine, ...]


@dataclass(frozen=True, slots=True)
class StoreClaim:
    """A row of a consistency table, or a claim found in prose (``source`` = prose)."""

    store: str
    data: str
    claim: str
    setting: str
    reason: str
    text: str
    source: Literal["table", "prose"]
    where: Place
    claim_where: Place


@dataclass(frozen=True, slots=True)
class FailureMode:
    """A row of a failure table; cells as written, by canonical column name."""

    failure: str
    cells: dict[str, str]
    where: Place


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row of a requirements table or a target found in the requirements section's prose.

    ``attribute`` is latency, throughput, availability, freshness, quality or other.
    """

    id: str
    attribute: str
    metric: str
    target: Number | None
    unit: str
    scope: str
    percentile: str | None
    source: Literal["table", "prose"]
    where: Place


@dataclass(frozen=True, slots=True)
class SumColumn:
    """A Total/Subtotal cell with the cells above it that it should add up."""

    table_where: Place
    column: str
    label: str
    stated: Number
    parts: tuple[tuple[str, Number], ...]
    additive: bool


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table of the package with the role it was recognised as and its canonical columns.

    ``columns`` maps a canonical column name (replicas, zones, capacity ...) to its index;
    ``transposed`` tells that names stood in the first column and were turned.
    """

    artifact: str
    index: int
    role: TableRole
    columns: dict[str, int]
    column_units: dict[str, str]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    where: Place
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """All numbers of the package, as the checks see them."""

    tables: tuple[TypedTable, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    fleet: tuple[FleetRow, ...] = ()
    latency: tuple[LatencyBudget, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    costs: tuple[CostTable, ...] = ()
    stores: tuple[StoreClaim, ...] = ()
    failures: tuple[FailureMode, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    aliases: tuple[Alias, ...] = ()
    sums: tuple[SumColumn, ...] = ()
    decimal_comma: dict[str, bool] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
