"""The prose of a document as source text with places, code and addresses masked.

Checks that look for words need exact places, so they search the source; what is no prose (inline
code, formulas, link addresses, comments, tags) is overwritten with blanks of the same length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from apps.engine.document.model import Document
from apps.engine.text import CanonicalText

_KINDS = frozenset({"para", "heading", "html", "footnote", "figure", "item"})
_NO_PROSE = frozenset({"code", "math", "table"})
_MASKED = re.compile(
    r"(?P<ticks>`{1,3})(?!`)[^\n]{1,500}?(?P=ticks)"
    r"|\$\$?(?![\s\d$])[^$\n]{0,300}?(?<!\s)\$\$?(?!\d)"
    r"|(?<=\])\((?:[^()\s]|\([^()\s]*\)){0,500}(?:\s+\"[^\"\n]{0,200}\")?\)"
    r"|(?<=\])\[[^\]\n]{0,100}\]"
    r"|https?://[^\s<>)\]]+"
    r"|</?[A-Za-z][^<>\n]{0,500}>"
)
_NOT_BREAK = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Prose:
    """A piece of prose: masked source from ``start`` on, in section ``section``.

    ``kind`` is the block's kind or ``cell``.
    """

    text: str
    start: int
    section: int
    kind: str


def masked(source: str) -> str:
    """``source`` with everything that is no prose turned into blanks of the same length."""
    return _MASKED.sub(_blank, _without_comments(source))


def _blank(match: re.Match[str]) -> str:
    return _NOT_BREAK.sub(" ", match[0])


def _without_comments(source: str) -> str:
    parts: list[str] = []
    position = 0
    while (start := source.find("<!--", position)) != -1:
        close = source.find("-->", start + 4)
        end = close + 3 if close != -1 else len(source)
        parts += [source[position:start], _NOT_BREAK.sub(" ", source[start:end])]
        position = end
    parts.append(source[position:])
    return "".join(parts)


def prose_of(document: Document, text: CanonicalText) -> Iterator[Prose]:
    """Prose of a document in source order, table cells one by one, no code."""
    covered = 0
    for start, end, section, kind in sorted(_spans(document)):
        begin = max(start, covered)
        if begin < end:
            covered = end
            yield Prose(masked(text.text[begin:end]), begin, section, kind)


def _spans(document: Document) -> Iterator[tuple[int, int, int, str]]:
    """Spans of prose; what is code, formula or table inside a list item is cut out of it."""
    gaps = [(b.start, b.end) for b in document.blocks if b.kind in _NO_PROSE]
    starts = [start for start, _ in gaps]
    for block in document.blocks:
        if block.kind not in _KINDS:
            continue
        begin = block.start
        for at in range(bisect_left(starts, block.start), bisect_left(starts, block.end)):
            yield begin, gaps[at][0], block.section, block.kind
            begin = gaps[at][1]
        yield begin, block.end, block.section, block.kind
    for table in document.tables:
        for row in (table.header, *table.rows):
            for cell in row:
                if cell.end > cell.start:
                    yield cell.start, cell.end, table.section, "cell"
