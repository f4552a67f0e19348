"""What kept its order and what moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(values: Sequence[int]) -> set[int]:
    """Positions of ``values`` outside the longest rising part: as few as can be."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [position]
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return set(range(len(values))) - kept
