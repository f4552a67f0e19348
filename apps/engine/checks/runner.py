"""Running the checks over a package: every check exactly once, in order of code, always to the end.

A check that stops inside is ``crashed`` and costs only itself. Severities are capped by confidence,
follow-up findings are muted by their root cause, and inline ignores are applied here, so that a
check itself only has to find.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from apps.engine.checks.base import (
    SEVERITIES,
    Check,
    Finding,
    NotApplicable,
    NotAssessable,
    Outcome,
    Severity,
    Stage,
)
from apps.engine.checks.registry import all_checks
from apps.engine.document.model import Ignore
from apps.engine.package import Package

_WARNING_BELOW = 0.8
_INFO_BELOW = 0.5
"""Caps of severity by confidence: what was read uncertainly is not called an error."""

MAX_FINDINGS = 200
"""Findings of one check that are kept; a generated table can break one rule in every row."""


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding with its identity over revisions, the state of its numbers, and what mutes it.

    ``caused_by`` is the identity of the root cause, ``ignored`` the reason of an inline ignore.
    """

    finding: Finding
    identity: str
    state: str
    subject: str
    check_version: str
    criteria: tuple[str, ...]
    stage: Stage
    caused_by: str | None = None
    ignored: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts: neither muted by a root cause nor ignored by the author."""
        return self.caused_by is None and self.ignored is None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What became of one check; ``detail`` is the traceback of a crash, for the log only."""

    code: str
    outcome: Outcome
    reason: str
    stage: Stage
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Outcomes by code and findings in the order of code and place."""

    outcomes: tuple[CheckOutcome, ...]
    findings: tuple[ReportedFinding, ...]

    @property
    def crashed(self) -> bool:
        """Whether some check stopped inside."""
        return any(outcome.outcome == "crashed" for outcome in self.outcomes)

    def count(self, *severities: Severity) -> int:
        """Number of findings of these severities that count."""
        return sum(1 for f in self.findings if f.counts and f.finding.severity in severities)


def run(
    package: Package,
    *,
    checks: Sequence[Check] | None = None,
    only: Iterable[str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Run all installed checks, or those named in ``only``, over ``package``.

    ``on_progress(done, total)`` is called after every check. Raises ``KeyError`` for an unknown code.
    """
    chosen = _chosen(checks if checks is not None else all_checks(), only)
    results: list[tuple[Check, list[Finding], CheckOutcome]] = []
    for done, check in enumerate(chosen, start=1):
        results.append(_run_one(check, package))
        if on_progress:
            on_progress(done, len(chosen))
    reported = [f for check, found, _ in results for f in _reported(check, found, package)]
    reported = _muted(reported, {check.code: check for check in chosen})
    outcomes = tuple(_settled(outcome, reported) for _, _, outcome in results)
    return Report(outcomes, tuple(reported))


def _chosen(checks: Sequence[Check], only: Iterable[str] | None) -> list[Check]:
    if only is None:
        return list(checks)
    wanted = set(only)
    unknown = wanted - {check.code for check in checks}
    if unknown:
        raise KeyError(f"there is no check {', '.join(sorted(unknown))}")
    return [check for check in checks if check.code in wanted]


def _run_one(check: Check, package: Package) -> tuple[Check, list[Finding], CheckOutcome]:
    found: list[Finding] = []
    outcome: Outcome = "pass"
    reason = detail = ""
    try:
        found.extend(islice(check.find(package), MAX_FINDINGS + 1))
    except NotApplicable as answer:
        outcome, reason = "not_applicable", str(answer)
    except NotAssessable as answer:
        outcome, reason = "not_assessable", str(answer)
    except Exception as error:  # noqa: BLE001 - one check that stops costs that check only
        outcome, reason = "crashed", f"{type(error).__name__}: {error}"
        detail = traceback.format_exc()
        found = []
    if len(found) > MAX_FINDINGS:
        found.pop()
        reason = f"more than {MAX_FINDINGS} findings; the first {MAX_FINDINGS} are shown"
    return check, found, CheckOutcome(check.code, outcome, reason, check.stage, detail)


def _capped(check: Check, finding: Finding) -> Severity:
    rank = min(SEVERITIES.index(finding.severity), SEVERITIES.index(check.max_severity))
    if finding.confidence < _INFO_BELOW:
        rank = 0
    elif finding.confidence < _WARNING_BELOW:
        rank = min(rank, SEVERITIES.index("warning"))
    return SEVERITIES[rank]


def _position(finding: Finding) -> tuple[str, int, str, str]:
    where = finding.where
    start = where.start if where.start is not None else -1
    return where.artifact, start, finding.subject, finding.role


def _reported(check: Check, found: list[Finding], package: Package) -> list[ReportedFinding]:
    seen: Counter[tuple[str, str]] = Counter()
    reported = []
    for finding in sorted(found, key=_position):
        seen[finding.subject, finding.role] += 1
        n = seen[finding.subject, finding.role]
        subject = finding.subject if n == 1 else f"{finding.subject}#{n}"
        identity = _digest(f"{check.code}|{subject}|{finding.role}")
        values = json.dumps(finding.computed, sort_keys=True, default=str)
        reported.append(
            ReportedFinding(
                finding=replace(finding, severity=_capped(check, finding)),
                identity=identity,
                state=_digest(f"{identity}|{values}"),
                subject=subject,
                check_version=check.version,
                criteria=check.criteria,
                stage=check.stage,
                ignored=_ignored(finding, package),
            )
        )
    return reported


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _ignored(finding: Finding, package: Package) -> str | None:
    document = package.documents.get(finding.where.artifact)
    if document is None:
        return None
    for ignore in document.ignores:
        if ignore.code == finding.code and _covers(ignore, finding.where.start):
            return ignore.reason or "no reason given"
    return None


def _covers(ignore: Ignore, start: int | None) -> bool:
    return ignore.start == 0 if start is None else ignore.start <= start < ignore.end


def _muted(reported: list[ReportedFinding], checks: dict[str, Check]) -> list[ReportedFinding]:
    """Set ``caused_by`` on findings that follow from an error-level finding of another check."""
    roots = [
        r
        for r in reported
        if r.ignored is None
        and checks[r.finding.code].mutes
        and r.finding.severity in {"error", "blocker"}
    ]
    result = []
    for one in reported:
        scopes = {one.finding.subject, *one.finding.scopes}
        cause = next(
            (
                root.identity
                for root in roots
                if one.finding.code in checks[root.finding.code].mutes
                and scopes & {root.finding.subject, *root.finding.scopes}
            ),
            None,
        )
        result.append(replace(one, caused_by=cause) if cause else one)
    return result


def _settled(outcome: CheckOutcome, reported: list[ReportedFinding]) -> CheckOutcome:
    """The outcome once it is known which findings count: info alone still passes."""
    own = [r for r in reported if r.finding.code == outcome.code]
    if outcome.outcome == "crashed" or not own:
        return outcome
    if any(r.counts and r.finding.severity != "info" for r in own):
        return replace(outcome, outcome="finding")
    if outcome.outcome != "pass":
        return outcome
    notes = sum(1 for r in own if r.counts)
    silent = len(own) - notes
    words = [f"{notes} note{'s' * (notes != 1)}"] if notes else []
    words += [f"{silent} ignored or muted"] if silent else []
    return replace(outcome, reason=outcome.reason or ", ".join(words))
