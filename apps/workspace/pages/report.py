"""The report page: counts, filters, groups, readiness, and what was passed or could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.workspace.pages.filters import Filters, artifact_of
from apps.workspace.pages.finding_cards import SEVERITIES, Card
from apps.workspace.pages.readiness import CriterionRow, readiness_rows

Json = Mapping[str, Any]

UNFOLDED = 25
"""At most this many findings are shown at once."""

GROUP_TITLES = {
    "blocker": "Blockers: repair these first",
    "error": "Errors: very probably not right",
    "warning": "Warnings: probably weak",
    "info": "Advice: never lowers anything",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under one heading."""

    key: str
    title: str
    cards: tuple[Card, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A check that found nothing to say, could not read, does not apply, or stopped."""

    code: str
    title: str
    reason: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the report page shows beside the run itself."""

    counts: dict[str, int]
    groups: tuple[Group, ...]
    shown: int
    hidden: int
    total: int
    filtered_away: int
    muted: tuple[Card, ...]
    ignored: tuple[Card, ...]
    readiness: tuple[CriterionRow, ...]
    passed: tuple[OutcomeRow, ...]
    unknown: tuple[OutcomeRow, ...]
    not_applicable: tuple[OutcomeRow, ...]
    crashed: tuple[OutcomeRow, ...]
    artifacts: tuple[str, ...]
    warnings: tuple[str, ...] = field(default=())
    fixed: int = 0
    new: int = 0
    same: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found that counts."""
        return self.total == 0

    @property
    def checked(self) -> int:
        """Checks that could be applied."""
        return self.counts["applicable"]


def report_view(
    report: Json,
    cards: Sequence[Card],
    filters: Filters,
    *,
    before: Mapping[str, str] | None = None,
    see_preview: bool,
) -> ReportView:
    """The page of a report; students do not see what checks in preview found."""
    outcomes = [one for one in report["outcomes"] if see_preview or one["stage"] != "preview"]
    cards = [card for card in cards if see_preview or card.stage != "preview"]
    counting = [card for card in cards if card.counts]
    kept = [card for card in counting if filters.keeps(card)]
    shown = kept if filters.everything else kept[:UNFOLDED]
    rows = {
        kind: tuple(_outcome_row(one) for one in outcomes if one["outcome"] == kind)
        for kind in ("pass", "not_assessable", "not_applicable", "crashed")
    }
    fates = [card.fate for card in counting]
    return ReportView(
        counts=_counts(counting, outcomes),
        groups=_groups(shown, filters.group, report),
        shown=len(shown),
        hidden=len(kept) - len(shown),
        total=len(counting),
        filtered_away=len(counting) - len(kept),
        muted=tuple(card for card in cards if card.cause and not card.ignored),
        ignored=tuple(card for card in cards if card.ignored),
        readiness=readiness_rows(report, outcomes, counting),
        passed=rows["pass"],
        unknown=rows["not_assessable"],
        not_applicable=rows["not_applicable"],
        crashed=rows["crashed"],
        artifacts=tuple(sorted({artifact_of(card) for card in counting} - {""})),
        warnings=tuple(report.get("warnings", ())),
        fixed=len(set(before or ()) - {card.identity for card in counting}),
        new=fates.count("new"),
        same=fates.count("same") + fates.count("changed"),
    )


def _outcome_row(outcome: Json) -> OutcomeRow:
    reason = outcome["reason"] if outcome["outcome"] != "crashed" else ""
    return OutcomeRow(outcome["code"], outcome["title"], reason, outcome["outcome"])


def _counts(cards: Sequence[Card], outcomes: Sequence[Json]) -> dict[str, int]:
    severities = [card.severity for card in cards]
    kinds = [one["outcome"] for one in outcomes]
    return {
        "error": severities.count("error") + severities.count("blocker"),
        "warning": severities.count("warning"),
        "info": severities.count("info"),
        "pass": kinds.count("pass"),
        "unknown": kinds.count("not_assessable"),
        "not_applicable": kinds.count("not_applicable"),
        "applicable": len(kinds) - kinds.count("not_applicable"),
        "checks": len(kinds),
    }


def _groups(cards: Sequence[Card], by: str, report: Json) -> tuple[Group, ...]:
    if by == "place":
        keys = list(dict.fromkeys(artifact_of(card) for card in cards))
        ordered = sorted(keys, key=lambda key: (key != report.get("main"), key))
        return tuple(
            Group(key, key or "The package as a whole", tuple(_by_line(cards, key)))
            for key in ordered
        )
    if by == "criterion":
        titles = {row["criterion"]: row["title"] for row in report.get("readiness", ())}
        groups = [
            Group(key, f"{key} {title}", tuple(c for c in cards if key in c.criteria))
            for key, title in titles.items()
        ]
        rest = tuple(card for card in cards if not set(card.criteria) & set(titles))
        return tuple(g for g in [*groups, Group("none", "No criterion", rest)] if g.cards)
    return tuple(
        Group(severity, GROUP_TITLES[severity], of_it, severity)
        for severity in SEVERITIES
        if (of_it := tuple(card for card in cards if card.severity == severity))
    )


def _by_line(cards: Sequence[Card], artifact: str) -> list[Card]:
    of_it = [card for card in cards if artifact_of(card) == artifact]
    return sorted(of_it, key=lambda card: (card.place.line or 0) if card.place else 0)
