"""Correct designs in different styles: read whole, and no check calls an error on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.engine.assemble import assemble
from apps.engine.checks.runner import run
from apps.engine.intake.folder import open_folder
from apps.engine.package import Package
from apps.engine.reading import read_file

SAMPLES = Path(__file__).parent.parent / "samples"
DESIGNS = ("recommender", "vision", "assistant")


def _package(name: str) -> Package:
    tree = open_folder(SAMPLES / name)
    return assemble([read_file(file.path, file.data) for file in tree.files])


@pytest.mark.parametrize("name", DESIGNS)
def test_a_correct_design_has_no_error(name: str):
    report = run(_package(name))
    errors = [
        (f.finding.code, f.finding.message)
        for f in report.findings
        if f.finding.severity in {"error", "blocker"}
    ]
    assert errors == []
    assert [o.code for o in report.outcomes if o.outcome == "crashed"] == []


@pytest.mark.parametrize(
    ("name", "main", "diagrams", "decisions", "fleet"),
    [
        ("recommender", "design.md", ["component", "sequence", "deployment"], [1, 2, 3], 3),
        ("vision", "report.md", ["component", "sequence", "deployment"], [1, 2, 3], 3),
        ("assistant", "README.md", ["component", "sequence", "deployment"], [1, 2, 3], 3),
    ],
)
def test_a_design_is_read_whole(name: str, main: str, diagrams: list, decisions: list, fleet: int):
    package = _package(name)
    assert package.main == main
    assert [diagram.kind for diagram in package.diagrams] == diagrams
    assert [diagram.problems for diagram in package.diagrams] == [(), (), ()]
    assert [decision.number for decision in package.decisions] == decisions
    assert {decision.status for decision in package.decisions} == {"accepted"}
    assert len(package.figures.fleet) == fleet
    assert len(package.matrices) == 1
    assert package.warnings == ()


def test_the_same_package_gives_the_same_report():
    assert run(_package("recommender")) == run(_package("recommender"))
