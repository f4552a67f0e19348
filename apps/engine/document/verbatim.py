"""Where the characters of a token's content stand in the source: exactly, or not at all.

The parser takes container marks and indentation off lines, escapes off pipes, and blanks off ends.
What it hands out is compared with the source; only what is the same there has a place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it.common.utils import MD_TRIM_CHARS

from apps.engine.document.tables import cell_map
from apps.engine.text import CanonicalText

_BLANKS = " \t"
_MAX_MISSING = 8
"""Blank lines of a block that the parser may have dropped; each one is a place to look at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``length`` characters that stand at ``inner`` in the content and at ``outer`` in the source."""

    inner: int
    outer: int
    length: int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A content with the pieces of it that stand in the source; pieces ascend and do not overlap.

    ``base`` is where ``content`` begins in the content that the pieces are counted in.
    """

    content: str
    pieces: tuple[Piece, ...] = ()
    base: int = 0

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
        """``content[start:end]`` in parts: start, end, and offset in the source or None."""
        position, last = start + self.base, end + self.base
        at = max(0, bisect_right(self.pieces, position, key=lambda piece: piece.inner) - 1)
        for index in range(at, len(self.pieces)):
            piece = self.pieces[index]
            if piece.inner >= last:
                break
            begin, stop = max(position, piece.inner), min(last, piece.inner + piece.length)
            if begin >= stop:
                continue
            if position < begin:
                yield position - self.base, begin - self.base, None
            yield begin - self.base, stop - self.base, piece.outer + begin - piece.inner
            position = stop
        if position < last:
            yield position - self.base, end, None

    def cover(self, start: int, end: int) -> tuple[int, int] | None:
        """Source span of ``content[start:end]``; None when an end of it has no place."""
        if start >= end:
            return None
        first, last = next(self.cut(start, start + 1))[2], next(self.cut(end - 1, end))[2]
        return None if first is None or last is None or last < first else (first, last + 1)

    def part(self, start: int, end: int) -> Verbatim:
        """The same for ``content[start:end]``."""
        return replace(self, content=self.content[start:end], base=self.base + start)


def verbatim_lines(
    content: str, text: CanonicalText, first: int, count: int, *, whole: bool = False
) -> Verbatim:
    """Content with one line per source line, each the end of it.

    Args:
        content: What the parser made of the lines.
        text: The source.
        first: The first source line, 1-based.
        count: How many source lines there are. A few blank ones at the ends may be missing in ``content``.
        whole: Whether only whole lines count; else a line may have lost a tab in front.
    """
    lines = content.split("\n")
    if count - len(lines) > _MAX_MISSING:
        return Verbatim(content)
    found = [
        pieces
        for shift in range(count - len(lines) + 1)
        if (pieces := _line_pieces(lines, text, first + shift, whole))
    ]
    if len(found) == 1:
        return Verbatim(content, tuple(_joined(found[0])))
    return Verbatim(content)


def _line_pieces(
    lines: list[str], text: CanonicalText, first: int, whole: bool
) -> list[Piece] | None:
    """A piece for every line, its line feed included; None when a line is not there."""
    if first + len(lines) - 1 > len(text.line_starts):  # a fence that is opened by the last line
        return None
    pieces: list[Piece] = []
    position = 0
    for number, line in enumerate(lines, start=first):
        last = number == first + len(lines) - 1
        at = _line_offset(line, text, number, whole=whole, last=last)
        if at is not None:
            feed = not last and text.text.startswith("\n", at[0] + at[1])
            pieces.append(Piece(position + len(line) - at[1], at[0], at[1] + feed))
        elif not whole:
            return None
        position += len(line) + 1
    return pieces


def _line_offset(
    line: str, text: CanonicalText, number: int, *, whole: bool, last: bool
) -> tuple[int, int] | None:
    """Offset and length of what ends a source line as it ends ``line``."""
    start, end = text.line_span(number)
    ends = [end]
    if last and not whole:
        ends.append(start + len(text.text[start:end].rstrip(MD_TRIM_CHARS)))
    for body in (line,) if whole else (line, line.lstrip(_BLANKS)):
        for stop in ends:
            at = stop - len(body)
            if at >= start and text.text.startswith(body, at):
                return at, len(body)
    return None


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that follow each other in the source too become one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before
            and before.inner + before.length == piece.inner
            and before.outer + before.length == piece.outer
        ):
            joined[-1] = replace(before, length=before.length + piece.length)
        else:
            joined.append(piece)
    return joined


def verbatim_heading(content: str, text: CanonicalText, line: int) -> Verbatim:
    """Content of an ATX heading: the end of its line without closing number signs and blanks."""
    start, end = text.line_span(line)
    source = text.text[start:end].rstrip(_BLANKS)
    opened = source.rstrip("#")
    if opened != source and opened.endswith(tuple(_BLANKS)):
        source = opened
    at = start + len(source.rstrip(MD_TRIM_CHARS)) - len(content)
    if content and at >= start and text.text.startswith(content, at):
        return Verbatim(content, (Piece(0, at, len(content)),))
    return Verbatim(content)


def verbatim_cell(content: str, source: str, span: tuple[int, int]) -> Verbatim:
    r"""Content of the table cell ``source[span]``, in which every ``\|`` became ``|``."""
    if source[slice(*span)].replace("\\|", "|") != content:
        return Verbatim(content)
    spans = cell_map(source, *span)
    ends = (*spans.inner[1:], len(content))
    return Verbatim(
        content,
        tuple(
            Piece(inner, outer, end - inner)
            for inner, outer, end in zip(spans.inner, spans.outer, ends, strict=True)
            if end > inner
        ),
    )
