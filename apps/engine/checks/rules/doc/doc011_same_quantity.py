"""DOC-011: the same quantity has the same value everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.names import aliases_of
from apps.engine.package import Package
from apps.engine.quantities.model import Quantity
from apps.engine.quantities.same import STRICT_ROLES, Conflict, Statement, conflicts
from apps.engine.quantities.wording import line, show

_ROLE_NAMES = {
    "peak_rate": "Peak request rate", "avg_rate": "Average request rate", "slo_latency": "Latency target",
    "availability": "Availability target", "replicas": "Replicas", "monthly_cost": "Monthly total",
    "dau": "Daily active users", "peak_factor": "Peak factor", "req_per_user": "Requests per user",
    "rf": "Replication factor", "hit_ratio": "Hit ratio", "isl": "Input length", "osl": "Output length",
}  # fmt: skip
_SOURCES = {
    "table": "capacity table", "prose": "text", "diagram": "drawing", "fleet": "fleet table",
    "requirements": "requirements", "adr": "decision record", "cost": "cost table",
}  # fmt: skip


class SameQuantity(Check):
    """Compares role-bound values of tables, prose, drawings and decision records."""

    code = "DOC-011"
    title = "The same quantity has one value"
    severity = "error"
    criteria = ("C1", "C4")
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per role and subject with two values more than 5 % apart."""
        figures = package.figures
        if not any(q.role for q in figures.quantities):
            raise NotApplicable("No quantity with a known role was read.")
        found = conflicts(figures.quantities, figures.fleet, aliases_of(figures.aliases))
        for conflict in sorted(found, key=lambda c: (c.role, c.subject)):
            yield self._conflict(package, conflict)

    def _conflict(self, package: Package, conflict: Conflict) -> Finding:
        """Two or more values of one thing."""
        first = conflict.others[0]
        reference = conflict.reference
        name = _name(conflict)
        also = "; ".join(_stated(s) for s in conflict.others[:6])
        component = (f"component:{conflict.subject}",) if conflict.role == "replicas" else ()
        return self.finding(
            package,
            subject=f"{conflict.role}:{conflict.subject or 'system'}",
            where=first.quantity.where,
            severity="error" if conflict.role in STRICT_ROLES else "warning",
            confidence=conflict.confidence,
            title=f"{name}: {_shown(reference)} in one place, {_shown(first)} in another",
            message=f"We read {name} as {_stated(reference)}, but also as {also}. "
            "The two differ by more than 5 %.",
            hint="Keep one source and refer to it, or say what makes the two different (today, a region, a phase).",
            evidence=(reference.quantity.where, *(s.quantity.where for s in conflict.others[:6])),
            computed={
                "reference": reference.value,
                "others": [s.value for s in conflict.others],
            },
            scopes=component,
        )


def _name(conflict: Conflict) -> str:
    """``Replicas of Rec Orchestrator``, ``Peak request rate``."""
    name = _ROLE_NAMES.get(conflict.role, conflict.role)
    quantity: Quantity = conflict.reference.quantity
    if conflict.role == "replicas":
        return f"Replicas of {quantity.name.removesuffix(' replicas')}"
    percentile = f" ({quantity.percentile})" if quantity.percentile else ""
    return name + percentile


def _shown(statement: Statement) -> str:
    """The value as it is written, drawings with their sum."""
    quantity = statement.quantity
    if quantity.role == "replicas":
        written = f" ({quantity.number.raw})" if "+" in quantity.number.raw else ""
        return f"{show(statement.value)}{written}"
    unit = "" if quantity.unit and quantity.unit in quantity.number.raw else quantity.unit
    return f"{quantity.number.raw} {unit}".strip()


def _stated(statement: Statement) -> str:
    """The value with its place."""
    quantity = statement.quantity
    return f"{_shown(statement)} ({_SOURCES[quantity.source]}, {line(quantity.where)})"
