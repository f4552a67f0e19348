"""Filters of the report page."""

from __future__ import annotations

from dataclasses import dataclass

from apps.common.params import Params
from apps.workspace.pages.finding_cards import SEVERITIES, Card


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader chose to see; empty means everything."""

    severity: str = ""
    criterion: str = ""
    artifact: str = ""
    state: str = ""
    text: str = ""
    group: str = "severity"
    everything: bool = False

    @property
    def active(self) -> bool:
        """Whether anything is filtered away."""
        return any((self.severity, self.criterion, self.artifact, self.state, self.text))

    def keeps(self, card: Card) -> bool:
        """Whether a finding is shown."""
        return (
            (not self.severity or card.severity == self.severity)
            and (not self.criterion or self.criterion in card.criteria)
            and (not self.artifact or artifact_of(card) == self.artifact)
            and (not self.state or _has_state(card, self.state))
            and _has_text(card, self.text)
        )


def filters_from(query: Params) -> Filters:
    """Filters out of a query string; unknown values are dropped."""
    group, severity = query.text("group"), query.text("severity")
    return Filters(
        severity=severity if severity in SEVERITIES else "",
        criterion=query.text("criterion", longest=20),
        artifact=query.text("artifact", longest=500),
        state=query.text("state", longest=12),
        text=query.text("q", longest=100).strip(),
        group=group if group in {"severity", "place", "criterion"} else "severity",
        everything=query.flag("all"),
    )


def artifact_of(card: Card) -> str:
    """The file a finding stands in, or an empty string for the package as a whole."""
    return card.place.artifact if card.place else ""


def _has_state(card: Card, state: str) -> bool:
    if state == "open":
        return card.last_reply is None
    if state == "answered":
        return card.last_reply is not None
    return card.fate == state


def _has_text(card: Card, text: str) -> bool:
    words = text.lower().split()
    if not words:
        return True
    place = card.place.label if card.place else ""
    whole = f"{card.code} {card.title} {card.message} {place}".lower()
    return all(word in whole for word in words)
