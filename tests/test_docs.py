"""Documentation has tests: our decisions pass our own checks, every dependency is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apps.engine.checks.runner import run
from tests.engine.packages import package_of

ROOT = Path(__file__).resolve().parent.parent
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))
ADR_CODES = ("ADR-001", "ADR-002", "ADR-006", "ADR-007", "ADR-008")


def test_our_own_decision_records_pass_our_own_checks():
    package = package_of({f"adr/{p.name}": p.read_text(encoding="utf-8") for p in RECORDS})
    report = run(package, only=ADR_CODES)
    assert [(f.finding.code, f.finding.message) for f in report.findings if f.counts] == []
    outcomes = {o.code: o.outcome for o in report.outcomes}
    assert outcomes == {**dict.fromkeys(ADR_CODES, "pass"), "ADR-008": "not_applicable"}


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_is_explained(name: str):
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    direct = re.findall(r"^[A-Za-z][\w.-]*", (ROOT / name).read_text(), re.MULTILINE)
    missing = [d for d in direct if d.lower() not in explained and not d.startswith("types-")]
    assert missing == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locked_versions_have_hashes_and_name_no_host(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


def test_environment_variables_are_documented():
    settings = (ROOT / "aie_review" / "settings.py").read_text(encoding="utf-8")
    operating = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    names = set(re.findall(r"env\.\w+\(\s*\"([A-Z][A-Z0-9_]+)\"", settings))
    assert len(names) > 8
    assert {name for name in names if name not in operating} == set()
