"""ADR-006: the chosen option is one of the options, and the reason says why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.checks.decision_scopes import record_scope, record_subject
from apps.engine.decision_model import Decision
from apps.engine.decisions.choice import find_option, tokens
from apps.engine.package import Package

_REASON_WORDS = 8
_ARGUED_WORDS = 20
_QUALITY = re.compile(
    r"\d|latenc|throughput|cost|pric|cheap|availab|reliab|scal|secur|privac|simpl|complex|maintain|operat|"
    r"perform|fast|slow|effort|skill|team|consisten|durab|port|lock|licen|compat|support|memory|storage|"
    r"quality|accura|fresh|test|deploy|flexib|risk|time|requirement|R\d|control|standard|easy|easier|ecosystem",
    re.IGNORECASE,
)


class ChosenOption(Check):
    """Names are compared by their telling words; "option 2" and "the first" count by position."""

    code = "ADR-006"
    title = "The chosen option is one of the options"
    severity = "error"
    criteria = ("C7",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Per record: an option that is not listed, or a reason that is short or names no driver."""
        stated = [d for d in package.decisions if d.options and d.chosen_option]
        if not stated:
            raise NotApplicable("No decision record states both options and a choice.")
        for decision in stated:
            chosen = decision.chosen_option or ""
            if find_option(chosen, [option.title for option in decision.options]) is None:
                yield self._not_listed(package, decision, chosen)
            else:
                yield from self._reason(package, decision)

    def _not_listed(self, package: Package, decision: Decision, chosen: str) -> Finding:
        options = ", ".join(f"'{option.title}'" for option in decision.options)
        places = [decision.field_places.get(name) for name in ("chosen_option", "options")]
        found = tuple(place for place in places if place)
        return self.finding(
            package,
            subject=record_subject(decision),
            role="not-listed",
            where=found[0] if found else decision.where,
            confidence=decision.confidence if len(decision.options) > 1 else 0.75,
            title=f"{decision.label} chooses '{chosen}', which is not among its options",
            message=f"We read the choice '{chosen}' and the options {options}.",
            hint=f"Add '{chosen}' to the options with its arguments, or correct the choice.",
            evidence=found,
            computed={"chosen": chosen, "options": [o.title for o in decision.options]},
            scopes=(record_scope(decision),),
        )

    def _reason(self, package: Package, decision: Decision) -> Iterator[Finding]:
        reason = _reason(decision)
        words = len(reason.split())
        named = _QUALITY.search(reason) or _names_driver(decision)
        if words >= _REASON_WORDS and named:
            return
        lack = f"has {words} words" if words < _REASON_WORDS else "names no driver or criterion"
        yield self.finding(
            package,
            subject=record_subject(decision),
            role="reason",
            where=decision.field_places.get("decision", decision.where),
            severity="warning",
            title=f"{decision.label}: the reason {lack}",
            message=f"We read the reason '{reason[:120]}'."
            if reason
            else "We found no 'because' behind the choice.",
            hint="Complete 'because ...' with the driver that decided, best with its number.",
            computed={"words": words},
            scopes=(record_scope(decision),),
        )


def _names_driver(decision: Decision) -> bool:
    reason = tokens(decision.rationale)
    return any(tokens(driver) & reason for driver in decision.drivers)


def _reason(decision: Decision) -> str:
    """The words behind "because"; a decision argued in two sentences needs no such word."""
    argued = len(decision.decision.split()) >= _ARGUED_WORDS
    return decision.rationale or (decision.decision if argued else "")
