"""ADR-002: context, options, decision and consequences are there and say something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, Severity
from apps.engine.checks.decision_scopes import record_scope, record_subject
from apps.engine.decision_model import Decision
from apps.engine.package import Package

_SHORT = {"context": 12, "decision": 8, "consequences": 8}
_ASK = {
    "context": "Say what forces the decision: the requirement, the load, the constraint.",
    "options": "List the options you considered under 'Considered Options', at least two.",
    "decision": "Write 'Chosen option: \"X\", because ...' under 'Decision Outcome'.",
    "consequences": "List what gets better and what you pay, as 'Good, because' and 'Bad, because'.",
}
_WITH_OPTIONS = frozenset(
    {
        "madr1",
        "madr2",
        "madr3",
        "madr4",
        "log4brains",
        "business-case",
        "tyree-akerman",
        "nhs-wales",
    }
)
_ALTERNATIVE = re.compile(
    r"\b(?:alternativ\w*|options?|instead of|rather than|versus|vs\.?|compared (?:to|with)|considered|"
    r"evaluated|over)\b",
    re.IGNORECASE,
)


class Sections(Check):
    """Core sections of every record, under any of their usual headings."""

    code = "ADR-002"
    title = "Sections of an ADR"
    severity = "error"
    criteria = ("C7",)
    stage = "stable"
    mutes = ("ADR-005", "ADR-006", "ADR-007")

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per record and section."""
        if not package.decisions:
            raise NotApplicable("There is no decision record.")
        for decision in package.decisions:
            for name in ("context", "options", "decision", "consequences"):
                yield from self._section(package, decision, name)
            if decision.status is None:
                yield self._no_status(package, decision)

    def _section(self, package: Package, decision: Decision, name: str) -> Iterator[Finding]:
        text = _text(decision, name)
        if name == "options":
            if not decision.options:
                yield from self._no_options(package, decision)
        elif not text.strip():
            yield self._absent(package, decision, name, "error")
        elif name == "consequences" and _only_gains(decision):
            return  # what is missing there is the price, and ADR-007 asks for it
        elif _length(decision, name, text) < _SHORT[name] and decision.format != "y-statement":
            yield self._short(package, decision, name, len(text.split()))

    def _no_options(self, package: Package, decision: Decision) -> Iterator[Finding]:
        """The Nygard form has no options section: there, a sentence about alternatives will do."""
        everything = f"{decision.context} {decision.decision} {decision.rationale}"
        if decision.format in _WITH_OPTIONS:
            yield self._absent(package, decision, "options", "error")
        elif "options" not in decision.present and not _ALTERNATIVE.search(everything):
            yield self._absent(package, decision, "options", "warning")

    def _absent(
        self, package: Package, decision: Decision, name: str, severity: Severity
    ) -> Finding:
        empty = name in decision.present
        state = f"an empty section '{name}'" if empty else f"no {name}"
        where = (
            decision.field_places.get(name) or decision.field_places.get("title") or decision.where
        )
        return self.finding(
            package,
            subject=f"{record_subject(decision)}:{name}",
            where=where,
            severity=severity,
            confidence=decision.confidence,
            title=f"{decision.label} has {state}",
            message=f"We read {decision.file} as '{decision.title}' and found {state} under any of the "
            f"usual headings; we read {', '.join(decision.present) or 'none of the four sections'}.",
            hint=_ASK[name],
            computed={"present": list(decision.present)},
            scopes=(record_scope(decision),),
        )

    def _short(self, package: Package, decision: Decision, name: str, words: int) -> Finding:
        return self.finding(
            package,
            subject=f"{record_subject(decision)}:{name}",
            role="short",
            where=decision.field_places.get(name, decision.where),
            severity="warning",
            title=f"{decision.label}: {name} in {words} words",
            message=f"We read {words} words under {name}; fewer than {_SHORT[name]} can hardly be weighed.",
            hint=_ASK[name],
            computed={"words": words, "least": _SHORT[name]},
            scopes=(record_scope(decision),),
        )

    def _no_status(self, package: Package, decision: Decision) -> Finding:
        written = f" We read '{decision.status_raw}'." if decision.status_raw else ""
        return self.finding(
            package,
            subject=f"{record_subject(decision)}:status",
            where=decision.field_places.get("status")
            or decision.field_places.get("title")
            or decision.where,
            severity="warning",
            title=f"{decision.label} states no status",
            message=f"We found no status in {decision.file}: neither front matter, nor a line, nor a "
            f"section.{written}",
            hint="Write proposed, accepted, rejected, deprecated or superseded by ADR-n.",
            scopes=(record_scope(decision),),
        )


def _text(decision: Decision, name: str) -> str:
    if name == "context":
        return decision.context
    if name == "decision":
        return decision.decision or decision.chosen_option or ""
    return decision.consequences_text


def _only_gains(decision: Decision) -> bool:
    parts = decision.consequences
    return bool(parts.good) and not parts.bad and not parts.neutral


def _length(decision: Decision, name: str, text: str) -> int:
    """Words, where every bullet of the consequences counts as one: a list needs no sentences."""
    parts = decision.consequences
    bullets = len(parts.good) + len(parts.bad) + len(parts.neutral)
    return len(text.split()) + (bullets if name == "consequences" else 0)
