"""Styles and scripts stay readable as differences: no line is wider than a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("folder", "suffix", "most"), [("css", ".css", 120), ("js", ".js", 140)])
def test_no_line_is_too_wide(folder, suffix, most):
    wide = {
        f"{path.relative_to(ROOT)}:{number}": len(line)
        for path in sorted((ROOT / "static" / folder).rglob(f"*{suffix}"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > most
    }
    assert wide == {}
