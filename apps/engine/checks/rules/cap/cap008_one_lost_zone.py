"""CAP-008: one lost failure domain is survived."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable, Severity
from apps.engine.package import Package
from apps.engine.quantities.capacity_fleet import (
    FleetLoad,
    behind_cache,
    drawn_shares,
    loads,
    shard_confidence,
)
from apps.engine.quantities.cells import fraction_of
from apps.engine.quantities.wording import row_scope, show, show_percent

_LOSS = re.compile(
    r"\b(?:zones?|azs?|availability zones?|failure domains?|data ?cent(?:er|re)s?|sites?|racks?)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:los[est]\w*|loss|fail\w*|outage|down|away|gone|unavailable|unreachable)\b", re.IGNORECASE
)
_DEGRADED = re.compile(
    r"\bshed(?:s|ding)?\b|degrad\w*|\bfallback|fall back|brown[- ]?out|popular items|stale results|reject(?:s|ed)? (?:load|requests|traffic)"
    r"|admission control|rate[- ]limit\w*|reduced (?:quality|results|functionality)|serve[sd]? (?:stale|cached|from the cache)"
    r"|queue[sd]? (?:up|longer)|smaller model|drop(?:s|ped)? (?:requests|load|traffic)|throttl\w*",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|not|never|without|instead of)\b[^.]{0,25}$", re.IGNORECASE)
_FAILOVER = re.compile(
    r"(\d{1,3}(?:\.\d+)?)\s*%[^.]{0,60}\bfail(?:s|ed)?[- ]?over|fail[- ]?over share[^.\d]{0,20}(\d{1,3}(?:\.\d+)?)\s*%",
    re.IGNORECASE,
)
_FULL = 0.9


class OneLostZone(Check):
    """(replicas − those of one zone) × capacity ≥ demand."""

    code = "CAP-008"
    title = "One lost failure domain is survived"
    severity = "error"
    criteria = ("C4", "C8")
    stage = "stable"
    mutes = ("CAP-009", "DOC-011")

    def find(self, package: Package) -> Iterator[Finding]:
        """Rows that carry the peak, but not without their largest zone."""
        figures = package.figures
        if not figures.fleet:
            raise NotApplicable("There is no fleet table.")
        shares = _shares(package)
        found = [
            x for x in loads(figures) if (x.zones and x.zones >= 1) or x.row.component in shares
        ]
        if not found:
            raise NotAssessable(
                "No fleet row states zones together with replicas, capacity and demand."
            )
        availability = stated_availability(package)
        sentences = list(_sentences(package))
        share_elsewhere = _failover_share(sentences)
        for load in found:
            confidence = shard_confidence(load)
            demand = load.demand * (1 - share_elsewhere)
            enough_at_peak = load.carried >= load.demand * (1 - 1e-9)
            if not enough_at_peak or confidence is None or behind_cache(load, figures.quantities):
                continue
            share = shares.get(load.row.component)
            left = load.after_loss(share)
            if left >= demand * (1 - 1e-9):
                if demand / left > _FULL + 1e-9:
                    yield self._tight(package, load, left, demand)
            elif not degraded_mode(load, sentences):
                yield self._short(package, load, share, demand, availability, confidence)

    def _short(  # noqa: PLR0913, PLR0917 - the numbers of the message
        self,
        package: Package,
        load: FleetLoad,
        share: float | None,
        demand: float,
        availability: float | None,
        confidence: float,
    ) -> Finding:
        """The survivors cannot carry the demand."""
        row = load.row
        scale, unit = load.scale, load.unit
        left, each = load.after_loss(share) * scale, load.capacity * scale
        survivors = load.survivors(share)
        wanted = needed_replicas(load, share, demand)
        severity: Severity = (
            "error" if availability is not None and availability >= 0.999 - 1e-9 else "warning"
        )
        zones = show(load.zones) if load.zones and share is None else "the drawn"
        advice = (
            f"Use at least {wanted:,} replicas"
            if wanted
            else "Spread the replicas over at least two zones"
        )
        return self.finding(
            package,
            subject=f"component:{row.component}",
            where=row.where,
            severity=severity,
            confidence=confidence,
            title=f"One lost zone leaves {row.name} {show(left, unit)} of {show(demand * scale, unit)}",
            message=f"We read {row.name}: {show(load.replicas)} replicas in {zones} zones × {show(each, unit)}. "
            f"With one zone lost we compute {show(survivors)} × {show(each)} = {show(left, unit)}, "
            f"below {show(demand * scale, unit)}.",
            hint=f"{advice}, or state what is shed or degraded during a zone loss.",
            computed={"n_minus_1": left, "demand": demand * scale, "needed_replicas": wanted},
            scopes=(row_scope(row.where), f"component:{row.component}"),
        )

    def _tight(self, package: Package, load: FleetLoad, left: float, demand: float) -> Finding:
        """The survivors carry it, with less than a tenth to spare."""
        row = load.row
        return self.finding(
            package,
            subject=f"component:{row.component}",
            role="tight",
            severity="info",
            where=row.where,
            title=f"{row.name} runs at {show_percent(demand / left)} after a zone loss",
            message=f"We read {row.name}: {show(load.replicas)} replicas. Without its largest zone we compute "
            f"a utilisation of {show_percent(demand / left)}; queues grow steeply above 90 %.",
            hint="Add replicas, or say why this is enough for the minutes until the zone is back.",
            computed={"utilisation": round(demand / left, 4)},
            scopes=(row_scope(row.where), f"component:{row.component}"),
        )


def _shares(package: Package) -> dict[str, float]:
    """Share of the fullest drawn zone, for rows whose number of replicas is the drawn one."""
    stated = {load.row.component: load.replicas for load in loads(package.figures)}
    return {
        subject: share
        for subject, (share, total) in drawn_shares(package.diagrams).items()
        if abs(stated.get(subject, 0.0) - total) <= 0.05 * total
    }


def needed_replicas(load: FleetLoad, share: float | None, demand: float) -> int:
    """Smallest fleet whose survivors carry the demand; 0 when there is only one zone."""
    zones = load.zones or (1 / share if share else 1.0)
    if zones <= 1:
        return 0
    survivors = math.ceil(demand / load.capacity - 1e-9)
    wanted = math.ceil(survivors * zones / (zones - 1) - 1e-9)
    while wanted - math.ceil(wanted / zones - 1e-9) < survivors:
        wanted += 1
    return wanted


def stated_availability(package: Package) -> float | None:
    """The highest availability that is required or stated as a target, as a fraction."""
    values = [
        fraction_of(r.target, r.unit)
        for r in package.figures.requirements
        if r.attribute == "availability"
    ]
    values += [
        fraction_of(q.number, q.unit)
        for q in package.figures.quantities
        if q.role == "availability" and q.purpose in {"target", "stated"}
    ]
    plausible = [v for v in values if v is not None and 0.5 <= v < 1]
    return max(plausible, default=None)


def _sentences(package: Package) -> Iterator[str]:
    """Sentences of the design and rows of its failure tables."""
    for failure in package.figures.failures:
        yield " ".join([failure.failure, *failure.cells.values()])
    for document in package.design_documents:
        for block in document.blocks:
            if block.kind in {"para", "item"}:
                yield from re.split(r"(?<=[.!?])\s+", block.text)


def degraded_mode(load: FleetLoad, sentences: Iterable[str]) -> bool:
    """Whether some sentence says what happens to this component, or to all, when a zone is lost."""
    name = re.sub(r"\s*\(.*?\)", "", load.row.name).lower()
    words = set(re.findall(r"\w{4,}", name))
    for sentence in sentences:
        if not (_LOSS.search(sentence) and _LOST.search(sentence)):
            continue
        match = _DEGRADED.search(sentence)
        if match is None or _NEGATED.search(sentence[: match.start()]):
            continue
        lower = sentence.lower()
        if name in lower or words & set(re.findall(r"\w{4,}", lower)) or _concerns_all(lower):
            return True
    return False


def _concerns_all(sentence: str) -> bool:
    """A sentence about a zone and no component in particular."""
    return re.search(r"\b(?:service|store|index|cache|gateway|database|node)\b", sentence) is None


def _failover_share(sentences: Iterable[str]) -> float:
    """Share of the load that another active region takes over, 0 when none is stated."""
    for sentence in sentences:
        if re.search(r"active[- /]active|other region|second region", sentence, re.IGNORECASE):
            match = _FAILOVER.search(sentence)
            if match:
                return min(1.0, float(match[1] or match[2]) / 100)
    return 0.0
