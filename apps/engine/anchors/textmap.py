"""Where a stretch of the old text stands in the new one.

Its words are followed through the word diff of the region it stands in; what of them stayed must
outweigh what was put in between. When they did not stay, the quote itself is looked for, which
counts only when it stands once in both texts. What is left gets a guess and asks for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from apps.engine.anchors.blocks import BlockText
from apps.engine.anchors.regions import Region, Regions
from apps.engine.anchors.worddiff import NONE, weight

KEEP = 0.6  # likeness, by weight of words, of a stretch and what it became
_MOST = 0.55  # share of a stretch, by weight, that must have stayed
_CLEAR = 0.9  # likeness from which the quote need not be looked for elsewhere
_STRAY = 0.1  # share of a stretch that may be dropped at an end
_QUOTE = 25  # code points that make a quote tell


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
    """What a region says of its part of a stretch: weight of its words, of those that stayed, where.

    ``shift`` is how far the first word that stayed has moved.
    """

    words: float
    kept: float = 0.0
    start: int = 0
    end: int = 0
    shift: int = 0
    method: str = ""


class TextMap:
    """The alignment of two texts, made once and asked for every comment."""

    def __init__(self, old: str, new: str) -> None:
        self.same = old == new
        self.old = BlockText(old)
        self.new = BlockText(new)

    @cached_property
    def regions(self) -> Regions:
        """What belongs together."""
        return Regions(self.old, self.new)

    def map(self, start: int, end: int) -> Answer:
        """Where ``old[start:end]`` stands in the new text."""
        if self.same:
            return Answer(Found(start, end, 1.0, "same text"))
        touched = self.old.touching(start, end)
        regions = list({id(r): r for r in map(self.regions.of, touched)}.values())
        pieces = [_piece(region, start, end) for region in regions]
        found = self._together(pieces, start, end)
        if found is None or found.score < _CLEAR:
            quoted = self._quoted(start, end)
            if quoted is not None:
                return Answer(quoted)
        if found is not None and found.score >= KEEP:
            return Answer(found)
        return Answer(None, found or self._guess(regions, touched))

    def _together(self, pieces: list[_Piece], start: int, end: int) -> Found | None:
        """The place that the pieces make up; its score is the likeness by weight."""
        total = sum(piece.words for piece in pieces)
        placed = [piece for piece in pieces if piece.kept]
        if not placed or not total:
            return None
        method = max(placed, key=lambda piece: piece.kept).method
        kept = sum(piece.kept for piece in placed)
        literal = start + placed[0].shift
        if kept * 2 >= total and self._stands(start, end, literal):
            return Found(literal, literal + end - start, 1.0, method)
        low, high = min(p.start for p in placed), max(p.end for p in placed)
        if high - low > 4 * (end - start) + 200 or kept < _MOST * total:
            return None
        return Found(low, high, 2 * kept / (total + self.new.weight(low, high)), method)

    def _stands(self, start: int, end: int, place: int) -> bool:
        """Whether the very quote stands at ``place``."""
        return place >= 0 and self.new.text.startswith(self.old.text[start:end], place)

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

    def _guess(self, regions: list[Region], touched: range) -> Found | None:
        """The edited text between the same neighbours, or else the block above."""
        for region in regions:
            if region.hint:
                return Found(*region.hint, 0.0, region.method, sure=False)
        for i in range(touched.start - 1, -1, -1):
            if i in self.regions.pairs:
                block = self.new.blocks[self.regions.pairs[i].new]
                return Found(block.start, block.end, 0.0, "neighbour", sure=False)
        return None


def _piece(region: Region, start: int, end: int) -> _Piece:
    """Follow the words of a region that ``start:end`` touches."""
    old, new, links = region.old, region.new, region.links
    first, last = old.covering(start, end)
    total = sum(map(weight, old.forms[first:last]))
    stayed = _trimmed(region, [k for k in range(first, last) if links[k] != NONE], total)
    if not stayed:
        return _Piece(total)
    before = links[first - 1] if first else NONE
    after = links[last] if last < len(links) else NONE
    low = region.widened(links[stayed[0]], before, stayed[0] - first)
    high = region.widened(links[stayed[-1]], after, last - 1 - stayed[-1])
    kept = sum(weight(old.forms[k]) for k in stayed)
    shift = new.starts[links[stayed[0]]] - old.starts[stayed[0]]
    return _Piece(total, kept, new.starts[low], new.ends[high], shift, region.method)


def _trimmed(region: Region, stayed: list[int], total: float) -> list[int]:
    """Old words that stayed, without the few at the ends that lie too far off to belong to them."""
    for step in (1, -1):
        listed = stayed[::step]
        dropped, best, edge = 0.0, 0.0, 0
        for k, word in enumerate(listed):
            rest = (word, listed[-1])[::step]
            new = region.sums[region.links[rest[1]] + 1] - region.sums[region.links[rest[0]]]
            score = 2 * (total - dropped) / (total + new)
            if score > best:
                best, edge = score, k
            dropped += weight(region.old.forms[word])
            if dropped > _STRAY * total:
                break
        stayed = listed[edge:][::step]
    return stayed


def _once(text: str, quote: str) -> bool:
    place = text.find(quote)
    return place != -1 and text.find(quote, place + 1) == -1
