"""Pairs of packages with known changes, made from samples by code."""

from __future__ import annotations

from pathlib import Path

from apps.engine.diff import PackageDiff, diff_packages
from tests.engine.packages import package_of

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def files(sample: str = "recommender") -> dict[str, str]:
    """The texts of a sample by path."""
    folder = SAMPLES / sample
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".md", ".mmd"}
    }


def diff(old: dict[str, str] | str, new: dict[str, str] | str) -> PackageDiff:
    """The comparison of two sets of texts."""
    return diff_packages(package_of(old), package_of(new))


def replaced(texts: dict[str, str], path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """The texts with each pair replaced once in one file."""
    text = texts[path]
    for old, new in pairs:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return {**texts, path: text}


def edited(*pairs: tuple[str, str], path: str = "design.md") -> PackageDiff:
    """The recommender against itself with these replacements."""
    texts = files()
    return diff(texts, replaced(texts, path, *pairs))


def told(found: PackageDiff) -> list[tuple[str, str, str]]:
    """Area, kind and subject of what counts."""
    return [(one.area, one.kind, one.subject) for one in found.changes]


def sentences(found: PackageDiff) -> list[str]:
    """What counts, in words."""
    return [one.sentence for one in found.changes]
