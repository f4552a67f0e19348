"""TRD-009: the consistency class claimed for a store against what the store does by default."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.decisions.claims import Claim, prose_claims, table_claims
from apps.engine.package import Package
from apps.engine.refdata.stores import StoreReference, find_stores


class ClaimedClass(Check):
    """Claim, settings named near it, and the reference row with its source."""

    code = "TRD-009"
    title = "Claimed consistency class against the reference"
    severity = "warning"
    max_severity = "warning"
    criteria = ("C6",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per store and claim that its default does not cover."""
        claims = [
            *table_claims(package.figures.stores),
            *prose_claims(package.design_documents, package.texts),
        ]
        classes = [claim for claim in claims if claim.kind == "class" and claim.reference]
        if not classes:
            raise NotApplicable("No class such as PA/EL or CP is claimed for a store we know.")
        nearby = _mentions(package)
        seen: set[tuple[str, str]] = set()
        for claim in classes:
            row = claim.reference
            if row is None or (row.id, claim.stated.label) in seen:
                continue
            words = f"{claim.nearby} {nearby.get(row.id, '')}"
            if not row.accepts(claim.stated, words):
                seen.add((row.id, claim.stated.label))
                yield self._differs(package, claim, row)

    def _differs(self, package: Package, claim: Claim, row: StoreReference) -> Finding:
        settings = row.settings_for(claim.stated)
        source = f"source: {row.source}, read {row.retrieved}"
        unless = (
            f" unless you configured it otherwise, for example with {settings}" if settings else ""
        )
        ask = (
            ""
            if row.confirmed
            else " The reference is inferred from how it replicates, so please justify."
        )
        return self.finding(
            package,
            subject=f"store:{row.id}",
            role=claim.stated.label,
            where=claim.where,
            confidence=0.9 if claim.source == "table" else 0.75,
            title=f"{claim.store} is called {claim.words}; its default is {row.default}",
            message=f"We read '{claim.words}' for {claim.store}. The default is {row.default} "
            f"({source}){unless}.{ask}",
            hint=f"Name the setting you use ({settings}), or correct the class."
            if settings
            else "Correct the class, or say why this deployment behaves otherwise.",
            computed={"claimed": claim.stated.label, "default": row.default},
            scopes=(f"store:{row.id}",),
        )


def _mentions(package: Package) -> dict[str, str]:
    """Paragraphs that name a store, by store: settings may be named there."""
    found: dict[str, list[str]] = {}
    for document in package.design_documents:
        for block in document.blocks:
            if block.kind in {"para", "item", "code"} and len(block.text) < 20_000:
                for store in {row.id for _, _, row in find_stores(block.text)}:
                    found.setdefault(store, []).append(block.text)
    for decision in package.decisions:
        text = f"{decision.title} {decision.decision} {decision.consequences_text}"
        for store in {row.id for _, _, row in find_stores(text)}:
            found.setdefault(store, []).append(text)
    return {store: " ".join(texts) for store, texts in found.items()}
