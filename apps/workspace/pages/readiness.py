"""Readiness per criterion, as the report shows it: how many checks pass, never a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.workspace.pages.finding_cards import Card

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """Readiness of one criterion: checks by outcome and open findings; never a level."""

    id: str
    title: str
    points: float
    passed: int
    findings: int
    unknown: int
    not_applicable: int
    errors: int
    warnings: int

    @property
    def words(self) -> str:
        """The counts as a sentence, for who cannot see the bar."""
        return (
            f"{self.passed} of {self.applicable} checks passed, {self.errors} errors, "
            f"{self.warnings} warnings, {self.unknown} cannot tell"
        )

    @property
    def applicable(self) -> int:
        """Checks that could say something or would have, had they been able to read it."""
        return self.passed + self.findings + self.unknown

    @property
    def tone(self) -> str:
        """Tone of its one-line verdict."""
        if self.errors:
            return "error"
        if self.warnings:
            return "warning"
        return "unknown" if self.unknown or not self.applicable else "pass"

    @property
    def verdict(self) -> str:
        """The one line beside its title."""
        if self.errors:
            return _count(self.errors, "error")
        if self.warnings:
            return _count(self.warnings, "warning")
        if not self.applicable:
            return "nothing to check" if self.not_applicable else "no checks yet"
        return f"{self.unknown} unclear" if self.unknown else "all passed"

    @property
    def bars(self) -> tuple[tuple[str, int, int], ...]:
        """Parts of its meter: tone, start and width in checks."""
        parts = (
            ("error" if self.errors else "warning", self.findings),
            ("unknown", self.unknown),
            ("pass", self.passed),
        )
        bars, start = [], 0
        for tone, width in parts:
            if width:
                bars.append((tone, start, width))
            start += width
        return tuple(bars)


def readiness_rows(
    report: Json, outcomes: Sequence[Json], cards: Sequence[Card]
) -> tuple[CriterionRow, ...]:
    """Readiness of every criterion out of the outcomes and findings that the reader may see."""
    by_code = {one["code"]: one["outcome"] for one in outcomes}
    rows = []
    for criterion in report.get("readiness", ()):
        kinds = [by_code[code] for code in criterion["checks"] if code in by_code]
        severities = [card.severity for card in cards if card.code in criterion["checks"]]
        rows.append(
            CriterionRow(
                id=criterion["criterion"],
                title=criterion["title"],
                points=criterion["points"],
                passed=kinds.count("pass"),
                findings=kinds.count("finding"),
                unknown=kinds.count("not_assessable") + kinds.count("crashed"),
                not_applicable=kinds.count("not_applicable"),
                errors=sum(one in {"error", "blocker"} for one in severities),
                warnings=severities.count("warning"),
            )
        )
    return tuple(rows)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
