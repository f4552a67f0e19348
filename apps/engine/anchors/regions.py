"""The stretches of two texts that belong together, and the words that they share.

A region is a pair of aligned blocks, or what lies between two such pairs: the blocks there were
edited, split, joined, deleted or added, and their words are compared as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from apps.engine.anchors.align import ELSEWHERE, align
from apps.engine.anchors.blocks import BlockText, Words
from apps.engine.anchors.worddiff import in_order, links


class Region:
    """Old blocks and the new blocks that they became, as two lists of words."""

    def __init__(
        self,
        texts: tuple[BlockText, BlockText],
        old: Sequence[int],
        new: Sequence[int],
        method: str,
        equal: bool = False,
    ) -> None:
        self._texts, self._old, self._new = texts, old, new
        self.method, self.equal = method, equal

    @cached_property
    def old(self) -> Words:
        """The words of the old blocks."""
        return self._texts[0].joined(self._old)

    @cached_property
    def new(self) -> Words:
        """The words of the new blocks."""
        return self._texts[1].joined(self._new)

    @cached_property
    def links(self) -> list[int]:
        """For every old word the index of its new word, or -1."""
        if self.equal:
            return list(range(len(self.old.forms)))
        return links(self.old.forms, self.new.forms) if self._new else [-1] * len(self.old.forms)

    @property
    def hint(self) -> tuple[int, int] | None:
        """Code points of the new blocks, for a person who looks for the place."""
        if not self._new:
            return None
        blocks = self._texts[1].blocks
        return blocks[self._new[0]].start, blocks[self._new[-1]].end


class Regions:
    """The regions of two texts."""

    def __init__(self, old: BlockText, new: BlockText) -> None:
        self.texts = (old, new)
        self.pairs = align(old, new)
        sure = sorted((i, p.new) for i, p in self.pairs.items() if p.score >= ELSEWHERE)
        frame = in_order(sure)
        self._frame = [i for i, _ in frame]
        self._bounds = [(-1, -1), *frame, (len(old.blocks), len(new.blocks))]
        self._paired = dict(sure)
        self._taken = set(self._paired.values())
        self._made: dict[tuple[str, int], Region] = {}

    def of(self, i: int) -> Region:
        """The region of an old block."""
        gap = bisect_left(self._frame, i)
        key = ("pair", i) if i in self._paired else ("gap", gap)
        if key not in self._made:
            self._made[key] = self._pair(i) if i in self._paired else self._gap(gap)
        return self._made[key]

    def _pair(self, i: int) -> Region:
        pair = self.pairs[i]
        return Region(self.texts, [i], [pair.new], pair.method, pair.score == 1.0)

    def _gap(self, gap: int) -> Region:
        (a, c), (b, d) = self._bounds[gap], self._bounds[gap + 1]
        old = [i for i in range(a + 1, b) if i not in self._paired and self._told(0, i)]
        new = [j for j in range(c + 1, d) if j not in self._taken and self._told(1, j)]
        return Region(self.texts, old, new, "words in between")

    def _told(self, side: int, index: int) -> bool:
        """Whether a block without partner has no copies, which could be taken for each other."""
        key = self.texts[side].blocks[index].key
        return all(text.copies[key] <= 1 for text in self.texts)

    @property
    def likeness(self) -> float:
        """Share of the old text, by code points, that has a partner."""
        blocks = self.texts[0].blocks
        total = sum(len(block.key) for block in blocks)
        kept = sum(len(blocks[i].key) * pair.score for i, pair in self.pairs.items())
        return kept / total if total else float(self.texts[0].text == self.texts[1].text)
