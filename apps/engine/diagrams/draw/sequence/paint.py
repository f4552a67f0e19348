"""Painting a sequence: bands, frames, lifelines, bars, messages, notes and headers."""

from __future__ import annotations

from apps.engine.diagrams.draw.elements import fragment_text, message_text, note_text
from apps.engine.diagrams.draw.frame import Page
from apps.engine.diagrams.draw.heads import head_named, paint_head
from apps.engine.diagrams.draw.metrics import (
    CONDITION,
    FONT_ROOM,
    MESSAGE,
    NUMBER,
    TAB,
    TITLE,
    text_width,
)
from apps.engine.diagrams.draw.palette import TONES, checked
from apps.engine.diagrams.draw.sequence.columns import LOOP, Column, columns_of
from apps.engine.diagrams.draw.sequence.headers import paint_header, repeat_header
from apps.engine.diagrams.draw.sequence.parts import Arrow, FrameBox, NoteBox, tab_width
from apps.engine.diagrams.draw.sequence.rows import Rows
from apps.engine.diagrams.draw.svg import number, path
from apps.engine.diagrams.layout import Frame
from apps.engine.diagrams.model import Sequence

REPEAT_ABOVE = 700
BAND_TITLE = 26
BAND_SIDE = 10
BALL = 9
TAB_HEIGHT = 20
NOTE_RADIUS = 2


def draw_sequence(page: Page, sequence: Sequence) -> None:
    """Lay out and paint ``sequence`` on ``page``."""
    columns = columns_of(sequence, page.marks)
    top = BAND_TITLE if sequence.boxes else 0
    head = columns[0].height
    rows = Rows(columns, top + head + 16)
    rows.run(sequence)
    bottom = rows.y + 8
    _bands(page, sequence, columns, bottom)
    names = {p.id: p.label or p.id for p in sequence.participants}
    for box in rows.frames:
        if box.item.kind == "rect":
            _tint(page, box)
    _lifelines(page, rows, top + head, bottom)
    for bar in rows.bars:
        page.canvas.rect(bar, class_="dg-bar")
    for box in rows.frames:
        if box.item.kind != "rect":
            _fragment(page, box)
    for arrow in rows.arrows:
        _message(page, arrow, names, sequence.autonumber)
    for note in rows.notes:
        _note(page, note, names)
    repeated = bottom - top > REPEAT_ABOVE
    for index, column in enumerate(columns):
        paint_header(page, column, rows.starts.get(index, top))
        if repeated and index not in rows.ends:
            repeat_header(page, column, bottom)
    page.include(Frame(0, 0, 1, bottom + (head if repeated else 0)))


def _bands(page: Page, sequence: Sequence, columns: tuple[Column, ...], bottom: float) -> None:
    """Tinted bands behind the participants of a box, with its title."""
    for box in sequence.boxes:
        inside = [column for column in columns if column.participant.box == box.id]
        if not inside:
            continue
        left = min(column.x - column.width / 2 for column in inside) - BAND_SIDE
        right = max(column.x + column.width / 2 for column in inside) + BAND_SIDE
        frame = Frame(left, 0, right - left, bottom)
        page.include(frame)
        _tinted(page, frame, box.colour)
        page.canvas.text((box.title,), frame.centre[0], 4, TITLE)


def _tinted(page: Page, frame: Frame, colour: str | None) -> None:
    """A background, in a pale shade of the author's colour if there is one."""
    own = checked(colour)
    css = "dg-pale" if own else "dg-tint"
    page.canvas.rect(frame, class_=css, rx=4, fill=own)


def _tint(page: Page, box: FrameBox) -> None:
    """A ``rect`` fragment: background only."""
    page.open_element(
        box.item.key,
        "dg-frag",
        "Highlighted part",
        line=box.item.line,
        role="graphics-object group",
    )
    _tinted(page, box.frame, box.item.colour)
    page.close_element()
    page.include(box.frame)


def _lifelines(page: Page, rows: Rows, head: float, bottom: float) -> None:
    for index, column in enumerate(rows.columns):
        start = rows.starts[index] + column.height if index in rows.starts else head
        end = rows.ends.get(index, bottom)
        page.canvas.add(
            "line", class_="dg-life", x1=column.x, y1=start, x2=column.x, y2=end,
            data_for=column.participant.key,
        )  # fmt: skip
        if index in rows.ends:
            x, y = column.x, end
            cross = path((x - 6, y - 6), (x + 6, y + 6)) + path((x + 6, y - 6), (x - 6, y + 6))
            page.canvas.add("path", class_="dg-open", d=cross)


def _fragment(page: Page, box: FrameBox) -> None:
    """Frame, tab with the kind, condition, and a dashed rule for every further branch."""
    frame, canvas = box.frame, page.canvas
    page.include(frame)
    page.open_element(
        box.item.key, "dg-frag", fragment_text(box.item), line=box.item.line,
        role="graphics-object group",
    )  # fmt: skip
    canvas.rect(frame, class_="dg-frame", rx=3)
    canvas.rect(frame, class_="dg-hit", rx=3)
    for y, lines in box.rules:
        canvas.add("line", class_="dg-rule", x1=frame.x, y1=y, x2=frame.right, y2=y)
        canvas.text(lines, frame.x + 10, y + 4, CONDITION, text_anchor="start")
    width = tab_width(box.item.kind)
    n, x, y = number, frame.x, frame.y
    tab = f"M{n(x)} {n(y)}h{n(width)}v{TAB_HEIGHT - 6}l-6 6H{n(x)}Z"
    canvas.add("path", class_="dg-tab", d=tab)
    canvas.text((box.item.kind,), x + 7, y + 2, TAB, text_anchor="start")
    canvas.text(box.label, x + width + 8, y + 3, CONDITION, text_anchor="start")
    page.close_element()


def _message(
    page: Page, arrow: Arrow, names: dict[str, str], autonumber: tuple[int, int] | None
) -> None:
    message, canvas = arrow.message, page.canvas
    css = "dg-edge dg-msg dg-dash" if message.line_style == "dashed" else "dg-edge dg-msg"
    page.open_element(message.key, css, message_text(message, names, " to "), line=message.line)
    canvas.rect(_band(page, arrow), class_="dg-band")
    dashed = " dg-dashed" if message.line_style == "dashed" else ""
    sign = 1 if arrow.x2 >= arrow.x1 else -1
    if arrow.loop:
        right = max(arrow.x1, arrow.x2) + LOOP
        low = arrow.y + arrow.loop
        end = arrow.x2 + head_named(message.head).cut
        canvas.add(
            "path", class_=f"dg-line{dashed}",
            d=path((arrow.x1, arrow.y), (right, arrow.y), (right, low), (end, low)),
        )  # fmt: skip
        paint_head(canvas, message.head, (arrow.x2, low), (-1, 0))
    else:
        start = arrow.x1 + sign * head_named(message.tail).cut
        end = arrow.x2 - sign * head_named(message.head).cut
        canvas.add("path", class_=f"dg-line{dashed}", d=path((start, arrow.y), (end, arrow.y)))
        paint_head(canvas, message.head, (arrow.x2, arrow.y), (sign, 0))
        paint_head(canvas, message.tail, (arrow.x1, arrow.y), (-sign, 0))
    canvas.text(arrow.lines, arrow.text_x, arrow.text_top, MESSAGE, text_anchor=arrow.anchor)
    if autonumber is not None:
        shown = autonumber[0] + (message.n - 1) * autonumber[1]
        canvas.add("circle", class_="dg-ball", cx=arrow.x1, cy=arrow.y, r=BALL)
        canvas.text((str(shown),), arrow.x1, arrow.y - 6, NUMBER)
    page.close_element()


def _band(page: Page, arrow: Arrow) -> Frame:
    """The area of a message that can be clicked: its line and its text."""
    if arrow.loop:
        right = arrow.text_x + max((text_width(line, MESSAGE) for line in arrow.lines), default=0)
        frame = Frame(arrow.x1, arrow.y - 3, right - arrow.x1 + 4, arrow.loop + 8)
        page.include(Frame(frame.x, frame.y, frame.width * FONT_ROOM, frame.height))
        return frame
    left, right = sorted((arrow.x1, arrow.x2))
    top = min(arrow.text_top, arrow.y - 16)
    wide = max((text_width(line, MESSAGE) for line in arrow.lines), default=0) / 2
    page.include(Frame(arrow.text_x - wide, top, 2 * wide, 1))
    return Frame(left, top, right - left, arrow.y + 8 - top)


def _note(page: Page, box: NoteBox, names: dict[str, str]) -> None:
    page.include(box.frame)
    note, canvas = box.note, page.canvas
    page.open_element(
        note.key, "dg-node dg-note dg-r-queue", note_text(note, names), line=note.line
    )
    tone = TONES["queue"]
    canvas.rect(
        box.frame,
        class_="dg-s",
        rx=NOTE_RADIUS,
        fill=tone.fill if canvas.literal else None,
        stroke=tone.stroke if canvas.literal else None,
    )
    canvas.text(box.lines, box.frame.centre[0], box.frame.y + 6, MESSAGE)
    page.close_element()
