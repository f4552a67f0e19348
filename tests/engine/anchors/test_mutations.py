"""Real documents, changed in known ways: every comment is where it belongs, or asks."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from apps.engine.anchors.textmap import TextMap
from tests.engine.anchors.mutations import revise

HISTORIES = Path(__file__).parents[2] / "samples" / "histories"
DOCUMENTS = sorted(folder.name for folder in HISTORIES.iterdir() if folder.is_dir())


def paragraphs(name: str) -> list[str]:
    last = max((HISTORIES / name).glob("*.md"))
    parts = re.split(r"\n\s*\n", last.read_text(encoding="utf-8"))
    return [part.strip() for part in parts if part.strip()]


def outcomes(name: str, rate: float, rounds: int = 8) -> Counter[tuple[str, str]]:
    """How often a paragraph of each kind was found, asked about or mistaken."""
    found: Counter[tuple[str, str]] = Counter()
    for seed in range(rounds):
        revised = revise(paragraphs(name), random.Random(f"{name} {seed}"), rate)
        texts = TextMap(revised.old, revised.new)
        for kind, old, new in revised.places:
            answer = texts.map(*old).found
            if answer is None:
                found[kind, "asked"] += 1
            else:
                got = (answer.start, answer.end)
                inside = new is not None and new[0] <= got[0] < got[1] <= new[1]
                right = inside if kind == "edited" else got == new
                found[kind, "found" if right else "mistaken"] += 1
    return found


@pytest.mark.parametrize("rate", [0.05, 0.2])
def test_no_paragraph_of_a_changed_document_is_mistaken_for_another(rate):
    found = sum((outcomes(name, rate) for name in DOCUMENTS), Counter())
    mistaken = {kind for (kind, result) in found if result == "mistaken" and kind != "open"}
    assert mistaken == set()
    assert found["deleted", "asked"] > 100
    kept = found["unchanged", "found"], found["unchanged", "asked"]
    assert kept[0] >= 0.995 * sum(kept)
    edited = found["edited", "found"], found["edited", "asked"]
    assert edited[0] >= 0.9 * sum(edited)
