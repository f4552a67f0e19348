"""CAP-024: cost lines recomputed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.names import normalise
from apps.engine.package import Package
from apps.engine.quantities.model import CostLine
from apps.engine.quantities.tolerance import agrees, diagnose, difference
from apps.engine.quantities.wording import row_scope, show, show_percent

_ERROR = 0.05
_ALWAYS_ON_HOURS = (672.0, 744.5)
_NOT_ALWAYS_ON = re.compile(
    r"batch|training|train\b|on[- ]demand|job|nightly|daily|weekly|burst|peak hours?|autoscal|dev\b|staging|test"
    r"|canary|re-?index|backfill|etl|experiment|scheduled|spare|weekend|office",
    re.IGNORECASE,
)


class CostLines(Check):
    """quantity × unit price × hours (or months, or the unit of the price) = monthly cost."""

    code = "CAP-024"
    title = "Cost lines recomputed"
    severity = "error"
    criteria = ("C5",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Lines whose cost is not what their factors give."""
        lines = [
            line for table in package.figures.costs for line in table.lines if not line.is_total
        ]
        if not lines:
            raise NotApplicable("There is no cost table.")
        ready = [line for line in lines if line.computed is not None and line.monthly is not None]
        if not ready:
            raise NotAssessable("No cost line states quantity, unit price and monthly cost.")
        fleet = {row.component for row in package.figures.fleet}
        for line in ready:
            yield from self._line(package, line)
            yield from self._hours(package, line, fleet)

    def _line(self, package: Package, line: CostLine) -> Iterator[Finding]:
        """The arithmetic of one line."""
        monthly = line.monthly
        assert monthly is not None
        if monthly.value is None or line.computed is None or monthly.low is not None:
            return
        stated, computed = monthly.value, line.computed
        if agrees(stated, computed, monthly.step):
            return
        gap = difference(stated, computed)
        reason = diagnose(stated, computed)
        unit = line.currency
        yield self.finding(
            package,
            subject=f"cost:{line.item.lower()}",
            severity="error" if gap > _ERROR else "info",
            where=monthly.where,
            title=f"{line.item}: stated {show(stated, unit)}, the factors give {show(round(computed, 2), unit)}",
            message=f"We read {line.item} at {show(stated, unit)} a month. We computed {line.how} = "
            f"{show(round(computed, 2), unit)}, a difference of {show_percent(gap)}"
            + (f" ({reason})." if reason else "."),
            hint="Correct the line, or give the effective price when tiers, commitments or spot prices apply.",
            evidence=(line.where,),
            computed={"stated": stated, "computed": round(computed, 6)},
            scopes=(row_scope(line.where),),
        )

    def _hours(self, package: Package, line: CostLine, fleet: set[str]) -> Iterator[Finding]:
        """Hours of something that always runs should be those of a month."""
        hours = line.hours.value if line.hours else None
        if hours is None or _ALWAYS_ON_HOURS[0] <= hours <= _ALWAYS_ON_HOURS[1]:
            return
        words = set(normalise(line.item).split())
        serving = any(words and set(name.split()) <= words for name in fleet if name)
        if not serving or _NOT_ALWAYS_ON.search(line.item) or hours <= 1:
            return
        assert line.hours is not None
        yield self.finding(
            package,
            subject=f"cost:{line.item.lower()}",
            role="hours",
            severity="warning",
            where=line.hours.where,
            title=f"{line.item}: {show(hours)} hours are not a month",
            message=f"We read {show(hours)} hours for {line.item}, which the fleet table lists as serving; "
            "a month has 720 to 744 hours.",
            hint="Use 730 hours, or say in the row when the machines are switched off.",
            computed={"hours": hours},
            scopes=(row_scope(line.where),),
        )
