"""Where a stretch of the old text stands in the new one.

Three ways, in this order. Inside a pair of aligned blocks the words are compared and the stretch
follows them. Else the quote itself is looked for, which counts only when it stands once in both
texts. Else the likeliest block among those that are new is searched for a near match, which counts
only with a margin over the second best. What is left gets a guess and asks for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from apps.engine.anchors.align import MARGIN, Pair, align
from apps.engine.anchors.blocks import BlockText, words_of

KEEP = 0.5  # similarity of the words of a stretch and what it became
KEEP_SHORT = 0.67  # the same for up to four words, which are alike by chance more easily
_SHORT_WORDS = 4
_QUOTE = 25  # code points that make a quote tell
_FUZZY = 40  # code points from which a near match is tried
_NEAR = 0.8  # similarity of a near match
_SPREAD = 2.0  # how many times longer a stretch may become
_SLACK = 6  # words it may grow besides
_SHARE = 0.5  # of the words of several blocks that must have a partner


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch in the new text; ``sure`` is False for a place that a person must confirm."""

    start: int
    end: int
    score: float
    method: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a stretch went, or the best guess when there is no safe place."""

    found: Found | None
    guess: Found | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one block says: the stretch's place there, how many words it had, how many stayed."""

    found: Found | None
    words: int
    guess: Found | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """Words ``old_start:old_end`` stayed equal, or became ``new_start:new_end``."""

    equal: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


class TextMap:
    """The alignment of two texts, made once and asked for every comment."""

    def __init__(self, old: str, new: str) -> None:
        self.same = old == new
        self.old = BlockText(old)
        self.new = BlockText(new)
        self._changes: dict[int, list[_Change]] = {}

    @cached_property
    def pairs(self) -> dict[int, Pair]:
        """Partners of the old blocks."""
        return align(self.old, self.new)

    @cached_property
    def _free(self) -> list[int]:
        """New blocks that are nobody's equal partner."""
        taken = {pair.new for pair in self.pairs.values() if pair.score == 1.0}
        return [j for j in range(len(self.new.blocks)) if j not in taken]

    @property
    def likeness(self) -> float:
        """Share of the old text, by code points, that has a partner."""
        total = sum(len(block.key) for block in self.old.blocks)
        kept = sum(len(self.old.blocks[i].key) * p.score for i, p in self.pairs.items())
        return kept / total if total else float(self.same)

    def map(self, start: int, end: int) -> Answer:
        """Where ``old[start:end]`` stands in the new text."""
        if self.same:
            return Answer(Found(start, end, 1.0, "same text"))
        touched = self.old.touching(start, end)
        pieces = [self._piece(i, start, end) for i in touched]
        if len(pieces) == 1:
            found, guess = pieces[0].found, pieces[0].guess
        else:
            found, guess = self._joined(pieces), next((p.guess for p in pieces if p.guess), None)
        found = found or self._quoted(start, end)
        if found is None:
            near = self._near(start, end)
            found, guess = near.found, near.guess or guess
        return Answer(found, guess or self._beside(touched))

    # One block.

    def _piece(self, i: int, start: int, end: int) -> _Piece:
        block, words = self.old.blocks[i], self.old.words(i)
        first, last = words.covering(max(start, block.start), min(end, block.end))
        pair = self.pairs.get(i)
        if pair is None or last <= first:
            return _Piece(None, max(0, last - first))
        other = self.new.blocks[pair.new]
        low, high = max(start, block.start) - block.start, min(end, block.end) - block.start
        if self.old.text[block.start : block.end] == self.new.text[other.start : other.end]:
            found = Found(other.start + low, other.start + high, 1.0, pair.method)
            return _Piece(found, last - first)
        return self._inside(i, pair, first, last)

    def _inside(self, i: int, pair: Pair, first: int, last: int) -> _Piece:
        """Follow words ``first:last`` of old block ``i`` into its partner."""
        old, new = self.old.words(i), self.new.words(pair.new)
        block = self.new.blocks[pair.new]
        size = last - first
        ranges = self._ranges(i, pair.new, first, last)
        best, hull = 0.0, (0, 0)
        for low, high in ranges:
            if high <= low or high - low > _SPREAD * size + _SLACK:
                continue
            score = Indel.normalized_similarity(old.forms[first:last], new.forms[low:high])
            if score > best or (score >= KEEP and low <= hull[0] and high >= hull[1]):
                best, hull = score, (low, high)
        if best < (KEEP if size > _SHORT_WORDS else KEEP_SHORT):
            return _Piece(None, size, Found(block.start, block.end, best, pair.method))
        place = Found(new.starts[hull[0]], new.ends[hull[1] - 1], best, "words of " + pair.method)
        return _Piece(place, size)

    def _ranges(self, i: int, j: int, first: int, last: int) -> list[tuple[int, int]]:
        """Candidate word ranges in new block ``j``: with and without what was put for its ends."""
        if i not in self._changes:
            self._changes[i] = _changes(self.old.words(i).forms, self.new.words(j).forms)
        kept: list[tuple[int, int]] = []
        wide: list[tuple[int, int]] = []
        for change in self._changes[i]:
            low, high = max(first, change.old_start), min(last, change.old_end)
            if low >= high:
                continue
            if change.equal:
                shift = change.new_start - change.old_start
                kept.append((low + shift, high + shift))
                wide.append(kept[-1])
            elif first <= change.old_start and change.old_end <= last:
                wide.append((change.new_start, change.new_end))
        if not kept:
            return []
        return [(kept[0][0], kept[-1][1]), (wide[0][0], wide[-1][1])]

    # Several blocks.

    def _joined(self, pieces: list[_Piece]) -> Found | None:
        """One stretch over the places of several blocks, when most of its words have one."""
        places = [(p.found, p.words) for p in pieces if p.found]
        total = sum(p.words for p in pieces)
        kept = sum(words for _, words in places)
        if not places or kept < _SHARE * total:
            return None
        start = min(found.start for found, _ in places)
        end = max(found.end for found, _ in places)
        covered = sum(found.end - found.start for found, _ in places)
        if end - start > _SPREAD * covered + 80:
            return None
        score = sum(found.score * words for found, words in places) / total
        return Found(start, end, score, "blocks") if score >= KEEP else None

    # Without a partner.

    def _quoted(self, start: int, end: int) -> Found | None:
        """The quote itself, when it tells and stands once in both texts."""
        quote = self.old.text[start:end].strip()
        if (
            len(quote) < _QUOTE
            or not _once(self.old.text, quote)
            or not _once(self.new.text, quote)
        ):
            return None
        place = self.new.text.find(quote)
        return Found(place, place + len(quote), 0.9, "quote")

    def _near(self, start: int, end: int) -> Answer:
        """The nearest match among the blocks that are new, with a margin over the second best."""
        quote = self.old.text[start:end]
        if len(quote) < _FUZZY or not self._free:
            return Answer(None)
        forms = set(words_of(quote, 0, len(quote)).forms)
        likely = sorted(self._free, key=lambda j: -len(forms & self._forms(j)))[:4]
        scored = sorted((self._alignment(quote, j) for j in likely), key=lambda f: -f.score)
        best, second = scored[0], scored[1].score if len(scored) > 1 else 0.0
        if best.score >= _NEAR and best.score - second >= MARGIN and self._alone(quote):
            return Answer(best)
        return Answer(None, best if best.score >= KEEP else None)

    def _alone(self, quote: str) -> bool:
        """Whether the quote stands once in the old text: else its twin may be what was found."""
        return _once(self.old.text, quote)

    def _forms(self, j: int) -> frozenset[str]:
        return frozenset(self.new.words(j).forms)

    def _alignment(self, quote: str, j: int) -> Found:
        block = self.new.blocks[j]
        text = self.new.text[block.start : block.end]
        if len(text) < len(quote) / 2:
            return Found(block.start, block.end, 0.0, "near match", sure=False)
        match = fuzz.partial_ratio_alignment(quote, text)
        if match is None or match.dest_end <= match.dest_start:
            return Found(block.start, block.end, 0.0, "near match", sure=False)
        words = self.new.words(j)
        first, last = words.covering(block.start + match.dest_start, block.start + match.dest_end)
        low, high = words.starts[first], words.ends[max(first, last - 1)]
        score = Indel.normalized_similarity(quote, self.new.text[low:high])
        return Found(low, high, score, "near match", sure=False)

    def _beside(self, touched: range) -> Found | None:
        """The block after the nearest one above that has a partner: where the text used to be."""
        for i in range(touched.start - 1, -1, -1):
            if i in self.pairs:
                block = self.new.blocks[self.pairs[i].new]
                return Found(block.start, block.end, 0.0, "neighbour", sure=False)
        return None


def _once(text: str, quote: str) -> bool:
    place = text.find(quote)
    return place != -1 and text.find(quote, place + 1) == -1


def _changes(old: tuple[str, ...], new: tuple[str, ...]) -> list[_Change]:
    """The word diff of two blocks, with neighbouring deletions and insertions taken together."""
    found: list[_Change] = []
    for op in Indel.opcodes(old, new):
        ends = (op.src_end, op.dest_end)
        if op.tag != "equal" and found and not found[-1].equal:
            found[-1] = _Change(False, found[-1].old_start, ends[0], found[-1].new_start, ends[1])
        else:
            found.append(_Change(op.tag == "equal", op.src_start, ends[0], op.dest_start, ends[1]))
    return found
