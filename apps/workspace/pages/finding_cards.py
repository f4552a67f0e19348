"""Findings as cards: what one finding shows, with place, evidence, arithmetic and replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.workspace.pages.places import PlaceLink, Places

Json = Mapping[str, Any]

MAX_QUOTES = 6
"""Quotes that a card shows; the rest is counted."""
MAX_PLACES = 50
"""Places of one finding that are marked in a document."""

SEVERITIES = ("blocker", "error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Row:
    """A quoted table row under the header of its table; ``cells`` pairs header and value."""

    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted place that supports a finding; ``row`` when it is a row of a table."""

    text: str
    place: PlaceLink | None
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the pages show it.

    ``wheres`` are its place and those of its evidence, as the report gives them.
    ``fate`` is new, changed or same against the revision before, empty without one. ``cause`` is the
    title of the finding that mutes it, ``ignored`` the author's reason in the document.
    """

    code: str
    identity: str
    severity: str
    title: str
    message: str
    hint: str
    criteria: tuple[str, ...]
    stage: str
    confidence: float
    place: PlaceLink | None
    quotes: tuple[Quote, ...]
    computed: tuple[tuple[str, object], ...]
    wheres: tuple[Json, ...] = ()
    more_quotes: int = 0
    fate: str = ""
    cause: str = ""
    ignored: str = ""
    replies: Sequence[Any] = field(default=())

    @property
    def counts(self) -> bool:
        """Whether it counts: neither muted by a root cause nor ignored by the author."""
        return not self.cause and not self.ignored

    @property
    def last_reply(self) -> Any:
        """The newest reply, or ``None``."""
        return self.replies[-1] if self.replies else None

    @property
    def short_id(self) -> str:
        """Enough of the identity for an anchor on the page."""
        return self.identity[:12]

    @property
    def certainty(self) -> int | None:
        """Certainty of the reading in percent, where it is less than sure."""
        return None if self.confidence >= 0.995 else round(self.confidence * 100)


class CardMaker:
    """Makes cards from the findings of one report."""

    def __init__(
        self,
        places: Places,
        reading: Json | None,
        *,
        before: Mapping[str, str] | None = None,
        replies: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        self._places = places
        self._tables = list((reading or {}).get("tables", ()))
        self._before = before
        self._replies = replies or {}

    def cards(self, findings: Sequence[Json]) -> list[Card]:
        """Cards in the order of severity, then of the report."""
        titles = {one["identity"]: f"{one['code']} {one['title']}" for one in findings}
        cards = [self.card(one, titles) for one in findings]
        return sorted(cards, key=lambda card: SEVERITIES.index(card.severity))

    def card(self, finding: Json, titles: Mapping[str, str] | None = None) -> Card:
        """One finding as a card."""
        cause = finding.get("caused_by")
        return Card(
            code=finding["code"],
            identity=finding["identity"],
            severity=finding["severity"],
            title=finding["title"],
            message=finding["message"],
            hint=finding["hint"],
            criteria=tuple(finding["criteria"]),
            stage=finding.get("stage", "stable"),
            confidence=finding.get("confidence", 1.0),
            place=self._places.link(finding["where"]),
            quotes=tuple(
                self._quote(one) for one in finding["evidence"][:MAX_QUOTES] if one["quote"]
            ),
            more_quotes=max(0, len(finding["evidence"]) - MAX_QUOTES),
            computed=tuple(_shown(finding["computed"])),
            wheres=(finding["where"], *(one["where"] for one in finding["evidence"][:MAX_PLACES])),
            fate=self._fate(finding),
            cause=(titles or {}).get(cause, "another finding") if cause else "",
            ignored=finding.get("ignored") or "",
            replies=self._replies.get(finding["identity"], ()),
        )

    def _fate(self, finding: Json) -> str:
        if self._before is None:
            return ""
        state = self._before.get(finding["identity"])
        if state is None:
            return "new"
        return "same" if state == finding["state"] else "changed"

    def _quote(self, evidence: Json) -> Quote:
        text = evidence["quote"]
        row = self._row(evidence["where"], text) if "|" in text else None
        return Quote(text, self._places.link(evidence["where"]), row)

    def _row(self, where: Json, text: str) -> Row | None:
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        line = where.get("line")
        for table in self._tables:
            spot = table["where"]
            if (
                spot["artifact"] == where["artifact"]
                and line is not None
                and spot["line"] <= line <= spot["end_line"]
                and len(table["header"]) == len(cells)
                and "\n" not in text.strip()
            ):
                return Row(tuple(zip(table["header"], cells, strict=True)))
        return None


def _shown(computed: Mapping[str, object]) -> list[tuple[str, object]]:
    """Computed values that a person can read: numbers and short words, names in words."""
    rows: list[tuple[str, object]] = []
    for name, raw in computed.items():
        value = ", ".join(str(one) for one in raw[:8]) if isinstance(raw, list) else raw
        if not isinstance(value, dict) and value not in (None, ""):
            rows.append((name.replace("_", " "), value))
    return rows
