"""CAP-005: totals add up."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.package import Package
from apps.engine.quantities.model import Number, SumColumn
from apps.engine.quantities.sums import allowed_gap
from apps.engine.quantities.units import parse_unit
from apps.engine.quantities.wording import row_scope, show


class Totals(Check):
    """Adds the rows above every Total, Sum and Subtotal."""

    code = "CAP-005"
    title = "Totals add up"
    severity = "error"
    criteria = ("C4", "C5")
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Totals that differ from the sum of their rows."""
        sums = package.figures.sums
        if not sums:
            raise NotApplicable("No table has a total row.")
        additive = [column for column in sums if column.additive]
        if not additive:
            raise NotAssessable(
                "The columns with a total cannot be added (prices, percentages, parallel steps)."
            )
        for column in additive:
            finding = self._column(package, column)
            if finding is not None:
                yield finding

    def _column(self, package: Package, column: SumColumn) -> Finding | None:
        """A finding when the total is off by more than rounding."""
        parts = [number for _, number in column.parts]
        factor = parse_unit(column.stated.unit).factor
        total = sum(_base(number) for number in parts) / factor
        stated = column.stated.value or 0.0
        gap = abs(total - stated)
        rounding = (
            sum(n.step * parse_unit(n.unit).factor for n in [*parts, column.stated]) / 2 / factor
        )
        if gap <= rounding * (1 + 1e-9) or gap <= 1e-9 * abs(total):
            return None
        large = gap * factor > allowed_gap(column.stated, parts)
        unit = column.stated.unit or column.stated.currency
        culprit = _explaining_row(column, total - stated, factor)
        arithmetic = " + ".join(number.raw for number in parts[:12]) + (
            " + …" if len(parts) > 12 else ""
        )
        word = "missing" if total > stated else "too much"
        return self.finding(
            package,
            subject=f"total:{column.column.lower()}:{column.label.lower()}",
            severity="error" if large else "info",
            where=column.stated.where,
            title=f"{column.label} {show(stated, unit)}, but the lines add up to {show(total, unit)}",
            message=f"We read {column.label} = {show(stated, unit)} in the column {column.column}. "
            f"We computed {arithmetic} = {show(total, unit)}: {show(round(gap, 6), unit)} {word}"
            + (f", exactly the row {culprit!r}." if culprit else "."),
            hint="Correct the total or the line that changed.",
            computed={"stated": stated, "computed": round(total, 6)},
            scopes=(row_scope(column.stated.where),),
        )


def _base(number: Number) -> float:
    return (number.value or 0.0) * parse_unit(number.unit).factor


def _explaining_row(column: SumColumn, gap: float, factor: float) -> str:
    """The row whose value equals the gap, if there is exactly one."""
    names = [
        name
        for name, number in column.parts
        if number.value and abs(_base(number) / factor - abs(gap)) <= 1e-6 * abs(gap)
    ]
    return names[0] if len(names) == 1 else ""
