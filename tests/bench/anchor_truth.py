"""Where a comment belongs in the next revision, found without the code that is measured.

A text is cut at blank lines into paragraphs, white space folded, and paragraphs are compared with
Python's difflib.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

TRUTH = """\
How truth is found, without the code that is measured: a text is cut at blank lines into paragraphs,
white space folded; paragraphs are compared with Python's difflib. Comments are whole paragraphs of up
to 4,000 characters and a phrase of eight words in each.
  unchanged  the paragraph stands exactly once in both revisions. Right: the same words there.
  edited     the paragraph is alone between two neighbours that are unchanged and still neighbours of
             one paragraph in the new revision, and difflib finds the two 50 to 99.9 % alike. Right:
             inside the new paragraph, and sharing a third of the comment's words with it; a phrase
             whose words still stand once in the new paragraph must be found exactly there.
  deleted    no stretch of the new revision is alike: every new paragraph is below 40 % by words and by
             characters (difflib), and less than half of the paragraph's five-word sequences occur in
             the new revision. Any place is wrong. By characters, too, for in program text a renamed
             type changes most words of a paragraph that everybody would call edited.
  phrase     4 to 32 words that difflib finds cut out of an edited paragraph: none of their two-word
             sequences is left in the new revision, and no stretch as long of the new paragraph is
             half alike by characters. Any place is wrong.
  twins      the paragraph stands more than once in either revision. From it one walks up and down
             over paragraphs that are equal in both revisions to the nearest that stands once in both:
             the copy at the same distance is right. When both ways find one, but not the same, or
             when both find that it is gone and there are fewer copies than before, any place is
             wrong. When the neighbours were edited, truth does not know, and nothing is asked.
Silently wrong: any place that is offered (exact, carried, edited or relocated) and is not right.
"needs placing" is never silent."""
PHRASE = 8  # words
LONGEST = 4000  # code points of a comment's quote
_WALK = 20  # paragraphs
_EDGE = "\0"  # stands for the beginning and the end of a text, once each


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its offsets; ``key`` has single spaces."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Case:
    """A comment and what is right for it: ``low:high`` of the new text, or None for nowhere.

    With ``exact`` the place must be that; without, inside it and sharing words with the comment.
    """

    kind: str
    start: int
    end: int
    low: int | None = None
    high: int | None = None
    exact: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs between blank lines."""
    found = []
    for match in re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        raw = match[0].rstrip()
        found.append(Paragraph(match.start(), match.start() + len(raw), " ".join(raw.split())))
    return found


def similarity(a: str, b: str) -> float:
    """difflib's ratio of two texts by words."""
    matcher = SequenceMatcher(None, a.split(), b.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.3 else 0.0


def likeness(a: str, b: str) -> float:
    """difflib's ratio of two texts by characters."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    short = min(len(a), len(b)) * 4 < max(len(a), len(b))
    return 0.0 if short or matcher.quick_ratio() < 0.4 else matcher.ratio()


def sequences(text: str, size: int = 5) -> set[tuple[str, ...]]:
    """The sequences of five (or so many) words of a text."""
    words = text.split()
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


class Truth:
    """Two revisions and the comments whose right answer is known."""

    def __init__(self, old: str, new: str, chance: random.Random) -> None:
        self.old, self.new, self.chance = old, new, chance
        self.before, self.after = paragraphs(old), paragraphs(new)
        self.counts = [Counter(p.key for p in side) for side in (self.before, self.after)]
        self.where = {p.key: j for j, p in enumerate(self.after)}
        self.grams = sequences(new)
        self.pairs = sequences(new, 2)

    def cases(self) -> Iterator[Case]:
        """Comments on all paragraphs for which truth is known."""
        for i, one in enumerate(self.before):
            if one.end - one.start > LONGEST:
                continue
            times = (self.counts[0][one.key], self.counts[1][one.key])
            if times == (1, 1):
                yield from self._unchanged(one, self.after[self.where[one.key]])
            elif max(times) > 1:
                yield from self._twins(i)
            else:
                target = self._between(i)
                if target is not None and 0.5 <= similarity(one.key, target.key) < 0.999:
                    yield from self._edited(one, target)
                elif self._is_deleted(one):
                    yield Case("deleted", one.start, one.end)

    def _phrase(self, start: int, end: int) -> tuple[int, int] | None:
        """Up to eight words of a paragraph, or None when it has no more than that."""
        words = [(m.start(), m.end()) for m in re.finditer(r"\S+", self.old[start:end])]
        if len(words) <= PHRASE:
            return None
        first = self.chance.randrange(len(words) - PHRASE)
        return start + words[first][0], start + words[first + PHRASE - 1][1]

    def _unchanged(self, one: Paragraph, other: Paragraph) -> Iterator[Case]:
        yield Case("unchanged", one.start, one.end, other.start, other.end, exact=True)
        part = self._phrase(one.start, one.end)
        if part:
            first = len("".join(self.old[one.start : part[0]].split()))
            last = len("".join(self.old[one.start : part[1]].split()))
            signs = [m.start() for m in re.finditer(r"\S", self.new[other.start : other.end])]
            place = (other.start + signs[first], other.start + signs[last - 1] + 1)
            yield Case("unchanged", *part, *place, exact=True)

    def _between(self, i: int) -> Paragraph | None:
        """The new paragraph between the same two unchanged neighbours."""
        if not 0 < i < len(self.before) - 1:
            return None
        left, right = self.before[i - 1].key, self.before[i + 1].key
        if any(count[key] != 1 for count in self.counts for key in (left, right)):
            return None
        j = self.where[left] + 1
        return self.after[j] if self.where[right] == j + 1 else None

    def _edited(self, one: Paragraph, other: Paragraph) -> Iterator[Case]:
        yield Case("edited", one.start, one.end, other.start, other.end)
        yield from self._cut(one, other)
        part = self._phrase(one.start, one.end)
        if part is None:
            return
        quote = self.old[part[0] : part[1]]
        words = r"\s+".join(map(re.escape, quote.split()))
        places = [m.span() for m in re.finditer(rf"(?<!\S){words}(?!\S)", self.new)]
        inside = [p for p in places if other.start <= p[0] and p[1] <= other.end]
        if self.old.count(quote) == 1 and len(inside) == 1:
            yield Case("edited", *part, *inside[0], exact=True)
        elif not places:
            yield Case("edited", *part, other.start, other.end)

    def _cut(self, one: Paragraph, other: Paragraph) -> Iterator[Case]:
        """The stretches of an edited paragraph that are gone."""
        words = [m.span() for m in re.finditer(r"\S+", self.old[one.start : one.end])]
        matcher = SequenceMatcher(None, one.key.split(), other.key.split(), autojunk=False)
        for tag, a, b, _, _ in matcher.get_opcodes():
            if tag in ("delete", "replace") and PHRASE // 2 <= b - a <= 4 * PHRASE:
                start, end = one.start + words[a][0], one.start + words[b - 1][1]
                if self._is_gone(self.old[start:end], other):
                    yield Case("phrase", start, end)

    def _is_gone(self, quote: str, other: Paragraph) -> bool:
        if sequences(quote, 2) & self.pairs:
            return False
        words, size = other.key.split(), len(quote.split())
        parts = (" ".join(words[k : k + size]) for k in range(max(1, len(words) - size + 1)))
        return all(likeness(" ".join(quote.split()), part) < 0.5 for part in parts)

    def _is_deleted(self, one: Paragraph) -> bool:
        own = sequences(one.key)
        if len(own) < 4 or len(own & self.grams) * 2 >= len(own):
            return False
        if any(similarity(one.key, p.key) >= 0.4 for p in self.after):
            return False
        return all(likeness(one.key, p.key) < 0.4 for p in self.after)

    def _twins(self, i: int) -> Iterator[Case]:
        one = self.before[i]
        found = [self._walk(i, step) for step in (-1, 1)]
        places = {j for j in found if j is not None and j >= 0}
        if len(places) == 1:
            other = self.after[places.pop()]
            yield Case("twins", one.start, one.end, other.start, other.end, exact=True)
        elif places or (found == [-1, -1] and self.counts[1][one.key] < self.counts[0][one.key]):
            yield Case("twins", one.start, one.end)

    def _walk(self, i: int, step: int) -> int | None:
        """Index of the copy as far from the same neighbour; -1 none there, None not known."""
        for distance in range(1, _WALK):
            key = _key(self.before, i + step * distance)
            if key == _EDGE:
                j = (-1 if step < 0 else len(self.after)) - step * distance
            elif self.counts[0][key] == 1 == self.counts[1][key]:
                j = self.where[key] - step * distance
            elif self.counts[1][key]:
                continue
            else:
                return None
            same = all(
                _key(self.before, i + step * k) == _key(self.after, j + step * k)
                for k in range(distance)
            )
            return j if same else -1
        return None


def _key(listed: list[Paragraph], index: int) -> str:
    return listed[index].key if 0 <= index < len(listed) else _EDGE
