"""CAP-002: every value and unit can be read in one way only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.package import Package
from apps.engine.quantities.model import FleetRow, Number, Quantity
from apps.engine.quantities.units import parse_unit
from apps.engine.quantities.wording import row_scope
from apps.engine.text import Place

_VAGUE = re.compile(
    r"\b(?:a? ?lots?|many|few|several|huge|enough|tons|plenty|massive|unknown|some|lots of|viele|genug)\b|\?{1,3}\s*$"
    r"|^\W*(?:high|low|large|small|big|medium|hoch|niedrig)\W*$",
    re.IGNORECASE,
)


class UnreadableNumber(Check):
    """Value cells without a number, and units or marks with two meanings."""

    code = "CAP-002"
    title = "Values and units can be read in one way"
    severity = "error"
    criteria = ("C4",)
    stage = "stable"
    mutes = ("CAP-003", "CAP-004", "CAP-005")

    def find(self, package: Package) -> Iterator[Finding]:
        """Unreadable values, ambiguous units, both decimal marks in one file."""
        figures = package.figures
        rows = [q for q in figures.quantities if q.source == "table"]
        if not rows and not figures.fleet and not figures.costs and not figures.latency:
            raise NotApplicable("There is no table of numbers.")
        used = {word for q in rows for word in re.findall(r"\w+", (q.formula or "").lower())}
        for quantity in rows:
            yield from self._quantity(package, quantity, used)
        for row in figures.fleet:
            yield from self._fleet(package, row)
        for warning in figures.warnings:
            yield self._marks(package, warning)

    def _quantity(self, package: Package, quantity: Quantity, used: set[str]) -> Iterator[Finding]:
        """A row of a capacity table."""
        number = quantity.number
        scopes = (row_scope(quantity.where),)
        if number.value is None:
            if number.raw and _needs_number(quantity, used):
                yield self._unreadable(package, quantity.name, number, scopes)
            return
        if number.ambiguous:
            yield self._ambiguous(
                package, quantity.name, number.raw, number.problem or "", number.where, scopes
            )
        advice = parse_unit(quantity.unit, quantity.name).ambiguous
        if advice and quantity.unit_where:
            yield self._ambiguous(
                package,
                quantity.name,
                quantity.unit,
                f"it can be read as {advice}",
                quantity.unit_where,
                scopes,
            )

    def _fleet(self, package: Package, row: FleetRow) -> Iterator[Finding]:
        """A row of a fleet table: only what is plainly meant to be a number."""
        for number in (row.replicas, row.zones, row.capacity, row.demand):
            if number is not None and number.value is None and _VAGUE.search(number.raw):
                yield self._unreadable(package, row.name, number, (row_scope(row.where),))

    def _unreadable(
        self, package: Package, name: str, number: Number, scopes: tuple[str, ...]
    ) -> Finding:
        """A cell without a number."""
        return self.finding(
            package,
            subject=f"quantity:{name.lower()}",
            where=number.where,
            title=f"{name}: {number.raw!r} is not a number we can read",
            message=f"We read {number.raw!r} as the value of {name}: {number.problem}. "
            "What depends on it cannot be recomputed.",
            hint="Write one number with a unit, such as 40K or 1.2 M; an estimate with ~ is fine.",
            computed={"raw": number.raw},
            scopes=scopes,
        )

    def _ambiguous(  # noqa: PLR0913, PLR0917 - the parts of a message
        self, package: Package, name: str, raw: str, why: str, where: Place, scopes: tuple[str, ...]
    ) -> Finding:
        """A unit or multiplier with two meanings."""
        return self.finding(
            package,
            subject=f"quantity:{name.lower()}",
            role="ambiguous",
            severity="warning",
            where=where,
            title=f"{name}: {raw!r} has two meanings",
            message=f"We read {raw!r} beside {name}; {why}.",
            hint="Write the unit in full: Mbit or MB, min or ms, billion as 1e9.",
            computed={"raw": raw},
            scopes=scopes,
        )

    def _marks(self, package: Package, warning: str) -> Finding:
        """Both decimal marks in one file."""
        artifact, _, detail = warning.partition(": ")
        return self.finding(
            package,
            subject=f"file:{artifact}",
            role="decimal mark",
            severity="warning",
            where=Place(artifact),
            title="Decimal comma and decimal point stand in one file",
            message=f"We read both in the tables of {artifact}: {detail}. So a number such as 1,234 can "
            "be 1234 or 1.234.",
            hint="Use one decimal mark in the whole file.",
        )


def _needs_number(quantity: Quantity, used: set[str]) -> bool:
    """Whether a value cell without a number was meant to hold one."""
    number = quantity.number
    if number.problem == "the cell is empty" or re.match(
        r"\W*(?:tbd|todo|fixme|xxx)\b", number.raw, re.IGNORECASE
    ):
        return False
    if _VAGUE.search(number.raw) or quantity.formula is not None or quantity.symbol.lower() in used:
        return True
    unit = parse_unit(quantity.unit, quantity.name)
    return bool(unit.hard) and unit.problem is None
