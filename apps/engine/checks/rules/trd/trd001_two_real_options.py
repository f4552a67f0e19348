"""TRD-001: every major decision weighs at least two real options."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, need_design
from apps.engine.checks.considered import Considered, considered_decisions
from apps.engine.package import Package
from apps.engine.text import Place

_WANTED = 3


class TwoRealOptions(Check):
    """Three decisions with two described options each; a name alone describes nothing."""

    code = "TRD-001"
    title = "At least two real options per major decision"
    severity = "error"
    criteria = ("C6",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for the whole design, one per decision with a single or bare option."""
        need_design(package)
        decisions = considered_decisions(package)
        compared = [decision for decision in decisions if len(decision.options) >= 2]
        real = [decision for decision in compared if decision.real]
        if len(real) < _WANTED:
            yield self._too_few(package, real, compared)
        for decision in decisions:
            if not decision.real and decision.options:
                yield self._thin(package, decision)

    def _too_few(
        self, package: Package, real: list[Considered], compared: list[Considered]
    ) -> Finding:
        names = ", ".join(f"'{decision.label}'" for decision in real) or "none"
        place = real[0].where if real else self._design(package)
        return self.finding(
            package,
            subject="design:options",
            where=place,
            severity="warning" if compared else "error",
            title=f"{len(real)} decisions weigh two described options, {_WANTED} are asked",
            message=(
                f"We read {len(compared)} decisions with at least two options; in {len(real)} of them "
                f"two options are described with 15 words or three scored criteria: {names}."
            ),
            hint="Describe for each major decision at least one serious alternative with its best "
            "argument, in a decision matrix, an ADR or a section 'X or Y' of the trade-offs.",
            computed={"compared": len(compared), "described": len(real), "wanted": _WANTED},
        )

    def _design(self, package: Package) -> Place:
        path = package.main or (package.artifacts[0].path if package.artifacts else "")
        return Place(path)

    def _thin(self, package: Package, decision: Considered) -> Finding:
        single = len(decision.options) == 1
        names = ", ".join(f"'{name}'" for name in (decision.named_only or decision.options))
        title = (
            f"{decision.label}: one option" if single else f"{decision.label}: options only named"
        )
        read = f"only {names}" if single else f"{names} with fewer than 15 words each"
        return self.finding(
            package,
            subject=decision.subject,
            role="single" if single else "named",
            where=decision.where,
            severity="warning",
            title=title,
            message=f"For the decision '{decision.label}' we read {read}.",
            hint="Add one or two sentences for each option: what it would give, what it would cost, "
            "and why its advocates like it.",
            computed={"options": len(decision.options), "described": decision.described},
            scopes=(decision.scope,),
        )
