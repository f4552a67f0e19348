"""Painting the participants at the top, and again at the end of a long sequence."""

from __future__ import annotations

from apps.engine.diagrams.draw.elements import participant_text
from apps.engine.diagrams.draw.frame import Page
from apps.engine.diagrams.draw.marks import paint_tag, tag_frame
from apps.engine.diagrams.draw.palette import TONES
from apps.engine.diagrams.draw.sequence.columns import Column
from apps.engine.diagrams.draw.svg import Value
from apps.engine.diagrams.layout import Frame


def paint_header(page: Page, column: Column, top: float) -> None:
    """The element of a participant."""
    participant = column.participant
    tone = _tone(column)
    page.open_element(
        participant.key, f"dg-node dg-head-box dg-r-{tone}", participant_text(participant),
        line=participant.line,
    )  # fmt: skip
    _header_box(page, column, top)
    mark = page.marks.get(participant.key)
    frame = Frame(column.x - column.width / 2, top, column.width, column.height)
    tag = tag_frame(mark, frame)
    if tag:
        page.include(tag)
        paint_tag(page.canvas, mark, frame)
    page.close_element()


def repeat_header(page: Page, column: Column, top: float) -> None:
    """The header once more at the bottom of a long sequence, for the eye only."""
    page.canvas.open(
        "g", class_=f"dg-node dg-again dg-r-{_tone(column)}", aria_hidden="true",
        data_for=column.participant.key,
    )  # fmt: skip
    _header_box(page, column, top)
    page.canvas.close("g")


def _tone(column: Column) -> str:
    kinds = {"actor": "person", "database": "store", "queue": "queue"}
    return kinds.get(column.participant.kind, "service")


def _header_box(page: Page, column: Column, top: float) -> None:
    frame = Frame(column.x - column.width / 2, top, column.width, column.height)
    page.include(frame)
    look: dict[str, Value] = {"class_": "dg-s"}
    if page.canvas.literal:
        tone = TONES[_tone(column)]
        look |= {"fill": tone.fill, "stroke": tone.stroke}
    column.shape.paint(page.canvas, frame, look)
    y = frame.centre[1] + column.shape.shift - sum(row.height for row in column.rows) / 2
    for row in column.rows:
        y = page.canvas.text(row.lines, column.x + column.shape.shift_x, y, row.style)
