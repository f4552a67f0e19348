"""Comparing the findings of two revisions by their identity: new, fixed, still there, changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Fate = Literal["new", "fixed", "same", "changed"]

_ORDER: tuple[Fate, ...] = ("new", "changed", "same", "fixed")
_SEVERITY = {"blocker": 0, "error": 1, "warning": 2, "info": 3}


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One finding over two revisions; ``old``/``new`` are findings as the report's JSON gives them.

    ``values`` lists numbers that changed: (name, old, new).
    """

    fate: Fate
    identity: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    values: tuple[tuple[str, object, object], ...] = ()

    @property
    def shown(self) -> Mapping[str, Any]:
        """The newer of the two."""
        shown = self.new if self.new is not None else self.old
        return shown if shown is not None else {}


def compare_findings(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> tuple[FindingChange, ...]:
    """Compare two lists of findings; muted and ignored ones count as not there."""
    before = {f["identity"]: f for f in old if _counts(f)}
    after = {f["identity"]: f for f in new if _counts(f)}
    changes = [_change(identity, before.get(identity), found) for identity, found in after.items()]
    changes += [
        FindingChange("fixed", identity, found, None)
        for identity, found in before.items()
        if identity not in after
    ]
    return tuple(
        sorted(
            changes,
            key=lambda c: (
                _ORDER.index(c.fate),
                _SEVERITY[c.shown["severity"]],
                c.shown["code"],
                c.shown["where"]["start"] or 0,
            ),
        )
    )


def _counts(finding: Mapping[str, Any]) -> bool:
    return finding.get("caused_by") is None and finding.get("ignored") is None


def _change(identity: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> FindingChange:
    if old is None:
        return FindingChange("new", identity, None, new)
    if old["state"] == new["state"] and old["severity"] == new["severity"]:
        return FindingChange("same", identity, old, new)
    names = dict.fromkeys([*old["computed"], *new["computed"]])
    values = tuple(
        (name, old["computed"].get(name), new["computed"].get(name))
        for name in names
        if old["computed"].get(name) != new["computed"].get(name)
    )
    return FindingChange("changed", identity, old, new, values)
