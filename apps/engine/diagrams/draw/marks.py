"""Marks of a comparison on a drawing: sign, line style and colour of what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from apps.engine.diagrams.draw.metrics import FONT_ROOM, TAG, text_width
from apps.engine.diagrams.draw.nodes import NodeBox
from apps.engine.diagrams.draw.palette import CHANGES
from apps.engine.diagrams.draw.svg import Canvas
from apps.engine.diagrams.layout import Frame, Size

TAG_HEIGHT = 18
_PAD = 8
_OVERHANG = 5  # how far a tag stands out at the right
_LIFT = 10  # and above its box
_BAR = 4
_BAR_GAP = 6


MarkChange = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of an element; ``tag`` stands at its corner, ``words`` end its accessible name."""

    change: MarkChange
    tag: str = ""
    words: str = ""


Marks = Mapping[str, Mark]
NO_MARKS: Marks = MappingProxyType({})


def tag_width(mark: Mark | None) -> float:
    """Width of the tag, 0 without one."""
    return text_width(mark.tag, TAG) * FONT_ROOM + 2 * _PAD if mark and mark.tag else 0


def with_room(box: NodeBox, mark: Mark | None) -> NodeBox:
    """The box with room for its tag: it covers the right half only, where no arrow ends."""
    width = tag_width(mark)
    if not width:
        return box
    size = box.size
    return replace(
        box,
        size=Size(
            round(max(size.width + 2 * _BAR_GAP, 2 * (width - _OVERHANG) + 24)),
            size.height + _PAD,
            size.outline,
        ),
    )


def tag_frame(mark: Mark | None, box: Frame) -> Frame | None:
    """Where the tag stands: at the upper right corner."""
    width = tag_width(mark)
    if not width:
        return None
    return Frame(box.right + _OVERHANG - width, box.y - _LIFT, width, TAG_HEIGHT)


def paint_tag(canvas: Canvas, mark: Mark | None, box: Frame) -> None:
    """The tag of an element at its box."""
    frame = tag_frame(mark, box)
    if frame is None or mark is None:
        return
    canvas.open("g", class_="dg-tag", aria_hidden="true")
    colour = CHANGES[mark.change].stroke if canvas.literal else None
    canvas.rect(frame, rx=9, class_="dg-tag-box", fill=colour)
    canvas.text((mark.tag,), frame.centre[0], frame.y + 2, TAG)
    canvas.close("g")


def paint_role(canvas: Canvas, box: NodeBox, frame: Frame, text: float) -> None:
    """A bar in the colour of the role, which the colour of the change has taken from the box."""
    if box.own or not box.rows:
        return
    height = sum(row.height for row in box.rows)
    left = frame.centre[0] + box.shape.shift_x - text / 2 - _BAR_GAP - _BAR
    top = frame.centre[1] + box.shape.shift - height / 2
    colour = box.tone.stroke if canvas.literal else None
    canvas.rect(Frame(left, top, _BAR, height), rx=2, class_="dg-role", fill=colour)
