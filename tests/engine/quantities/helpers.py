"""Designs of this folder, changed and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import ReportedFinding, run
from apps.engine.package import Package
from tests.engine.packages import package_of

DESIGNS = Path(__file__).parent / "designs"
SAMPLES = Path(__file__).parents[2] / "samples"
CODES = frozenset(
    "CAP-001 CAP-002 CAP-003 CAP-004 CAP-005 CAP-007 CAP-008 CAP-011 CAP-024 DOC-011".split()
)


@cache
def texts(name: str) -> dict[str, str]:
    """Files of a design: a folder or a single file."""
    if (SAMPLES / name).is_dir():
        found = sorted((SAMPLES / name).rglob("*.md"))
        return {str(p.relative_to(SAMPLES / name)): p.read_text(encoding="utf-8") for p in found}
    return {"design.md": (DESIGNS / f"{name}.md").read_text(encoding="utf-8")}


def changed(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """A design with replacements; each must apply."""
    text = texts(name)["design.md"]
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return {**texts(name), "design.md": text}


def findings(files: dict[str, str]) -> list[ReportedFinding]:
    """Findings of warning and above that count, of the checks of this folder."""
    checks = [check for check in all_checks() if check.code in CODES]
    report = run(package_of(files), checks=checks)
    crashed = [(o.code, o.detail) for o in report.outcomes if o.outcome == "crashed"]
    assert not crashed, crashed
    return [f for f in report.findings if f.counts and f.finding.severity != "info"]


def codes(files: dict[str, str]) -> list[str]:
    """Codes of the findings that count, in order."""
    return sorted({f.finding.code for f in findings(files)})


def package(files: dict[str, str]) -> Package:
    """The assembled package."""
    return package_of(files)
