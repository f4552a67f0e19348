"""CAP-003: the units of a formula fit the unit of its cell."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.package import Package
from apps.engine.quantities.model import Quantity
from apps.engine.quantities.wording import row_scope


class FormulaUnits(Check):
    """Hard dimensions are errors, countable things and bare literals are hints."""

    code = "CAP-003"
    title = "Units of the formula fit the unit of the cell"
    severity = "error"
    criteria = ("C4",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Every formula whose dimensions differ from those of its cell."""
        formulas = [q for q in package.figures.quantities if q.source == "table" and q.formula]
        if not formulas:
            raise NotApplicable("No quantity has a formula.")
        unread = {"syntax", "unknown_symbol", "limit"}
        if all(q.formula_problem_kind in unread for q in formulas):
            raise NotAssessable("None of the formulas could be evaluated.")
        for quantity in formulas:
            if quantity.formula_problem_kind == "hard_units":
                yield self._hard(package, quantity)
            elif quantity.formula_problem_kind == "literal_units":
                yield self._literal(package, quantity)
            elif quantity.formula_problem_kind == "soft_units":
                yield self._soft(package, quantity)

    def _hard(self, package: Package, quantity: Quantity) -> Finding:
        """Time, information, money or operations do not match."""
        return self.finding(
            package,
            subject=f"quantity:{quantity.symbol.lower()}",
            where=quantity.unit_where or quantity.where,
            title=f"{quantity.name}: the unit {quantity.unit or '(none)'} does not fit the formula",
            message=f"We read {quantity.name} = {quantity.formula} in {quantity.unit}. "
            f"We computed the units: {quantity.formula_problem}.",
            hint="Correct the unit, or multiply or divide by the quantity that is missing "
            "(a rate × a time is an amount).",
            evidence=(quantity.where,),
            computed={"formula": quantity.formula, "unit": quantity.unit},
            scopes=(row_scope(quantity.where),),
        )

    def _literal(self, package: Package, quantity: Quantity) -> Finding:
        """A unit on a bare number would cure it."""
        return self.finding(
            package,
            subject=f"quantity:{quantity.symbol.lower()}",
            role="literal",
            severity="info",
            where=quantity.formula_where or quantity.where,
            title=f"{quantity.name}: a number in the formula has no unit",
            message=f"We read {quantity.name} = {quantity.formula} in {quantity.unit or 'no unit'}: "
            f"{quantity.formula_problem}. A bare number in it probably stands for something with a unit.",
            hint="Give that number a row of its own, such as 500 QPS/replica, and use its symbol.",
            evidence=(quantity.where,),
            computed={"formula": quantity.formula, "unit": quantity.unit},
            scopes=(row_scope(quantity.where),),
        )

    def _soft(self, package: Package, quantity: Quantity) -> Finding:
        """Countable things differ: a hint."""
        return self.finding(
            package,
            subject=f"quantity:{quantity.symbol.lower()}",
            role="countable",
            severity="info",
            where=quantity.unit_where or quantity.where,
            title=f"{quantity.name}: the formula counts something else than {quantity.unit}",
            message=f"We read {quantity.name} = {quantity.formula}: {quantity.formula_problem}.",
            hint="Name the counted thing the same way in all rows (request, user, event, replica).",
            evidence=(quantity.where,),
            computed={"formula": quantity.formula, "unit": quantity.unit},
            scopes=(row_scope(quantity.where),),
        )
