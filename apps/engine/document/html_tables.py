"""HTML tables inside Markdown, read into the same model as pipe tables.

Cells that span columns or rows are repeated in every place they cover, so that each row is as wide
as the header and a total row still finds its column.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.engine.document.html_tags import Tag, scan_tags, strip_tags
from apps.engine.document.model import Cell, Table
from apps.engine.document.tables import MAX_ROWS
from apps.engine.text import CanonicalText

_MAX_SPAN = 100
_MAX_COLUMNS = 200
_CLOSE = "</table"
_ROW_ENDS = {"tr", "thead", "tbody", "tfoot", "table"}


@dataclass
class _Draft:
    """A table while its tags are read."""

    start: int
    rows: list[list[Cell]] = field(default_factory=list)
    heading_rows: list[bool] = field(default_factory=list)
    caption: str = ""
    pending: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    row: list[Cell] | None = None
    headings: bool = True
    cell: Tag | None = None
    caption_start: int | None = None

    def open_row(self) -> None:
        """Begin a row; cells that reach down from rows above come first."""
        self.close_row()
        self.row, self.headings = [], True
        self._fill()

    def close_row(self) -> None:
        """End the row, if one is open."""
        if self.row and len(self.rows) <= MAX_ROWS:
            self.rows.append(self.row)
            self.heading_rows.append(self.headings)
        self.row = None

    def add(self, cell: Cell, tag: Tag) -> None:
        """Put a cell into the row as often as it spans columns."""
        if self.row is None:
            self.open_row()
        row = self.row if self.row is not None else []
        down = _span(tag, "rowspan")
        for _ in range(_span(tag, "colspan")):
            if len(row) >= _MAX_COLUMNS:
                return
            if down > 1:
                self.pending[len(row)] = (down - 1, cell)
            row.append(cell)
        self.headings = self.headings and tag.name == "th"
        self._fill()

    def _fill(self) -> None:
        row = self.row if self.row is not None else []
        while len(row) in self.pending and len(row) < _MAX_COLUMNS:
            column = len(row)
            left, cell = self.pending.pop(column)
            row.append(cell)
            if left > 1:
                self.pending[column] = (left - 1, cell)
                if column + 1 not in self.pending:
                    return


def last_table_close(source: str) -> int:
    """Offset of the last ``</table`` in a text, -1 when there is none."""
    return max(source.rfind(close) for close in (_CLOSE, _CLOSE.upper(), "</Table"))


def _span(tag: Tag, name: str) -> int:
    value = tag.attributes.get(name, "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() else 1


def read_html_tables(
    text: CanonicalText, span: tuple[int, int], last_close: int, index: int, section: int
) -> tuple[list[Table], int]:
    """Tables that begin in a span of the text, and the offset after the last one (0: none).

    A table may reach beyond the span: Markdown ends an HTML block at a blank line, HTML does not.
    ``last_close`` is where the last ``</table>`` of the text begins; nothing is searched behind it.
    """
    start, end = span
    tables: list[Table] = []
    draft: _Draft | None = None
    done = 0
    if "<table" not in text.text[start:end].lower():
        return tables, done
    for tag in scan_tags(text.text, start, max(end, last_close + len(_CLOSE) + 1)):
        if draft is None:
            if tag.start >= end:
                break
            if tag.name == "table" and not tag.closing:
                draft = _Draft(tag.start)
            continue
        _read_tag(draft, tag, text)
        if tag.name == "table" and tag.closing:
            done = tag.end
            tables += _finished(draft, text, tag.end, index + len(tables), section)
            draft = None
    if draft is not None:
        draft.close_row()
        tables += _finished(draft, text, end, index + len(tables), section)
        done = end
    return tables, done


def _read_tag(draft: _Draft, tag: Tag, text: CanonicalText) -> None:
    if tag.name in ("td", "th") or tag.name in _ROW_ENDS:
        _end_cell(draft, tag.start, text)
    if tag.name in ("td", "th") and not tag.closing:
        draft.cell = tag
    elif tag.name == "tr" and not tag.closing:
        draft.open_row()
    elif tag.name in _ROW_ENDS:
        draft.close_row()
    elif tag.name == "caption":
        if tag.closing and draft.caption_start is not None:
            draft.caption = strip_tags(text.text[draft.caption_start : tag.start])
        draft.caption_start = tag.end


def _end_cell(draft: _Draft, at: int, text: CanonicalText) -> None:
    if draft.cell is None:
        return
    start, end = draft.cell.end, at
    while start < end and text.text[start].isspace():
        start += 1
    while end > start and text.text[end - 1].isspace():
        end -= 1
    cell = Cell(strip_tags(text.text[start:end]), start, end, text.line_at(start))
    draft.add(cell, draft.cell)
    draft.cell = None


def _finished(
    draft: _Draft, text: CanonicalText, end: int, index: int, section: int
) -> list[Table]:
    """The table as a list of one, or nothing when it has no cells."""
    if not draft.rows:
        return []
    width = max(len(row) for row in draft.rows)
    rows = [tuple(_padded(row, width)) for row in draft.rows]
    line, end_line = text.line_at(draft.start), text.line_at(max(draft.start, end - 1))
    return [
        Table(
            index, section, draft.caption, rows[0], tuple(rows[1:]), draft.start, end, line,
            end_line, "html",
        )
    ]  # fmt: skip


def _padded(row: list[Cell], width: int) -> list[Cell]:
    last = row[-1]
    return row + [Cell("", last.end, last.end, last.line)] * (width - len(row))
