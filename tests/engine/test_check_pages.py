"""Every example on every check page, and every edge case beside, is a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.engine.checks.base import Check
from apps.engine.checks.pages import HEADINGS, Example, page, parse_page
from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import run
from tests.engine.packages import package_of

EDGE_CASES = Path(__file__).parent / "checks"
FIRST_33 = (
    "DOC-001 DOC-002 DOC-005 DOC-006 DOC-008 DOC-011 DIA-001 DIA-002 DIA-007 DIA-008 DIA-009 DIA-010 "
    "CAP-001 CAP-002 CAP-003 CAP-004 CAP-005 CAP-007 CAP-008 CAP-011 CAP-024 TRD-001 TRD-002 TRD-003 "
    "TRD-004 TRD-005 TRD-009 TRD-010 ADR-001 ADR-002 ADR-006 ADR-007 ADR-008"
).split()


def _examples() -> list[object]:
    cases = []
    for check in all_checks():
        edge = EDGE_CASES / f"{check.code.lower()}.md"
        sources = [("page", page(check).examples)]
        if edge.exists():
            sources.append(("edge", parse_page(edge.read_text(encoding="utf-8")).examples))
        cases += [
            pytest.param(check, example, id=f"{check.code}-{name}-line-{example.line}")
            for name, examples in sources
            for example in examples
        ]
    return cases


@pytest.mark.parametrize(("check", "example"), _examples())
def test_an_example_has_the_outcome_its_page_says(check: Check, example: Example):
    assert example.outcome, "the fence names no outcome"
    report = run(package_of(example.files), checks=[check])
    (outcome,) = report.outcomes
    assert (outcome.outcome, outcome.detail) == (example.outcome, "")
    if example.severity:
        assert example.severity in {f.finding.severity for f in report.findings}


def test_the_first_33_checks_are_installed_and_stable():
    stages = {check.code: check.stage for check in all_checks()}
    assert {code: stages.get(code) for code in FIRST_33} == dict.fromkeys(FIRST_33, "stable")


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_a_page_has_its_headings_and_both_kinds_of_examples(check: Check):
    its_page = page(check)
    assert tuple(its_page.sections) == HEADINGS
    assert its_page.source.startswith(f"# {check.code} {check.title}\n")
    outcomes = [example.outcome for example in its_page.examples]
    assert "finding" in outcomes or any(e.severity == "info" for e in its_page.examples)
    assert "pass" in outcomes


def test_edge_cases_belong_to_a_check():
    codes = {check.code.lower() for check in all_checks()}
    assert {path.stem for path in EDGE_CASES.glob("*.md")} <= codes


def test_codes_are_permanent():
    known = (Path(__file__).parent / "known_codes.txt").read_text(encoding="utf-8").split()
    assert set(known) <= {check.code for check in all_checks()}
