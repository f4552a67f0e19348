"""What ``make mutants`` changes, and what it leaves: the tool is small, its choice is what counts."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from tests.bench.mutants.areas import AREAS, ROOT, files_of
from tests.bench.mutants.changes import changes_of


def changes(tmp_path, body: str) -> set[str]:
    """Every change that 40 seeds make of a module, as the line that came."""
    path = tmp_path / "apps" / "shop" / "services.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")
    found = set()
    for seed in range(40):
        for change in changes_of("services", tmp_path, random.Random(seed)):
            lines = change.diff.splitlines()
            found |= {line[1:].strip() for line in lines[1:] if line.startswith("+")}
    return found


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_files(area):
    assert files_of(area)


def test_a_signs_neighbour_a_left_out_statement_and_a_lookup_are_tried(tmp_path):
    found = changes(
        tmp_path,
        "def late(rows, end):\n"
        "    rows.version += 1\n"
        "    if rows.open:\n"
        "        raise ValueError('It is open, close it first.')\n"
        "    return rows.filter(at__lte=end) if rows.at < end else None\n",
    )
    assert {"rows.version -= 1", "pass", "if not rows.open:"} <= found
    assert "return rows.filter(at__lt=end) if rows.at < end else None" in found
    assert "return rows.filter(at__lte=end) if rows.at <= end else None" in found


def test_types_docstrings_logs_and_words_for_people_stay_as_they_are(tmp_path):
    body = (
        '"""About a shop."""\n'
        "from typing import Final\n"
        "__all__ = ['LIMIT']\n"
        "Rows = list[int]\n"
        "def sell(log, count: int = 3) -> 'str':\n"
        '    """Sell it."""\n'
        "    log.info('sold', count=count)\n"
        "    return f'{count} sold' + ' to a customer.'\n"
        "class Meta:\n"
        "    ordering = ['pk']\n"
    )
    assert changes(tmp_path, body) == {
        "def sell(log, count: int = 4) -> 'str':",
        "return f'{count} sold' - ' to a customer.'",
    }


def test_the_same_seed_makes_the_same_changes():
    first, again = (
        [one.diff for one in islice(changes_of("policy", ROOT, random.Random("7")), 5)]
        for _ in range(2)
    )
    assert first == again
