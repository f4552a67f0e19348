"""What stands in a node and how large it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from apps.engine.diagrams.draw.metrics import (
    FONT_ROOM,
    LABEL,
    NAME,
    SECOND,
    TITLE,
    Style,
    block_width,
)
from apps.engine.diagrams.draw.palette import Tone, checked, text_on, tone_of
from apps.engine.diagrams.draw.shapes import Shape, shape_named
from apps.engine.diagrams.draw.svg import Canvas, Value
from apps.engine.diagrams.draw.wrap import is_cut, wrap
from apps.engine.diagrams.layout import Frame, Size
from apps.engine.diagrams.model import Group, Node

C4_WRAP = 230
MIN_TARGET = 24
MAX_FULL = 2_000
TITLE_WRAP = 320
TITLE_X, TITLE_Y = 10, 7


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of one style in a box."""

    lines: tuple[str, ...]
    style: Style

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.style.line


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A node ready to be placed; ``own`` is the author's fill; ``full`` the text when it was cut."""

    rows: tuple[Row, ...]
    shape: Shape
    size: Size
    tone: Tone
    own: str | None = None
    full: str | None = None


def node_box(node: Node, *, c4: bool) -> NodeBox:
    """Measure a node."""
    shape = shape_named(node.shape)
    rows = _c4_rows(node) if c4 else _plain_rows(node, shape)
    rows = tuple(row for row in rows if row.lines)
    width = max((block_width(row.lines, row.style) for row in rows), default=0)
    size = shape.size(width, sum(row.height for row in rows))
    cut = any(is_cut(row.lines) for row in rows)
    return NodeBox(
        rows,
        shape,
        size,
        tone_of(node, shape.name),
        checked(node.colour),
        node.label[:MAX_FULL] if cut else None,
    )


def _plain_rows(node: Node, shape: Shape) -> tuple[Row, ...]:
    if shape.name in {"start", "stop", "bar"}:
        return ()
    return (Row(_label(node.label_lines, LABEL, shape), LABEL),)


def _label(lines: tuple[str, ...], style: Style, shape: Shape) -> tuple[str, ...]:
    """The label in the shape's width, or in more of it rather than with words cut off."""
    for share in (1.0, 1.3, 1.6):
        wrapped = wrap(lines, style, shape.wrap * share, word=shape.word)
        if not is_cut(wrapped):
            break
    return wrapped


def _c4_rows(node: Node) -> tuple[Row, ...]:
    """Name, what it is in brackets, what it does."""
    kind = node.kind or node.role
    kind = f"external {kind}" if node.external and kind != "external" else kind
    bracket = f"[{kind}: {node.technology}]" if node.technology else f"[{kind}]"
    description = (node.description,) if node.description else ()
    return (
        Row(wrap(node.label_lines, NAME, C4_WRAP), NAME),
        Row(wrap((bracket,), SECOND, C4_WRAP), SECOND),
        Row(wrap(description, SECOND, C4_WRAP), SECOND),
    )


def paint_node(canvas: Canvas, box: NodeBox, frame: Frame) -> None:
    """The shape and its text; the group element around it is the caller's."""
    look: dict[str, Value] = {"class_": "dg-s"}
    ink = None
    if box.own:
        look["fill"] = box.own
        ink = text_on(box.own)
    elif canvas.literal:
        look["fill"] = box.tone.fill
    if canvas.literal:
        look["stroke"] = box.tone.stroke
    if min(frame.width, frame.height) < MIN_TARGET:
        width, height = max(frame.width, MIN_TARGET), max(frame.height, MIN_TARGET)
        canvas.rect(Frame.around(frame.centre, width, height), class_="dg-band")
    box.shape.paint(canvas, frame, look)
    if box.full:
        canvas.say("title", box.full)
    x = frame.centre[0] + box.shape.shift_x
    top = frame.centre[1] + box.shape.shift - sum(row.height for row in box.rows) / 2
    for row in box.rows:
        top = canvas.text(row.lines, x, top, row.style, fill=ink)


def title_lines(group: Group) -> tuple[str, ...]:
    """The title of a group, broken into lines."""
    title = group.title
    if group.technology and group.technology.lower() not in title.lower():
        title = f"{title} [{group.technology}]"
    return wrap((title,), TITLE, TITLE_WRAP, most=3)


def title_size(lines: tuple[str, ...]) -> Size:
    """Room that the title needs at the top of its group."""
    return Size(block_width(lines, TITLE) * FONT_ROOM + 8, max(1, len(lines)) * TITLE.line + 3)


def title_frame(lines: tuple[str, ...], group: Frame) -> Frame:
    """Where the title stands."""
    size = title_size(lines)
    return Frame(group.x + TITLE_X, group.y + TITLE_Y, size.width - 8, len(lines) * TITLE.line)
