"""The stretches of two texts that belong together, and the words that they share.

A region is a pair of aligned blocks, or what lies between two such pairs: the blocks there were
edited, split, joined, deleted or added, and their words are compared as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from apps.engine.anchors.align import ELSEWHERE, Pair, equal_pairs, similar_pairs
from apps.engine.anchors.blocks import BlockText, Words
from apps.engine.anchors.worddiff import NONE, in_order, links, weight

_SLACK = 2  # words by which a replacement at the end of a stretch may be longer


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

    @cached_property
    def sums(self) -> list[float]:
        """Weight of the new words before each, and of all."""
        return [0.0, *accumulate(map(weight, self.new.forms))]

    def widened(self, word: int, beyond: int, lost: int) -> int:
        """The last new word, from ``word`` towards the linked ``beyond``, of those that were put
        for ``lost`` old ones at an end of a stretch; only inside of the word's block."""
        step = 1 if beyond > word else -1
        if beyond == NONE or not 0 < lost >= abs(beyond - word) - 1 - _SLACK:
            return word
        (index,) = self._texts[1].touching(self.new.starts[word], self.new.ends[word])
        block = self._texts[1].blocks[index]
        while word + step != beyond and block.start <= self.new.starts[word + step] < block.end:
            word += step
        return word

    @property
    def hint(self) -> tuple[int, int] | None:
        """Code points of the new blocks, for a person who looks for the place."""
        if not self._new:
            return None
        blocks = self._texts[1].blocks
        return blocks[self._new[0]].start, blocks[self._new[-1]].end


class Regions:
    """The regions of two texts; what was edited is aligned when somebody asks for it."""

    def __init__(self, old: BlockText, new: BlockText) -> None:
        self.texts = (old, new)
        self.equal = equal_pairs(old, new)
        self._made: dict[tuple[str, int], Region] = {}

    @cached_property
    def pairs(self) -> dict[int, Pair]:
        """Partners of the old blocks, equal or edited."""
        return {**self.equal, **similar_pairs(*self.texts, self.equal)}

    @cached_property
    def _sure(self) -> dict[int, int]:
        """The pairs that are regions of their own."""
        return {i: pair.new for i, pair in self.pairs.items() if pair.score >= ELSEWHERE}

    @cached_property
    def _taken(self) -> set[int]:
        return set(self._sure.values())

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """The pairs that stand in the same order in both texts, and the ends of the texts."""
        ends = (len(self.texts[0].blocks), len(self.texts[1].blocks))
        return [(-1, -1), *in_order(sorted(self._sure.items())), ends]

    def of(self, i: int) -> Region:
        """The region of an old block."""
        if i in self.equal or i in self._sure:
            key = ("pair", i)
        else:
            key = ("gap", bisect_left(self._bounds, (i, -1)) - 1)
        if key not in self._made:
            self._made[key] = self._pair(i) if key[0] == "pair" else self._gap(key[1])
        return self._made[key]

    def _pair(self, i: int) -> Region:
        pair = self.equal.get(i) or self.pairs[i]
        return Region(self.texts, [i], [pair.new], pair.method, pair.score == 1.0)

    def _gap(self, gap: int) -> Region:
        (a, c), (b, d) = self._bounds[gap], self._bounds[gap + 1]
        old = [i for i in range(a + 1, b) if i not in self._sure and self._told(0, i)]
        new = [j for j in range(c + 1, d) if j not in self._taken and self._told(1, j)]
        return Region(self.texts, old, new, "words in between")

    def _told(self, side: int, index: int) -> bool:
        """Whether a block without partner has no copies, which could be taken for each other."""
        key = self.texts[side].blocks[index].key
        return all(text.copies[key] <= 1 for text in self.texts)

    def likeness(self, enough: float = 1.0) -> float:
        """Share of the old text, by code points, that has a partner; not exact above ``enough``."""
        blocks = self.texts[0].blocks
        total = sum(len(block.key) for block in blocks)
        if not total:
            return float(self.texts[0].text == self.texts[1].text)

        def share(pairs: dict[int, Pair]) -> float:
            return sum(len(blocks[i].key) * pair.score for i, pair in pairs.items()) / total

        equal = share(self.equal)
        return equal if equal >= enough else share(self.pairs)
