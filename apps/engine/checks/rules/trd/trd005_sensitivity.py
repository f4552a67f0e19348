"""TRD-005: how little a weight has to change until another option wins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable, Severity
from apps.engine.checks.decision_scopes import (
    amount,
    matrix_scope,
    matrix_subject,
    records_of,
    section_text,
    weights_of,
    why_not_comparable,
)
from apps.engine.decision_model import Flip, Matrix
from apps.engine.decisions.flips import normalised
from apps.engine.package import Package

_NEAR = 0.10
_VERY_NEAR = 0.05
_TEXT = re.compile(
    r"sensitiv|robust|\bflip|tipping|tips\b|break.?even|revisit|what if|would (?:change|win|turn)|"
    r"close call|re-?evaluate|reversal|empfindlich",
    re.IGNORECASE,
)


class Sensitivity(Check):
    """Flip weights of every criterion against every rival, and the score that would turn it."""

    code = "TRD-005"
    title = "Sensitivity of the decision"
    severity = "warning"
    criteria = ("C6",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per matrix whose nearest flip is near."""
        if not package.matrices:
            raise NotApplicable("There is no decision matrix.")
        usable = [m for m in package.matrices if why_not_comparable(m) is None]
        if not usable:
            raise NotAssessable(
                f"We cannot compute flips because {why_not_comparable(package.matrices[0])}."
            )
        for matrix in usable:
            if matrix.flips and matrix.flips[0].distance < _NEAR:
                yield self._near(package, matrix, matrix.flips[0])

    def _near(self, package: Package, matrix: Matrix, flip: Flip) -> Finding:
        argued = bool(_TEXT.search(section_text(package, matrix))) or any(
            _TEXT.search(f"{d.decision} {d.rationale} {d.consequences_text} {d.confirmation}")
            for d in records_of(matrix, package)
        )
        severity: Severity = "warning" if flip.distance < _VERY_NEAR and not argued else "info"
        step = flip.flip - flip.current
        return self.finding(
            package,
            subject=matrix_subject(matrix),
            where=matrix.where,
            severity=severity,
            title=f"'{flip.rival}' wins when '{flip.criterion}' weighs {amount(flip.flip)}",
            message=f"We computed that '{flip.rival}' ties when '{flip.criterion}' weighs "
            f"{amount(flip.flip)} instead of {amount(flip.current)} ({step:+.3f}, the other weights "
            f"rescaled){_score_flip(matrix, flip)}.",
            hint="Say in one sentence how sure this weight is and what would make you decide again.",
            computed={"flip": round(flip.flip, 6), "distance": round(flip.distance, 6)},
            scopes=(matrix_scope(matrix),),
        )


def _score_flip(matrix: Matrix, flip: Flip) -> str:
    """How many points on the same criterion would do the same."""
    totals = matrix.normalised_totals
    rival = matrix.options.index(flip.rival)
    k = next(i for i, criterion in enumerate(matrix.criteria) if criterion.name == flip.criterion)
    weight = normalised(weights_of(matrix))[k]
    if weight <= 0:
        return ""
    points = (max(totals) - totals[rival]) / weight
    return f", or when one score on '{flip.criterion}' moves by {amount(points)} points"
