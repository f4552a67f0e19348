"""Which block of the old text is which block of the new one.

First the blocks that stand once in both texts; then their equal neighbours, so that of two equal
paragraphs each finds its own by the company it keeps; last, by shared words, what was edited and has
no copy anywhere. A block stays without a partner when a second one would do nearly as well: better to
ask than to mistake.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

from apps.engine.anchors.blocks import BlockText, Span
from apps.engine.anchors.worddiff import in_order, likeness

# Similarity below which two blocks are two different texts; the nearer, the less is asked.
SAME_PLACE = 0.5
ELSEWHERE = 0.75
MARGIN = 0.1  # how much better than the second best
_BONUS = 0.1  # for standing between the same neighbours
_HEADING_BONUS = 0.05  # for standing under the same heading
_SHORT = 15  # code points; shorter blocks say too little to be recognised far from their place
_FEW = 5  # words; fewer can be equal by chance
_CANDIDATES = 4
_COMMON = 50  # blocks with a word from which it tells nothing


@dataclass(frozen=True, slots=True)
class Pair:
    """An old block's partner: index in the new text, similarity 0..1 and how it was found."""

    new: int
    score: float
    method: str


def equal_pairs(old: BlockText, new: BlockText) -> dict[int, Pair]:
    """Partners of the old blocks that stand unchanged in the new text."""
    sure, moved = _unique(old, new)
    equal = _grow(old, new, {**sure, **moved})
    return {
        i: Pair(j, 1.0, "moved block" if i in moved else "equal block") for i, j in equal.items()
    }


def similar_pairs(old: BlockText, new: BlockText, equal: dict[int, Pair]) -> dict[int, Pair]:
    """Partners of the old blocks that were edited; blocks without a safe one are absent."""
    frame = sorted((i, pair.new) for i, pair in equal.items() if pair.method != "moved block")
    return _Similar(old, new, in_order(frame)).pairs()


def align(old: BlockText, new: BlockText) -> dict[int, Pair]:
    """Partners of the old blocks, unchanged or edited; blocks without a safe one are absent."""
    equal = equal_pairs(old, new)
    return {**equal, **similar_pairs(old, new, equal)}


def _unique(old: BlockText, new: BlockText) -> tuple[dict[int, int], dict[int, int]]:
    """Blocks that stand exactly once in both texts: those in order, and those that moved."""
    places = {block.key: j for j, block in enumerate(new.blocks)}
    both = [
        (i, places[block.key])
        for i, block in enumerate(old.blocks)
        if old.copies[block.key] == 1 == new.copies[block.key]
    ]
    sure = dict(in_order(both))
    moved = {
        i: j
        for i, j in both
        if i not in sure and (_tells(old.blocks[i]) or _neighbours(old, new, i, j))
    }
    return sure, moved


def _tells(block: Span) -> bool:
    """Whether a block that stands once is recognised wherever it stands."""
    return block.heading or len(block.key) >= _SHORT


def _neighbours(old: BlockText, new: BlockText, i: int, j: int) -> bool:
    """Whether the blocks before or after the two are equal."""
    return any(
        0 <= i + d < len(old.blocks)
        and 0 <= j + d < len(new.blocks)
        and old.blocks[i + d].key == new.blocks[j + d].key
        for d in (-1, 1)
    )


def _grow(old: BlockText, new: BlockText, seeds: dict[int, int]) -> dict[int, int]:
    """Seeds and the runs of equal blocks around them; a block claimed twice belongs to nobody."""
    claims: dict[int, set[int]] = defaultdict(set)
    claimed: dict[int, set[int]] = defaultdict(set)
    taken = set(seeds.values())
    starts = list(seeds.items())
    # The edges of the text count as neighbours, too.
    for i, j, step in [(-1, -1, 1), (len(old.blocks), len(new.blocks), -1)] + [
        (i, j, step) for i, j in starts for step in (1, -1)
    ]:
        a, b = i + step, j + step
        while (
            0 <= a < len(old.blocks)
            and 0 <= b < len(new.blocks)
            and a not in seeds
            and b not in taken
            and old.blocks[a].key == new.blocks[b].key
        ):
            claims[a].add(b)
            claimed[b].add(a)
            a, b = a + step, b + step
    grown = dict(seeds)
    for a, targets in claims.items():
        b = next(iter(targets))
        if len(targets) == 1 and len(claimed[b]) == 1:
            grown[a] = b
    return _supported(old, new, grown, seeds)


def _supported(
    old: BlockText, new: BlockText, grown: dict[int, int], seeds: dict[int, int]
) -> dict[int, int]:
    """Pairs without the copies that are not surely these.

    When copies came or went, the neighbours must agree on both sides.
    """
    found = dict(grown)
    placed = Counter(old.blocks[i].key for i in grown)
    asked = [
        i
        for i in grown
        if i not in seeds
        and not old.copies[key := old.blocks[i].key] == new.copies[key] == placed[key]
    ]
    while asked:
        i = asked.pop()
        j = found.get(i)
        if j is None or i in seeds:
            continue
        if not all(_agree(old, new, found, (i + step, j + step)) for step in (-1, 1)):
            del found[i]
            asked += [i - 1, i + 1]
    return found


def _agree(old: BlockText, new: BlockText, found: dict[int, int], pair: tuple[int, int]) -> bool:
    """Whether two neighbours are a pair, edited, or the same edge of the texts."""
    i, j = pair
    sizes = len(old.blocks), len(new.blocks)
    if not (0 <= i < sizes[0] and 0 <= j < sizes[1]):
        return pair in ((-1, -1), sizes)
    if i in found or old.blocks[i].key == new.blocks[j].key:
        return found.get(i) == j
    return likeness(old.words(i).forms, new.words(j).forms) >= ELSEWHERE


class _Similar:
    """Pairs among the blocks that have no equal partner, by their words."""

    def __init__(self, old: BlockText, new: BlockText, frame: list[tuple[int, int]]) -> None:
        self.old, self.new = old, new
        self.frame_old = [i for i, _ in frame]
        self.frame_new = [j for _, j in frame]
        self.left = [
            i
            for i, one in enumerate(old.blocks)
            if old.copies[one.key] == 1 and not new.copies[one.key]
        ]
        self.right = [
            j
            for j, one in enumerate(new.blocks)
            if new.copies[one.key] == 1 and not old.copies[one.key]
        ]
        self.index: dict[str, list[int]] = defaultdict(list)
        for j in self.right:
            for form in set(new.words(j).forms):
                self.index[form].append(j)

    def pairs(self) -> dict[int, Pair]:
        """Greedy from the best pair down; a pair with a free rival nearly as good is refused."""
        scored = [entry for i in self.left for entry in self._scores(i)]
        scored.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
        rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
        columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for score, i, j, _ in scored:
            rows[i].append((score, j))
            columns[j].append((score, i))
        found: dict[int, Pair] = {}
        done_old: set[int] = set()
        done_new: set[int] = set()
        for score, i, j, similarity in scored:
            if i in done_old or j in done_new:
                continue
            done_old.add(i)
            done_new.add(j)
            rival = max(
                (
                    [s for s, other in rows[i] if other != j and other not in done_new]
                    + [s for s, other in columns[j] if other != i and other not in done_old]
                ),
                default=0.0,
            )
            if similarity >= self._needed(i, j) and score - rival >= MARGIN:
                found[i] = Pair(j, similarity, "similar block")
        return found

    def _scores(self, i: int) -> list[tuple[float, int, int, float]]:
        """(score, old, new, similarity) of the likeliest new blocks."""
        forms = self.old.words(i).forms
        weights: dict[int, float] = defaultdict(float)
        for form in set(forms):
            places = self.index.get(form, ())
            if len(places) > _COMMON:
                continue
            rarity = math.log(1 + len(self.right) / (1 + len(places)))
            for j in places:
                weights[j] += rarity
        best = heapq.nsmallest(
            _CANDIDATES, weights, key=lambda j: (-weights[j] / self._length(j) ** 0.5, j)
        )
        found = []
        for j in best:
            similarity = likeness(forms, self.new.words(j).forms)
            if similarity >= SAME_PLACE - MARGIN:
                found.append((similarity + self._bonus(i, j), i, j, similarity))
        return found

    def _length(self, j: int) -> int:
        return 4 + len(self.new.words(j).forms)

    def _same_gap(self, i: int, j: int) -> bool:
        return bisect_left(self.frame_old, i) == bisect_left(self.frame_new, j)

    def _bonus(self, i: int, j: int) -> float:
        bonus = _BONUS if self._same_gap(i, j) else 0.0
        if self.old.headings[i] == self.new.headings[j]:
            bonus += _HEADING_BONUS
        return bonus

    def _needed(self, i: int, j: int) -> float:
        """The similarity that the pair must have."""
        if self.old.blocks[i].heading != self.new.blocks[j].heading:
            return 2.0
        near = self._same_gap(i, j)
        few = len(self.old.words(i).forms) < _FEW
        if few:
            return ELSEWHERE if near else 2.0
        return SAME_PLACE if near else ELSEWHERE
