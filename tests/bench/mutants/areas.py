"""Which rooms of the tree are changed. Globs, so that a new or moved app is found by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
KEPT: Final = ROOT / ".mutants"
"""The map of the tests and the working copies; git ignores it."""

AREAS: Final = {
    "services": "apps/*/services*",
    "policy": "apps/*/policy.py",
    "queries": "apps/*/queries*",
    "forms": "apps/*/forms*",
    "anchors": "apps/engine/anchors",
    "quantities": "apps/engine/quantities",
    "checks": "apps/engine/checks",
}


def files_of(area: str, root: Path = ROOT) -> list[str]:
    """The Python files of an area, as paths from the root."""
    found: set[Path] = set()
    for place in root.glob(AREAS[area]):
        found |= {place} if place.suffix == ".py" else set(place.rglob("*.py"))
    return sorted(str(path.relative_to(root)) for path in found if path.stat().st_size)


def all_files(root: Path = ROOT) -> list[str]:
    """The files of every area."""
    return sorted({path for area in AREAS for path in files_of(area, root)})
