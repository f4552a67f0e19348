"""ADR-001: three decision records, each with a decision of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotAssessable, listed
from apps.engine.decision_model import Decision
from apps.engine.package import Package
from apps.engine.text import Place

_WANTED = 3
_SAME_TITLE = 90
_SAME_TEXT = 80
_ADR_FILE = re.compile(r"(?:^|/)(?:adrs?|decisions)/|(?:^|/)adr[-_ ]?\d", re.IGNORECASE)


class ThreeAdrs(Check):
    """Files and sections that are records; a copy under another number is not another record."""

    code = "ADR-001"
    title = "Three ADRs"
    severity = "error"
    criteria = ("C7",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding when fewer than three distinct records hold a decision."""
        unread = [
            a.path
            for a in package.artifacts
            if a.skipped_reason and (a.path in package.unread or _ADR_FILE.search(a.path))
        ]
        decided = [d for d in package.decisions if d.decision or d.chosen_option]
        distinct = _distinct(decided)
        if len(distinct) >= _WANTED:
            return
        if unread:
            raise NotAssessable(f"We could not read {listed(unread)}.")
        yield self._too_few(package, decided, distinct)

    def _too_few(
        self, package: Package, decided: list[Decision], distinct: list[Decision]
    ) -> Finding:
        names = ", ".join(f"'{d.title}' ({d.file})" for d in distinct) or "none"
        copies = len(decided) - len(distinct)
        empty = len(package.decisions) - len(decided)
        more = f" {copies} more have the same title and text." if copies else ""
        more += f" {empty} more hold no decision." if empty else ""
        count = len(distinct)
        return self.finding(
            package,
            subject="design:adrs",
            where=Place(package.main or (distinct[0].file if distinct else "")),
            title=f"{count} ADR{'s' * (count != 1)} found, {_WANTED} are asked",
            message=f"We read {count} decision records: {names}.{more}",
            hint="Add the missing records, one decision each, as adr/0001-short-title.md with context, "
            "options, decision and consequences.",
            evidence=tuple(d.field_places.get("title", d.where) for d in distinct),
            computed={"found": count, "wanted": _WANTED},
        )


def _distinct(decisions: list[Decision]) -> list[Decision]:
    """Records whose title, or else whose decision, differs from those before; enough of them end it."""
    from rapidfuzz.fuzz import ratio

    kept: list[Decision] = []
    for decision in decisions:
        copy = any(
            ratio(decision.title.casefold(), other.title.casefold()) >= _SAME_TITLE
            and ratio(decision.decision[:2000], other.decision[:2000]) >= _SAME_TEXT
            for other in kept
        )
        if not copy:
            kept.append(decision)
        if len(kept) == _WANTED:
            break
    return kept
