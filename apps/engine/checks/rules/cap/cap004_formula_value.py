"""CAP-004: a stated value equals its formula."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable, Severity
from apps.engine.package import Package
from apps.engine.quantities.capacity import fits
from apps.engine.quantities.cells import fraction_of, fraction_step
from apps.engine.quantities.model import Quantity
from apps.engine.quantities.tolerance import availability_agrees, binary_ratio, diagnose, difference
from apps.engine.quantities.units import parse_unit
from apps.engine.quantities.wording import row_scope, show, show_percent

_FACTOR_ROLES = frozenset({"peak_factor", "rf", "hit_ratio", "shards", "zones"})


_MOST_UNREAD = 20
"""Formulas that could not be evaluated and are named one by one."""
_LONGEST = 80
"""Characters of a formula that a message repeats."""


class FormulaValue(Check):
    """Recomputes every formula of the capacity tables."""

    code = "CAP-004"
    title = "Value equals its formula"
    severity = "error"
    criteria = ("C4",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Values outside the tolerance, and formulas that could not be evaluated."""
        rows = [q for q in package.figures.quantities if q.source == "table"]
        formulas = [q for q in rows if q.formula]
        if not formulas:
            raise NotApplicable("No quantity has a formula.")
        unread = {"syntax", "unknown_symbol", "limit"}
        if all(q.formula_problem_kind in unread for q in formulas):
            raise NotAssessable(f"None of the {len(formulas)} formulas could be evaluated.")
        factors = _factors(rows)
        unevaluated = [q for q in formulas if q.formula_problem_kind in unread]
        if len(unevaluated) > _MOST_UNREAD:
            yield self._many_unread(package, unevaluated, len(formulas))
        for quantity in formulas:
            if quantity.formula_problem_kind in unread:
                if len(unevaluated) <= _MOST_UNREAD:
                    yield self._unread(package, quantity)
            elif quantity.value is not None and quantity.computed is not None and differs(quantity):
                yield self._differs(package, quantity, quantity.value, quantity.computed, factors)
            elif quantity.convention.startswith("1024") and quantity.value and quantity.computed:
                yield from self._binary(package, quantity)

    def _many_unread(self, package: Package, unevaluated: list[Quantity], formulas: int) -> Finding:
        """Very many formulas that we could not evaluate are one note."""
        first = unevaluated[0]
        return self.finding(
            package,
            subject="formulas:unevaluated",
            role="formula",
            severity="info",
            where=first.formula_where or first.where,
            title=f"{len(unevaluated):,} of {formulas:,} formulas could not be evaluated",
            message=f"We read {formulas:,} formulas and could not evaluate {len(unevaluated):,} of "
            f"them. The first is that of {first.name}: {first.formula_problem}.",
            hint="Keep generated data in a file of its own and the quantities that matter here.",
            computed={"formulas": formulas, "unevaluated": len(unevaluated)},
        )

    def _unread(self, package: Package, quantity: Quantity) -> Finding:
        """A formula we could not evaluate is a note, never a fault."""
        return self.finding(
            package,
            subject=f"quantity:{quantity.symbol.lower()}",
            role="formula",
            severity="info",
            where=quantity.formula_where or quantity.where,
            title=f"{quantity.name}: we could not evaluate the formula",
            message=f"We read the formula {_short(quantity.formula)!r} of {quantity.name}: "
            f"{quantity.formula_problem}.",
            hint="Use the symbols of your tables, + - * / ^ ( ) and ceil, floor, round, min, max, sqrt.",
            computed={"formula": quantity.formula},
            scopes=(row_scope(quantity.where),),
        )

    def _differs(
        self,
        package: Package,
        quantity: Quantity,
        stated: float,
        computed: float,
        factors: dict[str, float],
    ) -> Finding:
        """The stated value is not what the formula gives."""
        gap = difference(stated, computed)
        severity: Severity = "error" if gap > 0.10 else "warning" if gap > 0.05 else "info"
        if quantity.role == "availability":
            severity = "error"
        binary = _is_size(quantity) and binary_ratio(stated, computed)
        if binary:
            severity = "info"
        reason = diagnose(stated, computed, factors)
        unit = quantity.unit
        return self.finding(
            package,
            subject=f"quantity:{quantity.symbol.lower()}",
            severity=severity,
            where=quantity.number.where,
            title=f"{quantity.name}: stated {show(stated, unit)}, the formula gives {show(computed, unit)}",
            message=f"We read {quantity.name} = {show(stated, unit)} with the formula {quantity.formula}. "
            f"We computed {show(computed, unit)}, a difference of {show_percent(gap)}"
            + (f" ({reason})." if reason else "."),
            hint="Correct the value or the formula; bytes × 8 are bits, a day has 86,400 s.",
            evidence=(quantity.where,),
            computed={"stated": stated, "computed": computed, "unit": unit},
            scopes=(row_scope(quantity.where),),
        )

    def _binary(self, package: Package, quantity: Quantity) -> Iterator[Finding]:
        """Right when kB means 1024 bytes, and more than 5 % off when it means 1000."""
        yield self.finding(
            package,
            subject=f"quantity:{quantity.symbol.lower()}",
            role="1024",
            severity="info",
            where=quantity.number.where,
            title=f"{quantity.name}: the value fits when a kB has 1024 bytes",
            message=f"We read {show(quantity.value or 0.0, quantity.unit)} and computed the same with 1024 "
            "bytes per kB; with 1000 the result differs by more than 5 %.",
            hint="Write GiB or TiB where you count in 1024.",
            evidence=(quantity.where,),
            computed={"stated": quantity.value, "computed": quantity.computed},
            scopes=(row_scope(quantity.where),),
        )


def differs(quantity: Quantity) -> bool:
    """Whether a stated value is outside the tolerance of its formula's value."""
    stated, computed, number = quantity.value, quantity.computed, quantity.number
    if stated is None or computed is None:
        return False
    if quantity.role == "availability":
        unit = parse_unit(quantity.unit)
        other = computed / 100 if unit.percent or computed > 1 else computed
        own = fraction_of(number, quantity.unit)
        return own is not None and not availability_agrees(own, other, fraction_step(number))
    if number.low is not None and number.high is not None:
        return not number.low * 0.95 <= computed <= number.high * 1.05
    if (number.relation == "<=" and computed <= stated) or (
        number.relation == ">=" and computed >= stated
    ):
        return False
    return not fits(stated, computed, number.step)


def _short(formula: str | None) -> str:
    text = formula or ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _is_size(quantity: Quantity) -> bool:
    return parse_unit(quantity.unit, quantity.name).exponent("information") != 0


def _factors(rows: list[Quantity]) -> dict[str, float]:
    """Declared factors that are easily forgotten, by symbol."""
    factors: dict[str, float] = {}
    for quantity in rows:
        if quantity.role in _FACTOR_ROLES and quantity.value and quantity.value > 0:
            share = quantity.value * (0.01 if parse_unit(quantity.unit).percent else 1.0)
            factors[quantity.symbol] = share
            if quantity.role == "hit_ratio" and share < 1:
                factors[f"1 − {quantity.symbol}"] = 1 - share
    return factors
