"""Columns of a sequence: headers, and how far apart the lifelines must stand.

The distance of neighbours starts at their half widths and grows for whatever must fit between them.
What spans several columns is looked at afterwards, shortest span first, and spreads what is lacking.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from apps.engine.diagrams.draw.marks import NO_MARKS, Marks, tag_width
from apps.engine.diagrams.draw.metrics import FONT_ROOM, MESSAGE, NAME, SECOND, block_width
from apps.engine.diagrams.draw.nodes import Row
from apps.engine.diagrams.draw.shapes import Shape, shape_named
from apps.engine.diagrams.draw.wrap import wrap
from apps.engine.diagrams.model import Message, Note, Participant, Sequence

HEADER_WRAP = 170
MIN_HEADER = 110
GAP = 28
SELF_WRAP = 260
LOOP = 26
NOTE_PAD = 10
MAX_MESSAGE_LINES = 16
_SHAPES = {"actor": "person", "database": "cylinder", "queue": "queue", "collections": "stack"}
_NAMED = {"boundary", "control", "entity"}


@dataclass(frozen=True, slots=True)
class Column:
    """A participant with its header and the x of its lifeline."""

    participant: Participant
    rows: tuple[Row, ...]
    shape: Shape
    width: float
    height: float
    x: float = 0


@dataclass(frozen=True, slots=True)
class _Need:
    """``width`` pixels are needed between the lifelines ``first`` and ``last``."""

    first: int
    last: int
    width: float


def columns_of(sequence: Sequence, marks: Marks = NO_MARKS) -> tuple[Column, ...]:
    """Headers with their lifelines placed; the first header starts at x = 0."""
    columns = [_column(participant, marks) for participant in sequence.participants]
    height = max(column.height for column in columns)
    gaps = [a.width / 2 + b.width / 2 + GAP for a, b in pairwise(columns)]
    index = {p.id: number for number, p in enumerate(sequence.participants)}
    needs = [need for item in sequence.items for need in _needs(item, index)]
    for need in sorted(needs, key=lambda n: n.last - n.first):
        _widen(gaps, need)
    x = columns[0].width / 2
    placed = []
    for number, column in enumerate(columns):
        placed.append(
            Column(column.participant, column.rows, column.shape, column.width, height, x)
        )
        x += gaps[number] if number < len(gaps) else 0
    return tuple(placed)


def _column(participant: Participant, marks: Marks) -> Column:
    shape = shape_named(_SHAPES.get(participant.kind, "box"))
    rows = [Row(wrap(participant.label_lines, NAME, HEADER_WRAP, most=4), NAME)]
    if participant.kind in _NAMED:
        rows.append(Row((f"«{participant.kind}»",), SECOND))
    width = max(block_width(row.lines, row.style) for row in rows)
    size = shape.size(width, sum(row.height for row in rows))
    room = tag_width(marks.get(participant.key))
    wide = max(MIN_HEADER, size.width + (12 if room else 0), room + 20)
    height = size.height + (8 if room else 0)
    return Column(participant, tuple(rows), shape, wide, height)


def message_wrap(span: int) -> float:
    """At which width the text of a message over ``span`` columns is broken."""
    return max(220, 150 * span)


def message_lines(message: Message, width: float) -> tuple[str, ...]:
    """The text of a message, broken into lines."""
    if not message.text.strip():
        return ()
    return wrap(message.label_lines, MESSAGE, width, most=MAX_MESSAGE_LINES)


def note_lines(note: Note, width: float = 220) -> tuple[str, ...]:
    """The text of a note, broken into lines."""
    return wrap(note.label_lines, MESSAGE, width, most=12)


def note_width(lines: tuple[str, ...]) -> float:
    """Width of a note around its text."""
    return block_width(lines, MESSAGE) * FONT_ROOM + 2 * NOTE_PAD


def _needs(item: object, index: dict[str, int]) -> list[_Need]:
    """What one item asks for."""
    match item:
        case Message() if item.source in index and item.target in index:
            return _message_needs(item, index)
        case Note():
            return _note_needs(item, sorted(index[one] for one in item.over if one in index))
        case _:
            return []


def _message_needs(message: Message, index: dict[str, int]) -> list[_Need]:
    first, last = sorted((index[message.source], index[message.target]))
    if first == last:
        width = block_width(message_lines(message, SELF_WRAP), MESSAGE)
        return [_Need(first, first + 1, width + LOOP + 24)]
    lines = message_lines(message, message_wrap(last - first))
    return [_Need(first, last, block_width(lines, MESSAGE) + 36)]


def _note_needs(note: Note, over: list[int]) -> list[_Need]:
    if not over:
        return []
    first, last = over[0], over[-1]
    width = note_width(note_lines(note))
    if note.place == "right":
        return [_Need(last, last + 1, width + 24)]
    if note.place == "left":
        return [_Need(first - 1, first, width + 24)]
    if first == last:
        half = width / 2 + 20
        return [_Need(first - 1, first, half), _Need(first, first + 1, half)]
    return [_Need(first, last, width - 40)]


def _widen(gaps: list[float], need: _Need) -> None:
    """Spread what is lacking equally; needs beyond the outer columns are met by the margin."""
    if need.first < 0 or need.last > len(gaps):
        return
    span = need.last - need.first
    lacking = need.width - sum(gaps[need.first : need.last])
    if lacking > 0:
        for number in range(need.first, need.last):
            gaps[number] += lacking / span
