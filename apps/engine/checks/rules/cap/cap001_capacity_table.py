"""CAP-001: a capacity table with the core quantities is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.document.model import Document
from apps.engine.package import Package
from apps.engine.quantities.model import Figures, Quantity
from apps.engine.quantities.numbers import find_numbers
from apps.engine.quantities.prose import blanked
from apps.engine.quantities.roles import is_bandwidth, is_rate, is_size, is_time
from apps.engine.quantities.units import parse_unit, take_unit
from apps.engine.text import Place

_ENOUGH = 8
_RATES = frozenset({"peak_rate", "avg_rate", "origin_rate", "event_rate", "token_rate", "fps"})
_WORKLOADS: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "recommendation": (("vectors or candidates", frozenset({"vectors", "dims"})),),
    "vision": (
        ("number of streams", frozenset({"streams"})),
        ("frames per second", frozenset({"fps"})),
    ),
    "llm": (
        ("input tokens per request", frozenset({"isl"})),
        ("output tokens per request", frozenset({"osl"})),
        ("model parameters or GPUs", frozenset({"params", "gpu_type", "gpus_per_replica"})),
    ),
}


class CapacityTable(Check):
    """At least eight quantities, and the roles that a capacity plan cannot do without."""

    code = "CAP-001"
    title = "A capacity table holds the core quantities"
    severity = "error"
    criteria = ("C4",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding when there is no table, one when roles are missing."""
        figures = package.figures
        rows = [q for q in figures.quantities if q.source == "table"]
        listed = sum(_numbers_in_capacity(d, package) for d in package.design_documents)
        places = [t.where for t in figures.tables if t.role in {"capacity", "fleet"}]
        where = places[0] if places else _section_place(package)
        if where is None:
            raise NotApplicable("There is no section or table about capacity.")
        if not rows and not figures.fleet and listed < _ENOUGH:
            yield self._none(package, where, listed)
            return
        missing = missing_roles(package)
        count = len(rows) + listed + 3 * len(figures.fleet)
        if count < _ENOUGH or missing:
            yield self._some(package, where, count, missing, certain=bool(rows))

    def _none(self, package: Package, where: Place, listed: int) -> Finding:
        """No table at all."""
        return self.finding(
            package,
            subject="capacity table",
            where=where,
            title="The capacity plan has no table of quantities",
            message=f"We read no capacity table, and {listed} numbers with a unit in the prose of the "
            f"capacity section; at least {_ENOUGH} quantities are needed to follow a plan.",
            hint="Add a table Quantity | Symbol | Value | Unit | Formula with demand, throughput per "
            "replica, replicas, storage, bandwidth and latency.",
            computed={"quantities": listed},
        )

    def _some(
        self, package: Package, where: Place, count: int, missing: tuple[str, ...], *, certain: bool
    ) -> Finding:
        """A table that lacks quantities."""
        lacking = ", ".join(missing)
        few = f"only {count} quantities" if count < _ENOUGH else ""
        parts = [part for part in (few, f"no {lacking}" if lacking else "") if part]
        return self.finding(
            package,
            subject="core quantities",
            where=where,
            severity="warning",
            confidence=1.0 if certain else 0.6,
            title=f"The capacity plan states {' and '.join(parts)}",
            message=f"We read {count} quantities in tables and lists and found "
            f"{' and '.join(parts)}; without them the plan cannot be followed from users to machines.",
            hint=f"Add rows for: {lacking}."
            if lacking
            else "Add the quantities your formulas start from.",
            computed={"quantities": count, "missing": list(missing)},
        )


def missing_roles(package: Package) -> tuple[str, ...]:
    """Core roles, general and of the stated workload, that no quantity has."""
    figures = package.figures
    roles = {q.role for q in figures.quantities if q.role}
    missing = [name for name, present in _CORE if not present(figures, roles)]
    document = package.document
    workload = str(document.front_matter.get("workload", "")).lower() if document else ""
    names = " ".join(f"{q.name} {q.basis}" for q in figures.quantities).lower()
    for name, wanted in _WORKLOADS.get(workload, ()):
        if not roles & wanted and not _named(name, names):
            missing.append(name)
    return tuple(missing)


def _named(name: str, names: str) -> bool:
    """Whether some quantity is called like a missing one."""
    words = {
        "vectors": "candidate",
        "number": "camera",
        "frames": "fps",
        "input": "prompt",
        "output": "generated",
        "model": "gpu",
    }
    return words[name.split(" ", maxsplit=1)[0]] in names


def _units(figures: Figures, test: Callable[..., bool]) -> bool:
    """Whether some quantity has a unit of this class."""
    return any(test(parse_unit(q.unit, q.name)) for q in figures.quantities if q.unit)


def _has_rate(figures: Figures, roles: set[str]) -> bool:
    demand = any(row.demand is not None for row in figures.fleet)
    return bool(roles & _RATES) or demand or _units(figures, is_rate)


def _has_capacity(figures: Figures, roles: set[str]) -> bool:
    each = any(row.capacity is not None for row in figures.fleet)
    return each or bool(roles & {"cap_per_replica", "token_rate", "fps"})


def _has_latency(figures: Figures, roles: set[str]) -> bool:
    stated = bool(figures.latency) or any(r.attribute == "latency" for r in figures.requirements)
    return (
        stated or bool(roles & {"slo_latency", "mean_latency", "ttft"}) or _units(figures, is_time)
    )


_CORE: tuple[tuple[str, Callable[[Figures, set[str]], bool]], ...] = (
    ("average or peak request rate", _has_rate),
    ("throughput per replica", _has_capacity),
    ("number of replicas", lambda f, roles: bool(f.fleet) or "replicas" in roles),
    (
        "storage",
        lambda f, roles: "storage" in roles or _units(f, lambda u: is_size(u) and not u.soft),
    ),
    (
        "bandwidth or payload size",
        lambda f, roles: (
            bool(roles & {"bandwidth", "payload", "event_size"})
            or _units(f, is_bandwidth)
            or _sizes_per(f.quantities)
        ),
    ),
    ("latency", _has_latency),
)


def _sizes_per(quantities: tuple[Quantity, ...]) -> bool:
    """Whether a size per request, event or frame is stated."""
    units = (parse_unit(q.unit, q.name) for q in quantities if q.unit)
    return any(is_size(unit) and unit.soft for unit in units)


def _section_place(package: Package) -> Place | None:
    """The first capacity section, as the place of a finding."""
    for document in package.design_documents:
        for section in document.sections:
            if section.role == "capacity":
                return Place(
                    document.path,
                    section.start,
                    section.start + len(section.title),
                    section.line,
                    section.line,
                )
    return None


def _numbers_in_capacity(document: Document, package: Package) -> int:
    """Numbers with a unit in the prose and lists of the capacity sections."""
    text = package.texts.get(document.path)
    if text is None:
        return 0
    count = 0
    for block in document.blocks:
        if block.kind in {"para", "item"} and document.sections[block.section].role == "capacity":
            source = blanked(text.text[block.start : min(block.end, block.start + 4000)])
            count += sum(1 for n in find_numbers(source) if n.currency or take_unit(n.rest))
    return count
