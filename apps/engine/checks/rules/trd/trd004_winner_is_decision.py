"""TRD-004: the option with the highest total is the one that was decided for."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable, Severity
from apps.engine.checks.decision_scopes import (
    amount,
    matrix_scope,
    matrix_subject,
    record_scope,
    records_of,
    why_not_comparable,
)
from apps.engine.decision_model import Matrix
from apps.engine.decisions.choice import find_option
from apps.engine.package import Package
from apps.engine.text import Place

_TIE = 0.02


class WinnerIsDecision(Check):
    """Recomputed winner against the decision near the matrix and in the record about it."""

    code = "TRD-004"
    title = "The winner is the decision"
    severity = "error"
    criteria = ("C6", "C7")
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """At most one finding per matrix, with every place that decides otherwise."""
        if not package.matrices:
            raise NotApplicable("There is no decision matrix.")
        usable = [m for m in package.matrices if why_not_comparable(m) is None]
        if not usable:
            raise NotAssessable(
                f"We cannot tell the winner because {why_not_comparable(package.matrices[0])}."
            )
        decided = [(matrix, _choices(package, matrix)) for matrix in usable]
        if not any(choices for _, choices in decided):
            raise NotAssessable(
                "We found no line such as 'Decision: X.' near a matrix and no ADR about its options."
            )
        for matrix, choices in decided:
            yield from self._matrix(package, matrix, choices)

    def _matrix(
        self, package: Package, matrix: Matrix, choices: list[tuple[int, Place | None, str]]
    ) -> Iterator[Finding]:
        totals = matrix.normalised_totals
        best = max(range(len(totals)), key=lambda index: totals[index])
        other = [choice for choice in choices if choice[0] != best]
        if not other or totals[best] <= 0:
            return
        index, place, scope = other[0]
        gap = (totals[best] - totals[index]) / totals[best]
        if gap <= 1e-9:
            return
        severity: Severity = "info" if gap <= _TIE or matrix.override else "error"
        winner, chosen = matrix.options[best], matrix.options[index]
        reason = f" We read as a reason: '{matrix.override}'" if matrix.override else ""
        yield self.finding(
            package,
            subject=matrix_subject(matrix),
            where=place or matrix.where,
            severity=severity,
            title=f"Matrix: {winner} {amount(totals[best])}; decision: {chosen} {amount(totals[index])}",
            message=f"We computed totals of {amount(totals[best])} for '{winner}' and "
            f"{amount(totals[index])} for '{chosen}', and read '{chosen}' as the decision.{reason}",
            hint="Explain the override in one sentence, or correct the scores.",
            evidence=tuple(p for p in (matrix.where, place) if p),
            computed={"winner": winner, "chosen": chosen, "gap": round(gap, 4)},
            scopes=(matrix_scope(matrix), scope),
        )


def _choices(package: Package, matrix: Matrix) -> list[tuple[int, Place | None, str]]:
    """Index of the option, place and scope of every statement of the decision."""
    found: list[tuple[int, Place | None, str]] = []
    if matrix.chosen is not None:
        found.append(
            (matrix.options.index(matrix.chosen), matrix.chosen_where, matrix_scope(matrix))
        )
    for decision in records_of(matrix, package):
        if decision.chosen_option:
            index = find_option(decision.chosen_option, matrix.options)
            place = decision.field_places.get("chosen_option") or decision.where
            if index is not None:
                found.append((index, place, record_scope(decision)))
    return found
