"""The runner: severities capped, follow-ups muted, ignores applied, crashes contained."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.checks.runner import run
from apps.engine.package import Package
from apps.engine.text import Place
from tests.engine.packages import package_of

DESIGN = '# Design\n\nOne.\n\n<!-- aie: ignore CAP-901 reason="on purpose" -->\n\nTwo.\n'


def _check(code: str, find, **values: object) -> Check:
    """A check made for one test; it is not registered, so it cannot meet the installed ones."""
    fields = {"code": code, "title": code, "severity": "error", "criteria": ("C4",),
              "stage": "stable", "find": find, **values}  # fmt: skip
    registered = Check.__init_subclass__
    Check.__init_subclass__ = classmethod(lambda cls: None)  # type: ignore[method-assign]
    try:
        return type(code, (Check,), fields)()
    finally:
        Check.__init_subclass__ = registered  # type: ignore[method-assign]


def _finding(code: str, start: int = 0, **values: object) -> Finding:
    base = {"code": code, "severity": "error", "title": "t", "message": "m", "hint": "h",
            "where": Place("design.md", start, start + 1, 1, 1), "subject": "thing"}  # fmt: skip
    return Finding(**{**base, **values})


def _yields(*findings: Finding):
    def find(_self: Check, _package: Package) -> Iterator[Finding]:
        yield from findings

    return find


def _raises(error: Exception):
    def find(_self: Check, _package: Package) -> Iterator[Finding]:
        raise error
        yield

    return find


def test_a_check_that_stops_costs_only_itself():
    package = package_of(DESIGN)
    broken = _check("CAP-901", _raises(ZeroDivisionError("division by zero")))
    sound = _check("CAP-902", _yields(_finding("CAP-902")))
    report = run(package, checks=[broken, sound])
    assert [o.outcome for o in report.outcomes] == ["crashed", "finding"]
    assert report.crashed
    assert "division by zero" in report.outcomes[0].reason


def test_not_applicable_and_not_assessable_keep_their_reason():
    checks = [
        _check("CAP-901", _raises(NotApplicable("no fleet table"))),
        _check("CAP-902", _raises(NotAssessable("image only"))),
    ]
    outcomes = run(package_of(DESIGN), checks=checks).outcomes
    assert [(o.outcome, o.reason) for o in outcomes] == [
        ("not_applicable", "no fleet table"),
        ("not_assessable", "image only"),
    ]


def test_little_confidence_lowers_the_severity():
    findings = [
        _finding("CAP-901", subject="sure", confidence=0.9),
        _finding("CAP-901", subject="likely", confidence=0.7),
        _finding("CAP-901", subject="guess", confidence=0.4),
    ]
    report = run(package_of(DESIGN), checks=[_check("CAP-901", _yields(*findings))])
    severities = {f.subject: f.finding.severity for f in report.findings}
    assert severities == {"sure": "error", "likely": "warning", "guess": "info"}


def test_info_alone_still_passes():
    note = _finding("CAP-901", severity="info")
    (outcome,) = run(package_of(DESIGN), checks=[_check("CAP-901", _yields(note))]).outcomes
    assert (outcome.outcome, outcome.reason) == ("pass", "1 note")


def test_equal_subjects_are_numbered_in_document_order():
    findings = [_finding("CAP-901", start=9), _finding("CAP-901", start=2)]
    report = run(package_of(DESIGN), checks=[_check("CAP-901", _yields(*findings))])
    numbered = [(f.subject, f.finding.where.start) for f in report.findings]
    assert numbered == [("thing", 2), ("thing#2", 9)]
    assert len({f.identity for f in report.findings}) == 2


def test_a_changed_number_changes_the_state_and_not_the_identity():
    def reported(value: int):
        finding = _finding("CAP-901", computed={"replicas": value})
        return run(package_of(DESIGN), checks=[_check("CAP-901", _yields(finding))]).findings[0]

    before, after = reported(183), reported(190)
    assert before.identity == after.identity
    assert before.state != after.state


def test_a_root_cause_mutes_what_follows_from_it():
    root = _check("CAP-901", _yields(_finding("CAP-901", scopes=("row:1",))), mutes=("CAP-902",))
    same_row = _finding("CAP-902", subject="a", scopes=("row:1",))
    other_row = _finding("CAP-902", subject="b", scopes=("row:2",))
    report = run(package_of(DESIGN), checks=[root, _check("CAP-902", _yields(same_row, other_row))])
    causes = {f.subject: f.caused_by for f in report.findings}
    assert causes == {"thing": None, "a": report.findings[0].identity, "b": None}


def test_an_inline_ignore_keeps_the_finding_and_takes_its_weight():
    start = DESIGN.index("Two")
    check = _check("CAP-901", _yields(_finding("CAP-901", start=start)))
    report = run(package_of(DESIGN), checks=[check])
    assert report.findings[0].ignored == "on purpose"
    assert report.count("error") == 0
    assert report.outcomes[0].outcome == "pass"


def test_progress_is_told_after_every_check():
    seen: list[tuple[int, int]] = []
    checks = [_check("CAP-901", _yields()), _check("CAP-902", _yields())]
    run(package_of(DESIGN), checks=checks, on_progress=lambda *step: seen.append(step))
    assert seen == [(1, 2), (2, 2)]


def test_a_rule_broken_in_every_row_keeps_the_first_200_findings():
    findings = [_finding("CAP-901", subject=f"row:{n}", start=0) for n in range(5000)]
    report = run(package_of(DESIGN), checks=[_check("CAP-901", _yields(*findings))])
    assert len(report.findings) == 200
    assert report.outcomes[0].outcome == "finding"
    assert "more than 200 findings" in report.outcomes[0].reason
