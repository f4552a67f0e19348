"""``new-check`` writes a check that runs and whose page passes its own examples."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def _copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "apps" / "engine", tmp_path / "apps" / "engine", ignore=ignore)
    (tmp_path / "apps" / "__init__.py").touch()
    return tmp_path


def _run(root: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apps.engine", *argv],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_new_check_takes_the_next_free_number_and_runs(tmp_path):
    root = _copy(tmp_path)
    done = _run(root, "new-check", "ops", "chaos tests")
    assert done.returncode == 0, done.stderr
    stems = [Path(line).name for line in done.stdout.split()]
    assert stems == ["ops006_chaos_tests.py", "ops006_chaos_tests.md"]
    (root / "design.md").write_text("# Design\n\nWords.\n")
    report = _run(root, "check", "design.md", "--only", "OPS-006")
    assert "The design does not say: chaos tests" in report.stdout
    again = _run(root, "new-check", "OPS", "game days")
    assert "ops007_game_days.py" in again.stdout


def test_a_taken_code_or_an_unknown_family_is_refused(tmp_path):
    root = _copy(tmp_path)
    assert "CAP-007 is taken" in _run(root, "new-check", "CAP", "x", "--code", "CAP-007").stderr
    assert "there is no family NIX" in _run(root, "new-check", "NIX", "x").stderr
