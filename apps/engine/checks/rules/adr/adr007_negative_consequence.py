"""ADR-007: the consequences of a decision include one that is paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.checks.decision_scopes import record_scope, record_subject
from apps.engine.decision_model import Decision
from apps.engine.package import Package

_NEGATIVE = re.compile(
    r"\b(?:costs?|costly|expensive|price|pay|slower|slow|lock-?in|locked|risks?|risky|must|harder|hard|loses?|"
    r"lost|data loss|stale|waits?|waiting|weaker|older|late|later|delay\w*|lag|worse|worsen\w*|complex\w*|complicat\w*|difficult\w*|effort|"
    r"overhead|burden|limit(?:s|ed|ation\w*)?|drawbacks?|downsides?|disadvantages?|trade-?offs?|negative\w*|"
    r"degrad\w*|depend(?:s|ency|encies|ent)|fragile|fail(?:s|ure|ures)?|break(?:s|ing)?|unable|cannot|can't|"
    r"can not|lack\w*|missing|no longer|less|fewer|lower|reduc\w*|increas\w*|additional|extra|more work|"
    r"steep|learning curve|needs? to|requires?|required|maintenance|debt|vendor|conflict\w*|unfamiliar|"
    r"bottleneck|duplicat\w*|inconsisten\w*|however|but|although|problem\w*|issue|challeng\w*|concern\w*|"
    r"sacrific\w*|give up|forgo\w*|accept\w*|rewrite|migrat\w*|manual\w*|have to|has to|will not|won't|careful\w*|responsib\w*|restrict\w*|"
    r"constrain\w*|suboptimal|outdated|unsupported|downtime|confus\w*|workarounds?|coordinat\w*|tied to|nachteil\w*|teurer|desventaja\w*)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:no|not|never|without|less|lower|lowers?|lowered|fewer|reduc\w*|avoid\w*|minimi\w*|eliminat\w*|remov\w*|"
    r"prevent\w*|cuts?|sav(?:es?|ing)|decreas\w*|cheaper|low|little|small|free of|mitigat\w*|simplif\w*|drops?|"
    r"surviv\w*|tolerat\w*|withstand\w*|despite|protects?|during|even (?:if|when)|instead of)"
    r"(?:\W+[\w-]+){0,2}\W*$",
    re.IGNORECASE,
)
_GAIN = re.compile(
    r"\b(?:less|lower|fewer|reduc\w*|increas\w*|limit\w*)\W+(?:[\w-]+\W+){0,3}(?:costs?|latenc\w*|load|risks?|effort|"
    r"complexity|overhead|time|memory|traffic|throughput|availability|performance|speed|capacity|quality|"
    r"reliability|scalability|flexibility|burden|bill|errors?|failures?|maintenance|dependenc\w*|downtime)|"
    r"\b(?:costs?|price|bill|effort|risks?|overhead|delays?|lag|complexity|maintenance)\W+(?:[\w-]+\W+){0,4}?"
    r"(?:lower|low|less|smaller|small|fewer|reduced|falls?|drops?|shrinks?|decreases?|halved|minimal|down)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^\W*(?:none|nothing|n/?a|no (?:negative|drawbacks?|downsides?)\b.*|-|tbd|nil)\W*$",
    re.IGNORECASE,
)


class NegativeConsequence(Check):
    """Consequences marked as bad, or an unmarked sentence with a word of cost or loss."""

    code = "ADR-007"
    title = "Consequences include a negative one"
    severity = "error"
    criteria = ("C7",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding per record without a price; a note when the only one is two words long."""
        stated = [d for d in package.decisions if d.consequences_text.strip()]
        if not stated:
            raise NotApplicable("No decision record states consequences.")
        for decision in stated:
            bad = [text for text in decision.consequences.bad if not _NOTHING.match(text)]
            hinted = [text for text in _unmarked(decision) if _is_negative(text)]
            if not bad and not hinted:
                yield self._none(package, decision)
            elif len(bad) + len(hinted) == 1 and len((bad or hinted)[0].split()) < 3:
                yield self._trivial(package, decision, (bad or hinted)[0])

    def _none(self, package: Package, decision: Decision) -> Finding:
        parts = decision.consequences
        count = len(parts.good) + len(parts.bad) + len(parts.neutral)
        return self.finding(
            package,
            subject=record_subject(decision),
            where=decision.field_places.get("consequences", decision.where),
            confidence=decision.confidence,
            title=f"{decision.label}: {count} consequence{'s' * (count != 1)}, none negative",
            message=f"We read {count} consequence{'s' * (count != 1)} of '{decision.title}' and in none of them a cost, a "
            "limit or a risk.",
            hint="What do you pay for it? Add a line 'Bad, because ...'.",
            computed={"consequences": count},
            scopes=(record_scope(decision),),
        )

    def _trivial(self, package: Package, decision: Decision, text: str) -> Finding:
        return self.finding(
            package,
            subject=record_subject(decision),
            role="short",
            where=decision.field_places.get("consequences", decision.where),
            severity="info",
            title=f"{decision.label}: the only negative consequence is '{text}'",
            message=f"We read '{text}' as the only price of this decision.",
            hint="Say what it costs whom, and what you do about it.",
            computed={"text": text},
            scopes=(record_scope(decision),),
        )


def _unmarked(decision: Decision) -> list[str]:
    """Sentences without a sign; the whole text where nothing could be told apart."""
    parts = decision.consequences
    texts = list(parts.neutral)
    if not (parts.good or parts.bad or parts.neutral):
        texts = [decision.consequences_text]
    return [s for text in texts for s in re.split(r"(?<=[.;!?])\s+", text) if s.strip()]


def _is_negative(sentence: str) -> bool:
    """A word of cost that is not turned into a gain ("lower cost", "no lock-in")."""
    clear = _GAIN.sub(" ", sentence)
    return any(not _TURNED.search(clear[: match.start()]) for match in _NEGATIVE.finditer(clear))
