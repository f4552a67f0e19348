"""TRD-003: the weighted totals of a decision matrix, computed again."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.checks.decision_scopes import (
    amount,
    matrix_scope,
    matrix_subject,
    weights_of,
    why_not_comparable,
)
from apps.engine.decision_model import Matrix
from apps.engine.package import Package
from apps.engine.quantities.numbers import parse_number


class TotalsRecomputed(Check):
    """Sum of weight times score, with the weights as written and with weights that sum to 1."""

    code = "TRD-003"
    title = "Weighted totals recomputed"
    severity = "error"
    criteria = ("C6",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per total that does not follow from its column."""
        stated = [m for m in package.matrices if any(t is not None for t in m.stated_totals)]
        if not stated:
            raise NotApplicable("No decision matrix states weighted totals.")
        usable = [m for m in stated if why_not_comparable(m) is None and m.scale == "number"]
        if not usable:
            reason = why_not_comparable(stated[0]) or "the scores are words"
            raise NotAssessable(
                f"We cannot recompute the totals because {reason}. Turn raw values into scores first."
            )
        for matrix in usable:
            for index in range(len(matrix.options)):
                yield from self._option(package, matrix, index)

    def _option(self, package: Package, matrix: Matrix, index: int) -> Iterator[Finding]:
        stated = matrix.stated_totals[index]
        if stated is None or _agrees(package, matrix, index, stated):
            return
        weights = weights_of(matrix)
        computed = matrix.totals[index]
        terms = " + ".join(
            f"{amount(weight)}·{amount(row[index] or 0.0)}"
            for weight, row in zip(weights, matrix.scores, strict=True)
        )
        name = matrix.options[index]
        written = matrix.stated_total_texts[index]
        yield self.finding(
            package,
            subject=f"{matrix_subject(matrix)}:{name.casefold()}",
            where=matrix.total_places[index],
            title=f"{name}: {written} stated, {amount(computed)} computed",
            message=f"We read a total of {written} for '{name}' and computed {terms} = {amount(computed)}.",
            hint=f"Replace the total by {amount(computed)}, or correct the score that is meant otherwise.",
            evidence=(
                matrix.total_places[index],
                *(places[index] for places in matrix.score_places),
            ),
            computed={"stated": stated, "computed": round(computed, 6)},
            scopes=(matrix_scope(matrix),),
        )


def _agrees(package: Package, matrix: Matrix, index: int, stated: float) -> bool:
    """Equal to half a unit of the last printed digit, with raw or normalised weights."""
    comma = package.figures.decimal_comma.get(matrix.where.artifact, False)
    parsed = parse_number(matrix.stated_total_texts[index], comma=comma)
    percent = parsed is not None and parsed.rest.startswith("%")
    step = parsed.step * (0.01 if percent else 1.0) if parsed else 0.0
    raw, shared = matrix.totals[index], matrix.normalised_totals[index]
    accepted = [raw, shared, raw * 100 if matrix.percent else raw]
    if percent:
        top = max((score or 0.0 for row in matrix.scores for score in row), default=0.0)
        accepted += [shared / scale for scale in (5.0, 10.0, top) if scale]
    return any(abs(stated - total) <= step / 2 + 1e-9 + 1e-9 * abs(total) for total in accepted)
