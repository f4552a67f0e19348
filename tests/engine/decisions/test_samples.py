"""Real records of 18 teams, in the form they wrote them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.decisions.reading import record

ADRS = Path(__file__).parents[2] / "samples" / "adrs"
EXPECTED = json.loads((ADRS / "expected.json").read_text(encoding="utf-8"))


def test_every_sample_is_labelled():
    files = {str(path.relative_to(ADRS)) for path in ADRS.rglob("*.md")} - {"SOURCES.md"}
    assert files == set(EXPECTED)


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_a_record_is_read_as_a_person_reads_it(path: str):
    decision = record((ADRS / path).read_text(encoding="utf-8"), path)
    found = decision and {
        "number": decision.number,
        "title": decision.title,
        "status": decision.status,
        "date": decision.date,
        "format": decision.format,
    }
    assert found == EXPECTED[path]
