"""What became of threads and findings between two revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.policy import Identity, allows
from apps.annotations import queries
from apps.annotations.models import UNSETTLED, Anchor, AnchorState, Thread
from apps.engine.diff.findings import FindingChange, compare_findings
from apps.submissions.models import Revision
from apps.workspace.hooks import Card, CardMaker

MOST = 60
"""Threads that are listed; the table of threads has all of them."""

_ORDER = (
    AnchorState.NEEDS_PLACING,
    AnchorState.RELOCATED,
    AnchorState.REMOVED,
    AnchorState.EDITED,
    AnchorState.CARRIED,
    AnchorState.EXACT,
)
_WAITS = (AnchorState.NEEDS_PLACING, AnchorState.RELOCATED)


@dataclass(frozen=True, slots=True)
class ThreadFate:
    """A thread with its place in the newer revision."""

    thread: Thread
    anchor: Anchor
    url: str
    may_place: bool

    @property
    def waits(self) -> bool:
        """Whether somebody must say where it stands."""
        return self.anchor.state in _WAITS and self.thread.state in UNSETTLED

    @property
    def may_confirm(self) -> bool:
        """Whether there is a place to confirm."""
        offered = self.anchor.state == AnchorState.RELOCATED or bool(self.guess)
        return self.may_place and self.waits and offered

    @property
    def guess(self) -> Mapping[str, Any] | None:
        """The place that fits best: ``label`` and ``quote``; None when it only lies near."""
        return self.anchor.guess if self.anchor.guess and self.alike else None

    @property
    def alike(self) -> int:
        """How alike the best place is, in percent."""
        return round(self.anchor.score * 100)


@dataclass(frozen=True, slots=True)
class ThreadFates:
    """Those that wait first; ``more`` are not listed, ``not_carried`` have no place yet."""

    shown: list[ThreadFate]
    total: int
    not_carried: int

    @property
    def more(self) -> int:
        """Threads beyond the list."""
        return max(0, self.total - len(self.shown))


def thread_fates(base: Revision, new: Revision, user: User, identity: Identity) -> ThreadFates:
    """The threads that ``user`` may see and that were begun up to ``base``; three queries."""
    rows = queries.anchors_in(new, user).filter(thread__revision__number__lte=base.number)
    ordered = queries.by_fate(rows, _ORDER).select_related("thread")
    found = [_fate(row, new, user, identity) for row in ordered[:MOST]]
    found.sort(key=lambda one: not one.waits)
    total = rows.count() if len(found) == MOST else len(found)
    return ThreadFates(found, total, queries.not_carried(new, user))


def _fate(row: Anchor, new: Revision, user: User, identity: Identity) -> ThreadFate:
    who = replace(identity, own_thread=row.thread.author_id == user.pk)
    address = reverse("annotations:thread", args=[row.thread.public_id])
    url = f"{address}?revision={new.public_id}"
    return ThreadFate(row.thread, row, url, allows("thread.place", who))


FINDING_FATES = (
    ("new", "New", "error", "plus"),
    ("changed", "Changed", "warning", "arrow-left-right"),
    ("fixed", "Fixed", "pass", "check"),
    ("same", "Still there", "unknown", "minus"),
)
"""Fate, word, tone and icon, in the order of the page."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding of either revision; ``values`` are numbers that changed: name, old, new."""

    card: Card
    values: tuple[tuple[str, object, object], ...]
    old_severity: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one fate."""

    fate: str
    word: str
    tone: str
    icon: str
    rows: list[FindingRow]


Findings = Sequence[Mapping[str, Any]]


def finding_groups(
    old: Findings, new: Findings, makers: tuple[CardMaker, CardMaker]
) -> list[FindingGroup]:
    """Findings by fate."""
    changes = compare_findings(old, new)
    return [
        FindingGroup(*look, [_row(one, *makers) for one in changes if one.fate == look[0]])
        for look in FINDING_FATES
    ]


def _row(change: FindingChange, old: CardMaker, new: CardMaker) -> FindingRow:
    maker = old if change.new is None else new
    values = tuple((name.replace("_", " "), a, b) for name, a, b in change.values)
    before = change.old["severity"] if change.old and change.new else ""
    same = change.new is not None and before == change.new["severity"]
    return FindingRow(maker.card(change.shown), values, "" if same else before)


def findings_words(groups: Sequence[FindingGroup]) -> str:
    """``3 findings fixed, none new``."""
    counts = {one.fate: len(one.rows) for one in groups}
    fixed, new, changed = counts["fixed"], counts["new"], counts["changed"]
    words = [f"{fixed or 'no'} finding{'' if fixed == 1 else 's'} fixed"]
    words += [f"{changed} with other numbers"] if changed else []
    words.append(f"{new or 'none'} new")
    sentence = ", ".join(words)
    return sentence[0].upper() + sentence[1:]
