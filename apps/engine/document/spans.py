"""From positions in inline text back to code points of the canonical text.

The parser hands out the text of a paragraph or cell with indentation, quote marks and pipe escapes
removed. A ``SpanMap`` is a short list of pieces, each a run that is the same in both texts.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from apps.engine.text import CanonicalText


@dataclass(frozen=True, slots=True)
class SpanMap:
    """Pieces of an inline text: where each begins in it (``inner``) and in the source (``outer``)."""

    inner: tuple[int, ...]
    outer: tuple[int, ...]

    def source(self, position: int) -> int:
        """Offset in the canonical text of a position in the inline text."""
        piece = max(0, bisect_right(self.inner, position) - 1)
        return self.outer[piece] + position - self.inner[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of ``inline[start:end]``; ``end`` follows the last character inside."""
        if end <= start:
            return self.source(start), self.source(start)
        return self.source(start), self.source(end - 1) + 1


def line_tail(text: CanonicalText, line: int, tail: str) -> int:
    """Offset where ``tail`` begins, the end of a 1-based source line (blanks at the end ignored)."""
    start, end = text.line_span(line)
    full = len(text.text[start:end].rstrip())
    return max(start, start + full - len(tail.rstrip()))


def paragraph_map(text: CanonicalText, content: str, first_line: int) -> SpanMap:
    """Map of a block whose inline text has one line per source line, each the tail of it."""
    inner, outer = [], []
    position = 0
    last = len(text.line_starts)
    for number, line in enumerate(content.split("\n")):
        body = line.lstrip()  # a tab in front may have become several blanks
        inner.append(position + len(line) - len(body))
        outer.append(line_tail(text, min(first_line + number, last), body))
        position += len(line) + 1
    return SpanMap(tuple(inner), tuple(outer))


def heading_map(text: CanonicalText, content: str, line: int) -> SpanMap:
    """Map of an ATX heading: the content follows the number signs."""
    start, end = text.line_span(line)
    source = text.text[start:end]
    sign = source.find("#")
    body = source[sign:].lstrip("#") if sign != -1 else source
    at = source.find(content, len(source) - len(body)) if content else len(source)
    return SpanMap((0,), (start + max(at, 0),))
