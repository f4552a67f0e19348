"""What was meant: of many known names the one that a name differs from by a slip."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

_FEW = 200
"""Names that are compared closely; of more those that share most letters in order are taken."""


def nearest(name: str, known: Sequence[str], cutoff: float) -> str | None:
    """The most similar of ``known``, or None when no similarity reaches ``cutoff`` (0 to 1)."""
    from rapidfuzz import fuzz, process

    if len(known) > _FEW:
        close = process.extract(
            name, known, scorer=fuzz.ratio, score_cutoff=100 * cutoff, limit=_FEW // 10
        )
        known = [found for found, _, _ in close]
    best = difflib.get_close_matches(name, known, n=1, cutoff=cutoff)
    return best[0] if best else None
