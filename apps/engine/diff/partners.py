"""Which unit of the old text is which of the new one."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from apps.engine.anchors.align import align
from apps.engine.diff.units import Unit, UnitText

_MOST = 600_000  # pairs of units that stand not once on both sides, up to which words are compared
_MOST_IN_GAP = 400_000_000  # pairs of units of one gap that are compared for being equal
_SHORT = 5  # words; shorter blocks in the same gap count as edited even when little stayed
_ALIKE = 30.0  # percent of a longer block that must have stayed


def partners(old: UnitText, new: UnitText) -> dict[int, int]:
    """Partners of the old units by index: as comments are carried, then by the gap they stand in."""
    before, after = Counter(u.key for u in old.units), Counter(u.key for u in new.units)
    lone = {key for key, count in before.items() if count == 1 == after.get(key)}
    loose = (len(old.units) - len(lone)) * (len(new.units) - len(lone))
    old.by_words = new.by_words = loose <= _MOST
    found = {i: pair.new for i, pair in align(old, new).items()}
    found = {i: j for i, j in found.items() if _may_pair(old.units[i], new.units[j])}
    found.update(_beside(old, new, found))
    for left, right in _gaps(old, new, found):
        found.update(_equal(old, new, left, right))
    for left, right in _gaps(old, new, found):
        found.update(_by_place(old, new, left, right, found))
    return found


def _may_pair(old: Unit, new: Unit) -> bool:
    return old.part == new.part and old.family == new.family


def _beside(old: UnitText, new: UnitText, found: dict[int, int]) -> dict[int, int]:
    """Equal units without a partner next to a pair, as the short heading of a moved section."""
    taken = set(found.values())
    more: dict[int, int] = {}
    for start, partner in found.items():
        for step in (-1, 1):
            i, j = start + step, partner + step
            while (
                0 <= i < len(old.units)
                and 0 <= j < len(new.units)
                and i not in found
                and i not in more
                and j not in taken
                and old.units[i].key == new.units[j].key
                and _may_pair(old.units[i], new.units[j])
            ):
                more[i] = j
                taken.add(j)
                i, j = i + step, j + step
    return more


def _gaps(old: UnitText, new: UnitText, found: dict[int, int]) -> list[tuple[list[int], list[int]]]:
    """Units without a partner that stand between the same neighbours."""
    taken = {j: i for i, j in found.items()}
    gaps = []
    i = 0
    while i <= len(old.units):
        left: list[int] = []
        while i < len(old.units) and i not in found:
            left.append(i)
            i += 1
        if left:
            j = found[left[0] - 1] + 1 if left[0] else 0
            right = []
            while j < len(new.units) and j not in taken:
                right.append(j)
                j += 1
            if right and (taken.get(j) == i or (i == len(old.units) and j == len(new.units))):
                gaps.append((left, right))
        i += 1
    return gaps


def _equal(old: UnitText, new: UnitText, left: list[int], right: list[int]) -> dict[int, int]:
    """Equal units in a gap, in order: which of two twins a comment is on may be unsure, what came
    and what went is not."""
    if len(left) * len(right) > _MOST_IN_GAP:
        return {}
    keys = [(old.units[i].family, old.units[i].key) for i in left]
    others = [(new.units[j].family, new.units[j].key) for j in right]
    found: dict[int, int] = {}
    for op in Indel.opcodes(keys, others):
        if op.tag == "equal":
            span = left[op.src_start : op.src_end]
            found.update(zip(span, right[op.dest_start : op.dest_end], strict=True))
    return found


def _by_place(
    old: UnitText, new: UnitText, left: list[int], right: list[int], found: dict[int, int]
) -> dict[int, int]:
    """Partners in a gap, one kind at a time where both sides have as many of it."""
    pairs = {}
    kinds = dict.fromkeys((old.units[i].family, old.units[i].level) for i in left)
    for family, level in kinds:
        olds = [i for i in left if (old.units[i].family, old.units[i].level) == (family, level)]
        news = [j for j in right if (new.units[j].family, new.units[j].level) == (family, level)]
        if len(olds) != len(news):
            continue
        for i, j in zip(olds, news, strict=True):
            if old.units[i].part or new.units[j].part:
                continue
            if _replaced(old.units[i], new.units[j], follows=found.get(i + 1) == j + 1):
                pairs[i] = j
    return pairs


def _replaced(old: Unit, new: Unit, *, follows: bool) -> bool:
    """Whether one took the place of the other; ``follows``: what comes next stayed."""
    if old.kind == "heading" and follows:
        return True
    score = fuzz.ratio(old.key[:4000], new.key[:4000])
    few = max(len(old.key.split()), len(new.key.split())) <= _SHORT
    return score >= _ALIKE or (few and score > 0 and old.kind != "heading")
