"""Which words of one text are which words of another, and only where there is no doubt.

Sequences of words that stand once in both texts are found first, the longest first (patience diff);
what lies between them is compared word by word. This is done from both ends, and a word counts
when both ways agree: of two equal sentences of which one was deleted, none is mistaken for the
other. Last, equal words that are lost among changes are dropped, for they are equal by chance.
The work is bounded: linear in the words, but for small stretches.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

NONE = -1
_GRAMS = (4, 2, 1)  # words of the sequences looked for
_CELLS = 250_000  # product of lengths up to which two stretches are compared word by word
_LONG = 25_000_000  # product of lengths up to which they are compared as a whole
_SOLID = 8.0  # weight from which equal words are never by chance
_SHORT = 3  # letters of a word that says little

Words = Sequence[str]
Runs = list[tuple[int, int, int]]


def weight(form: str) -> float:
    """How much a word says: signs little, short words half."""
    if not form[0].isalnum():
        return 0.2
    return 0.5 if len(form) <= _SHORT and form.isascii() else 1.0


def likeness(old: Words, new: Words) -> float:
    """Similarity of two lists of words, 0..1; 0 for two that are too long to compare."""
    if len(old) * len(new) > _LONG:
        return 0.0
    return Indel.normalized_similarity(old, new)


def links(old: Words, new: Words) -> list[int]:
    """For every old word the index of its new word, or -1 when it has none beyond doubt."""
    found = agreed(old, new)
    for i, _, length in _by_chance(found, old, new):
        found[i : i + length] = [NONE] * length
    return found


def agreed(old: Words, new: Words) -> list[int]:
    """Like ``links``, with the words that are equal by chance; words may be anything in order."""
    forward, backward = _links(old, new), _links(old[::-1], new[::-1])
    last = len(new) - 1
    return [
        j if j != NONE and backward[-1 - i] == last - j else NONE for i, j in enumerate(forward)
    ]


def in_order(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of ``pairs`` (sorted by their first) whose seconds rise."""
    listed = list(pairs)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(listed):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else NONE)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [number]
    found, number = [], ends[-1] if ends else NONE
    while number >= 0:
        found.append(listed[number])
        number = before[number]
    return found[::-1]


def _links(old: Words, new: Words) -> list[int]:
    found = [NONE] * len(old)
    for i, j, length in _runs(old, new, (0, len(old), 0, len(new)), 0):
        found[i : i + length] = range(j, j + length)
    return found


def _runs(old: Words, new: Words, area: tuple[int, int, int, int], level: int) -> Runs:
    """Equal runs (old start, new start, length) of ``old[a:b]`` and ``new[c:d]``, in order."""
    a, b, c, d = area
    start = a
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    found: Runs = [(start, c - (a - start), a - start)] if a > start else []
    end = b
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    if a < b and c < d:
        found += _middle(old, new, (a, b, c, d), level)
    if end > b:
        found.append((b, d, end - b))
    return found


def _middle(old: Words, new: Words, area: tuple[int, int, int, int], level: int) -> Runs:
    a, b, c, d = area
    if level == len(_GRAMS):
        return _compared(old, new, area) if (b - a) * (d - c) <= _CELLS else []
    found: Runs = []
    size = _GRAMS[level]
    anchors = in_order(_unique(old, new, area, size))
    for i, j in [*anchors, (b, d)]:
        if i < a or j < c:
            continue
        found += _runs(old, new, (a, i, c, j), level + 1)
        length = min(size, b - i)
        if length:
            found.append((i, j, length))
        a, c = i + length, j + length
    return found


def _unique(
    old: Words, new: Words, area: tuple[int, int, int, int], size: int
) -> Iterable[tuple[int, int]]:
    """Places of the sequences of ``size`` words that stand exactly once on both sides."""
    a, b, c, d = area
    ours, theirs = _once(old, a, b, size), _once(new, c, d, size)
    return [(i, theirs[gram]) for gram, i in ours.items() if i >= 0 and theirs.get(gram, -1) >= 0]


def _once(words: Words, start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    """Place of every sequence, -1 when it stands there more than once."""
    found: dict[tuple[str, ...], int] = {}
    for i in range(start, end - size + 1):
        gram = tuple(words[i : i + size])
        found[gram] = NONE if gram in found else i
    return found


def _compared(old: Words, new: Words, area: tuple[int, int, int, int]) -> Runs:
    a, b, c, d = area
    return [
        (a + op.src_start, c + op.dest_start, op.src_end - op.src_start)
        for op in Indel.opcodes(old[a:b], new[c:d])
        if op.tag == "equal"
    ]


def _by_chance(found: list[int], old: Words, new: Words) -> Runs:
    """Runs that weigh no more than the changes on both of their sides.

    The rule of semantic cleanup in Fraser's diff-match-patch, by the weight of words.
    """
    kept: Runs = [(0, 0, 0)]  # the beginnings of both texts belong together
    dropped: Runs = []
    runs = _linked(found)
    olds, news = _sums(old), _sums(new)

    def change(left: tuple[int, int, int], right: tuple[int, int, int]) -> float:
        return max(
            olds[right[0]] - olds[left[0] + left[2]], news[right[1]] - news[left[1] + left[2]]
        )

    for run in [*runs, (len(old), len(new), 0)]:
        while len(kept) > 1:
            i, _, length = kept[-1]
            own = olds[i + length] - olds[i]
            if own >= _SOLID or own > min(change(kept[-2], kept[-1]), change(kept[-1], run)):
                break
            dropped.append(kept.pop())
        kept.append(run)
    return dropped


def _linked(found: list[int]) -> Runs:
    runs: Runs = []
    for i, j in enumerate(found):
        if j == NONE:
            continue
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((i, j, 1))
    return runs


def _sums(words: Words) -> list[float]:
    return [0.0, *accumulate(map(weight, words))]
