"""Pipe tables: cells with exact places in the canonical text.

The parser gives the text of each cell; where a cell stands is found by walking the row's source once
with the same splitting rule (a pipe divides unless a backslash stands before it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

from apps.engine.document.model import Cell
from apps.engine.document.plain import plain_text
from apps.engine.document.spans import SpanMap
from apps.engine.text import CanonicalText

MAX_ROWS = 5_000
"""Rows of one table that are read at most."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as found by the parser, before it gets its section and caption."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int


def split_row(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of the row ``source[start:end]``, blanks around them left out.

    The empty pieces before a leading and after a trailing pipe are no cells.
    """
    start, end = _trimmed(source, start, end)
    cuts = [start - 1]
    position = source.find("|", start, end)
    while position != -1:
        if position == start or source[position - 1] != "\\":
            cuts.append(position)
        position = source.find("|", position + 1, end)
    cuts.append(end)
    spans = [(left + 1, right) for left, right in pairwise(cuts)]
    if spans and spans[0][0] == spans[0][1]:
        spans.pop(0)
    if spans and spans[-1][0] == spans[-1][1]:
        spans.pop()
    return [_trimmed(source, *span) for span in spans]


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and source[start] in MD_TRIM_CHARS:
        start += 1
    while end > start and source[end - 1] in MD_TRIM_CHARS:
        end -= 1
    return start, end


def cell_map(source: str, start: int, end: int) -> SpanMap:
    r"""Map from a cell's inline text to the source: every ``\|`` became ``|`` there."""
    inner, outer = [0], [start]
    removed = 0
    position = source.find("\\|", start, end)
    while position != -1:
        removed += 1
        inner.append(position + 1 - start - removed)
        outer.append(position + 1)
        position = source.find("\\|", position + 2, end)
    return SpanMap(tuple(inner), tuple(outer))


def read_rows(tokens: Sequence[Token], text: CanonicalText) -> RawTable:
    """Cells of a table from its tokens, ``table_open`` to ``table_close``."""
    rows: list[tuple[Cell, ...]] = []
    count = 0
    cells: list[Cell] = []
    spans: list[tuple[int, int]] = []
    line = 1
    for token in tokens:
        if token.type == "tr_open":
            count += 1
            cells = []
            line = token.map[0] + 1 if token.map else line
            spans = split_row(text.text, *token.meta["span"]) if count <= MAX_ROWS + 1 else []
        elif token.type == "inline" and count <= MAX_ROWS + 1:
            cells.append(_cell(token, spans, len(cells), text, line))
        elif token.type == "tr_close" and count <= MAX_ROWS + 1:
            rows.append(tuple(cells))
    left_out = max(0, count - 1 - MAX_ROWS)
    return RawTable(rows[0] if rows else (), tuple(rows[1:]), left_out)


def _cell(
    token: Token, spans: list[tuple[int, int]], column: int, text: CanonicalText, line: int
) -> Cell:
    """The cell of an inline token; a cell that the row does not have ends where the row ends."""
    if column < len(spans):
        start, end = spans[column]
    else:
        start = end = spans[-1][1] if spans else text.line_span(line)[0]
    return Cell(plain_text(token.children).strip(), start, end, line)
