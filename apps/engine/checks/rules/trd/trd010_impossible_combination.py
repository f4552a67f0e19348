"""TRD-010: promises about one store that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, Severity
from apps.engine.decisions.claims import Claim, Kind, prose_claims, table_claims
from apps.engine.package import Package

_SESSION = ("session", "sticky", "same replica", "same region", "pinned")


class ImpossibleCombination(Check):
    """Finds "CA" across nodes, strong and always available at once, and two misreadings of CAP."""

    code = "TRD-010"
    title = "Impossible combination of guarantees"
    severity = "error"
    criteria = ("C6",)
    stage = "stable"
    mutes = ("TRD-009",)

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per store and combination."""
        claims = [
            *table_claims(package.figures.stores),
            *prose_claims(package.design_documents, package.texts),
        ]
        if not claims:
            raise NotApplicable("No class or guarantee is claimed for a store.")
        by_store: dict[str, list[Claim]] = {}
        for claim in claims:
            by_store.setdefault(claim.subject, []).append(claim)
        for of_store in by_store.values():
            yield from self._store(package, of_store)

    def _store(self, package: Package, claims: list[Claim]) -> Iterator[Finding]:
        first = {kind: _first(claims, kind) for kind in _KINDS}
        ca, strong, always = first["ca"], first["strong"], first["always"]
        if ca and not _accepted_ca(ca):
            yield self._ca(package, ca)
        if strong and always:
            yield self._both(package, strong, always)
        elif first["all_three"]:
            yield self._all_three(package, first["all_three"])
        own, eventual = first["own_writes"], first["eventual"]
        if own and eventual and not any(word in own.nearby.casefold() for word in _SESSION):
            yield self._own_writes(package, own, eventual)
        if first["pick_two"]:
            yield self._pick_two(package, first["pick_two"])

    def _ca(self, package: Package, claim: Claim) -> Finding:
        sure = claim.replicated is True
        return self._finding(
            package, claim, "ca", "error" if sure else "warning",
            confidence=1.0 if claim.source == "table" else 0.85,
            title=f"{claim.store} is called {claim.words}, but a replicated store meets partitions",
            message=f"We read '{claim.words}' for {claim.store}. Between nodes messages can be lost, so in "
            "a partition the store either refuses some requests (CP) or answers with old data (AP).",
            hint="Say which side stops serving in a partition: CP, AP, or PA/EL, PC/EC in PACELC.",
        )  # fmt: skip

    def _both(self, package: Package, strong: Claim, always: Claim) -> Finding:
        lines = f"line {strong.where.line}: '{strong.words}'; line {always.where.line}: '{always.words}'"
        return self._finding(
            package, strong, "both", "error", other=always,
            title=f"{strong.store}: '{strong.words}' and '{always.words}'",
            message=f"We read both for {strong.store} ({lines}). In a partition one of them must give way.",
            hint="Say which side stops serving, or weaken one of the two promises.",
        )  # fmt: skip

    def _all_three(self, package: Package, claim: Claim) -> Finding:
        return self._finding(
            package, claim, "three", "error",
            title=f"{claim.store} is promised all three of CAP",
            message=f"We read '{claim.words}' for {claim.store}; during a partition consistency and "
            "availability cannot both hold.",
            hint="Say which of the two the store gives up during a partition.",
        )  # fmt: skip

    def _own_writes(self, package: Package, own: Claim, eventual: Claim) -> Finding:
        return self._finding(
            package, own, "own-writes", "warning", other=eventual,
            title=f"{own.store}: eventual, yet own writes are read everywhere",
            message=f"We read '{eventual.words}' and '{own.words}' for {own.store}, and no session that "
            "ties a reader to its writes.",
            hint="Name the session token, sticky routing or the replica that is read.",
        )  # fmt: skip

    def _pick_two(self, package: Package, claim: Claim) -> Finding:
        return self._finding(
            package, claim, "pick-two", "warning", confidence=0.75,
            title="CAP is read as 'pick two'",
            message=f"We read '{claim.words}'. Partitions are not chosen; the choice is between "
            "consistency and availability while one lasts.",
            hint="Say for each store what it does in a partition, and what it does otherwise (PACELC).",
        )  # fmt: skip

    def _finding(  # noqa: PLR0913 - the fields that differ
        self, package: Package, claim: Claim, role: str, severity: Severity,
        *, title: str, message: str, hint: str, confidence: float = 1.0, other: Claim | None = None,
    ) -> Finding:  # fmt: skip
        places = (
            (claim.where, other.where) if other and other.where != claim.where else (claim.where,)
        )
        return self.finding(
            package, subject=f"store:{claim.subject}", role=role, where=claim.where,
            severity=severity, confidence=confidence, title=title, message=message, hint=hint,
            evidence=places, computed={"words": claim.words}, scopes=(f"store:{claim.subject}",),
        )  # fmt: skip


_KINDS: tuple[Kind, ...] = (
    "ca",
    "strong",
    "always",
    "all_three",
    "eventual",
    "own_writes",
    "pick_two",
)


def _first(claims: list[Claim], kind: Kind) -> Claim | None:
    return next((claim for claim in claims if claim.kind == kind), None)


def _accepted_ca(claim: Claim) -> bool:
    """One node, or Spanner's "effectively CA" (technically CP; E. Brewer, 2017)."""
    effectively = claim.reference is not None and claim.reference.id == "spanner"
    return claim.replicated is False or (effectively and "effectively" in claim.nearby.casefold())
