"""TRD-002: a decision matrix has three criteria or more, and its weights sum to 1 or 100."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, Severity
from apps.engine.checks.decision_scopes import amount, matrix_scope, matrix_subject
from apps.engine.decision_model import Matrix
from apps.engine.decisions.flips import normalised
from apps.engine.package import Package

_WHOLES = ((1.0, 0.01), (100.0, 1.0))
_LARGEST = 0.6
_MIN_CRITERIA = 3


class CriteriaAndWeights(Check):
    """Sum of the weights, number of criteria, and a single weight that decides alone."""

    code = "TRD-002"
    title = "Criteria and weights"
    severity = "error"
    criteria = ("C6",)
    stage = "stable"
    mutes = ("TRD-003",)

    def find(self, package: Package) -> Iterator[Finding]:
        """Every matrix on its own."""
        if not package.matrices:
            raise NotApplicable("There is no decision matrix.")
        for matrix in package.matrices:
            if len(matrix.criteria) < _MIN_CRITERIA:
                yield self._few(package, matrix)
            if not matrix.weighted:
                yield self._unweighted(package, matrix)
            elif matrix.weight_words:
                yield self._in_words(package, matrix)
            else:
                yield from self._weights(package, matrix)

    def _weights(self, package: Package, matrix: Matrix) -> Iterator[Finding]:
        weights = [criterion.weight for criterion in matrix.criteria]
        unread = [c for c in matrix.criteria if c.weight is None or c.weight < 0]
        if unread:
            names = ", ".join(f"'{criterion.name}'" for criterion in unread)
            yield self._finding(
                package, matrix, "unread", "warning",
                title=f"{len(unread)} weights of '{matrix.title}' are not numbers of 0 or more",
                message=f"We could not use the weight of {names}.",
                hint="Give every criterion a weight between 0 and 1 (or 0 and 100 %).",
                computed={"unread": len(unread)},
            )  # fmt: skip
            return
        numbers = [weight for weight in weights if weight is not None]
        total = sum(numbers)
        if not _whole(numbers):
            points = (
                all(weight >= 1 and weight == int(weight) for weight in numbers)
                and max(numbers) <= 10
            )
            yield self._finding(
                package, matrix, "sum", "warning" if points else "error",
                title=f"Weights sum to {amount(total)}, not 1 or 100",
                message=f"We read the weights of '{matrix.title}' and computed "
                f"{' + '.join(amount(weight) for weight in numbers)} = {amount(total)}.",
                hint="Scale the weights so that they sum to 1; ours would be "
                + ", ".join(amount(share) for share in normalised(numbers)) + ".",
                computed={"sum": round(total, 6)},
            )  # fmt: skip
        elif max(normalised(numbers)) > _LARGEST:
            largest = max(matrix.criteria, key=lambda criterion: criterion.weight or 0)
            share = max(normalised(numbers))
            yield self._finding(
                package, matrix, "largest", "info",
                title=f"'{largest.name}' weighs {amount(share)} and decides almost alone",
                message=f"We read a weight of {amount(share)} of 1 for '{largest.name}'.",
                hint="Ask whether the other criteria could ever change the decision.",
                computed={"largest": round(share, 6)},
            )  # fmt: skip

    def _few(self, package: Package, matrix: Matrix) -> Finding:
        count = len(matrix.criteria)
        return self._finding(
            package, matrix, "few", "warning",
            title=f"'{matrix.title}' has {count} criteria, {_MIN_CRITERIA} are asked",
            message=f"We read {count} criteria: "
            + ", ".join(f"'{criterion.name}'" for criterion in matrix.criteria) + ".",
            hint="Add the criteria on which the alternatives are better.",
            computed={"criteria": count},
        )  # fmt: skip

    def _unweighted(self, package: Package, matrix: Matrix) -> Finding:
        return self._finding(
            package, matrix, "unweighted", "info",
            title=f"'{matrix.title}' has no weights",
            message="We read no weight column, so every criterion counts the same.",
            hint="Are the weights meant to be equal? Say so, or give weights.",
            computed={},
        )  # fmt: skip

    def _in_words(self, package: Package, matrix: Matrix) -> Finding:
        return self._finding(
            package, matrix, "words", "info",
            title=f"'{matrix.title}' weighs in words",
            message="We read the weights as high = 3, medium = 2, low = 1 for the sensitivity only.",
            hint="Give weights as numbers that sum to 1, so that totals can be computed.",
            computed={},
        )  # fmt: skip

    def _finding(  # noqa: PLR0913 - the fields that differ
        self, package: Package, matrix: Matrix, role: str, severity: Severity,
        *, title: str, message: str, hint: str, computed: dict[str, object],
    ) -> Finding:  # fmt: skip
        evidence = tuple(criterion.where for criterion in matrix.criteria) if role == "sum" else ()
        return self.finding(
            package, subject=matrix_subject(matrix), role=role, where=matrix.where, severity=severity,
            title=title, message=message, hint=hint, computed=computed,
            evidence=evidence, scopes=(matrix_scope(matrix),),
        )  # fmt: skip


def _whole(weights: list[float]) -> bool:
    """Sum of 1 or 100; three times 0.33 is a rounded third."""
    total = sum(weights)
    equal = len(set(weights)) == 1
    for whole, tolerance in _WHOLES:
        rounded = 0.005 * whole * len(weights) if equal else 0.0
        if abs(total - whole) <= max(tolerance, rounded) + 1e-9:
            return True
    return False
