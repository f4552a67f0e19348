"""Blocks of a canonical text and their words: the grain in which two revisions are aligned.

A block is a paragraph, a heading, a list item, a table row or a run of lines of a program. This is coarser
and more forgiving than the document model, and it works on any text: source view, ADR, diagram.
Two blocks are equal when their words are, whatever the line breaks between them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from apps.engine.anchors.worddiff import weight

# A character of a script without spaces; a word with its combining marks; any other sign.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    rf"[{_SIGNS}][\u0300-\u036f\u3099\u309a]*"
    rf"|[^\W_{_SIGNS}](?:[^\W_{_SIGNS}]|[\u0300-\u036f])*"
    r"|[^\w\s]|_"
)
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9\s]")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_RULE = re.compile(r"""([=~^"'+*#:.<>_-])\1{2,}""")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text: comparable forms and code point offsets."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """Indexes ``[a, b)`` of the words that ``start:end`` touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


def words_of(text: str, start: int, end: int) -> Words:
    """The words of ``text[start:end]``; forms are NFC, so that both spellings of é are one."""
    plain = text[start:end].isascii()
    spans = [m.span() for m in (_ASCII_TOKEN if plain else _TOKEN).finditer(text, start, end)]
    forms = [text[low:high] for low, high in spans]
    if not plain:
        forms = [unicodedata.normalize("NFC", form) for form in forms]
    return Words(tuple(forms), tuple(s for s, _ in spans), tuple(e for _, e in spans))


@dataclass(frozen=True, slots=True)
class Span:
    """A block: offsets without surrounding white space, and its text with single spaces."""

    start: int
    end: int
    key: str
    heading: bool


def split_blocks(text: str) -> tuple[Span, ...]:
    """The blocks of a text in order."""
    found: list[Span] = []
    opened: int | None = None  # start of the block being read
    closed, position = 0, 0
    for line in text.split("\n"):
        end = position + len(line)
        kind = _kind(line)
        if kind == "rule" and opened is not None and "\n" not in text[opened:closed]:
            found.append(_span(text, opened, end, heading=True))
            opened = None
        else:
            if opened is not None and kind in ("blank", "alone", "begin"):
                found.append(_span(text, opened, closed))
                opened = None
            if kind == "alone":
                found.append(_span(text, position, end))
            elif kind != "blank":
                opened = position if opened is None else opened
                closed = end
        position = end + 1
    if opened is not None:
        found.append(_span(text, opened, closed))
    return tuple(found)


def _kind(line: str) -> str:
    """What a line does: blank, alone (a block of its own), begin (of a block), rule or more.

    A rule underlines the title above it. Program text is cut like prose: whether a line stands
    between fences depends on all lines above, and a lost fence would change every block below.
    """
    bare = line.strip()
    if not bare:
        return "blank"
    if _RULE.fullmatch(line.rstrip()):
        return "rule"
    if _HEADING.match(line) or bare[0] == "|":
        return "alone"
    return "begin" if _ITEM.match(line) else "more"


def _span(text: str, start: int, end: int, heading: bool = False) -> Span:
    raw = text[start:end]
    key = " ".join(raw.split())
    start += len(raw) - len(raw.lstrip())
    if not key.isascii():
        key = unicodedata.normalize("NFC", key)
    return Span(start, start + len(raw.strip()), key, heading or bool(_HEADING.match(raw)))


class BlockText:
    """A text cut into blocks; the words of a block are read when somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = split_blocks(text)
        self._words: dict[int, Words] = {}

    def words(self, index: int) -> Words:
        """The words of a block."""
        if index not in self._words:
            block = self.blocks[index]
            self._words[index] = words_of(self.text, block.start, block.end)
        return self._words[index]

    def joined(self, indexes: Iterable[int]) -> Words:
        """The words of several blocks."""
        parts = [self.words(index) for index in indexes]
        return Words(
            tuple(form for part in parts for form in part.forms),
            tuple(start for part in parts for start in part.starts),
            tuple(end for part in parts for end in part.ends),
        )

    def weight(self, start: int, end: int) -> float:
        """How much the words that ``start:end`` touches say."""
        total = 0.0
        for index in self.touching(start, end):
            words = self.words(index)
            first, last = words.covering(start, end)
            total += sum(map(weight, words.forms[first:last]))
        return total

    @cached_property
    def copies(self) -> Counter[str]:
        """How often a block stands in the text, by its key."""
        return Counter(block.key for block in self.blocks)

    @cached_property
    def _ends(self) -> list[int]:
        return [block.end for block in self.blocks]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def touching(self, start: int, end: int) -> range:
        """Indexes of the blocks that ``start:end`` touches."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    @cached_property
    def headings(self) -> list[str]:
        """For every block, the key of the nearest heading above it."""
        found, heading = [], ""
        for block in self.blocks:
            found.append(heading)
            if block.heading:
                heading = block.key
        return found
