"""Readiness of a criterion: how many of its checks pass. It is not a level and grades nothing."""

from __future__ import annotations

from dataclasses import dataclass

from apps.engine.checks.runner import Report
from apps.engine.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Readiness:
    """Checks of one criterion by outcome, and its open findings of level error and warning.

    ``applicable`` = passed + with findings + not assessable + crashed; ``not_installed`` are checks
    of the rubric that this engine does not have.
    """

    criterion: str
    title: str
    points: float
    passed: int
    applicable: int
    not_assessable: int
    open_errors: int
    open_warnings: int
    checks: tuple[str, ...]
    not_installed: tuple[str, ...]


def readiness(report: Report, rubric: Rubric) -> tuple[Readiness, ...]:
    """Readiness of every criterion of the rubric, in its order."""
    outcomes = {outcome.code: outcome.outcome for outcome in report.outcomes}
    rows = []
    for criterion in rubric.criteria:
        codes = tuple(use.code for use in criterion.checks)
        installed = [code for code in codes if code in outcomes]
        of_criterion = [outcomes[code] for code in installed]
        severities = [
            f.finding.severity for f in report.findings if f.counts and f.finding.code in installed
        ]
        rows.append(
            Readiness(
                criterion=criterion.id,
                title=criterion.title,
                points=criterion.points,
                passed=of_criterion.count("pass"),
                applicable=len(of_criterion) - of_criterion.count("not_applicable"),
                not_assessable=of_criterion.count("not_assessable"),
                open_errors=sum(s in {"error", "blocker"} for s in severities),
                open_warnings=severities.count("warning"),
                checks=tuple(installed),
                not_installed=tuple(code for code in codes if code not in outcomes),
            )
        )
    return tuple(rows)
