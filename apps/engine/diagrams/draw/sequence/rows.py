"""Rows of a sequence: everything gets its y from top to bottom, in one pass over the items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from apps.engine.diagrams.draw.metrics import CONDITION, MESSAGE, block_width
from apps.engine.diagrams.draw.sequence.columns import (
    LOOP,
    SELF_WRAP,
    Column,
    message_lines,
    message_wrap,
    note_lines,
    note_width,
)
from apps.engine.diagrams.draw.sequence.parts import (
    Arrow,
    FrameBox,
    NoteBox,
    label_width,
    tab_width,
)
from apps.engine.diagrams.draw.wrap import wrap
from apps.engine.diagrams.layout import Frame
from apps.engine.diagrams.model import (
    Activation,
    FragmentClose,
    FragmentElse,
    FragmentOpen,
    Item,
    Message,
    Note,
    Sequence,
)

LINE = MESSAGE.line
ROW_GAP = 12
TEXT_GAP = 4
BAR = 5
FRAME_HEAD = 24
FRAME_SIDE = 20
FRAME_STEP = 10
LABEL_WRAP = 300
DESTROY_GAP = 14


@dataclass(slots=True)
class Rows:
    """The sequence as it goes down the page."""

    columns: tuple[Column, ...]
    y: float
    arrows: list[Arrow] = field(default_factory=list)
    notes: list[NoteBox] = field(default_factory=list)
    frames: list[FrameBox] = field(default_factory=list)
    bars: list[Frame] = field(default_factory=list)
    starts: dict[int, float] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)
    _open: list[FrameBox] = field(default_factory=list)
    _active: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    _index: dict[str, int] = field(default_factory=dict)
    _last: float = 0

    def run(self, sequence: Sequence) -> None:
        """Place every item; what is left open ends at the bottom."""
        self._index = {p.id: number for number, p in enumerate(sequence.participants)}
        self._last = self.y
        for item in sequence.items:
            self._item(item)
        while self._open:
            self._close()
        for number, starts in self._active.items():
            for start in list(starts):
                self._end_bar(number, max(self.y, start + LINE))

    def _item(self, item: Item) -> None:
        match item:
            case Message():
                self._message(item)
            case Note():
                self._note(item)
            case FragmentOpen():
                self._fragment(item)
            case FragmentElse():
                self._else(item)
            case FragmentClose():
                self._close()
            case Activation():
                self._activation(item)

    def _message(self, message: Message) -> None:
        if message.source not in self._index or message.target not in self._index:
            return
        source, target = self._index[message.source], self._index[message.target]
        if source == target:
            self._self_message(message, source)
        else:
            self._arrow(message, source, target)

    def _arrow(self, message: Message, source: int, target: int) -> None:
        far = abs(self.columns[source].x - self.columns[target].x)
        width = max(message_wrap(abs(source - target)), far - 36)
        lines = message_lines(message, width)
        created = self.columns[target].participant.created_at == message.n
        height = len(lines) * LINE
        extra = self.columns[target].height / 2 if created else 0
        y = self.y + max(height + TEXT_GAP, 10, extra)
        if message.activate:
            self._active[target].append(y)
        to_right = self.columns[target].x > self.columns[source].x
        x1 = self._edge(source, right=to_right)
        x2 = self._edge(target, right=not to_right)
        if created:
            half = self.columns[target].width / 2
            x2 = self.columns[target].x + (-half if to_right else half)
            self.starts[target] = y - self.columns[target].height / 2
        middle = (x1 + x2) / 2
        self.arrows.append(Arrow(message, y, x1, x2, lines, y - TEXT_GAP - height, middle))
        wide = block_width(lines, MESSAGE) / 2
        self._use(min(source, target), max(source, target), middle - wide, middle + wide)
        self._after(message, y, source, target, y + ROW_GAP + extra)

    def _self_message(self, message: Message, column: int) -> None:
        lines = message_lines(message, SELF_WRAP)
        height = max(22.0, len(lines) * LINE)
        top = self.y + 4
        before = self._edge(column, right=True)
        if message.activate:
            self._active[column].append(top + height)
        after = self._edge(column, right=True)
        text_x = max(before, after) + LOOP + 6
        text_top = top + (height - len(lines) * LINE) / 2
        arrow = Arrow(message, top, before, after, lines, text_top, text_x, "start", height)
        self.arrows.append(arrow)
        self._use(column, column, self.columns[column].x, text_x + block_width(lines, MESSAGE))
        self._after(message, top + height, column, column, top + height + ROW_GAP)

    def _after(self, message: Message, line: float, source: int, target: int, y: float) -> None:
        """What follows every message: end of a bar, end of a lifeline, the next row."""
        self._last = line
        if message.deactivate:
            self._end_bar(source, line)
        for number in {source, target}:
            if self.columns[number].participant.destroyed_at == message.n:
                self.ends[number] = line + (0 if number == target != source else DESTROY_GAP)
                y = max(y, self.ends[number] + DESTROY_GAP)
        self.y = y

    def _edge(self, column: int, *, right: bool) -> float:
        """Where an arrow meets the lifeline: at the side of its bar, if it has one."""
        level = len(self._active[column])
        x = self.columns[column].x
        if not level:
            return x
        return x + BAR * level if right else x - BAR

    def _note(self, note: Note) -> None:
        over = sorted(self._index[one] for one in note.over if one in self._index)
        if not over:
            return
        first, last = self.columns[over[0]], self.columns[over[-1]]
        span = last.x - first.x
        lines = note_lines(note, max(220, span + 20) if note.place == "over" else 220)
        width = note_width(lines)
        if note.place == "right":
            x = last.x + 12
        elif note.place == "left":
            x = first.x - 12 - width
        else:
            width = max(width, span + 40 if span else 60)
            x = (first.x + last.x - width) / 2
        frame = Frame(x, self.y, width, len(lines) * LINE + 12)
        self.notes.append(NoteBox(note, frame, lines))
        self._use(over[0], over[-1], frame.x, frame.right)
        self.y += frame.height + ROW_GAP

    def _fragment(self, item: FragmentOpen) -> None:
        plain = item.kind == "rect"
        label = () if plain else wrap((f"[{item.label}]",), CONDITION, LABEL_WRAP, most=3)
        label = label if item.label else ()
        self._open.append(FrameBox(item, len(self._open), self.y, label))
        self.frames.append(self._open[-1])
        self.y += 8 if plain else FRAME_HEAD + 8 + max(0, len(label) - 1) * LINE

    def _else(self, item: FragmentElse) -> None:
        if not self._open:
            return
        label = wrap((f"[{item.label}]",), CONDITION, LABEL_WRAP, most=3) if item.label else ()
        self._open[-1].rules.append((self.y, label))
        self.y += FRAME_HEAD + 4 + max(0, len(label) - 1) * LINE

    def _close(self) -> None:
        if not self._open:
            return
        box = self._open.pop()
        box.bottom = self.y
        if box.left > box.right:
            box.left, box.right = self.columns[0].x - FRAME_SIDE, self.columns[-1].x + FRAME_SIDE
        box.right = max(box.right, box.left + label_width(box))
        for outer in self._open[-1:]:
            outer.left = min(outer.left, box.left - FRAME_STEP)
            outer.right = max(outer.right, box.right + FRAME_STEP)
        self.y += ROW_GAP

    def _use(self, first: int, last: int, left: float, right: float) -> None:
        """Widen the innermost open fragment around these columns and this extent."""
        for box in self._open[-1:]:
            side = FRAME_SIDE if box.item.kind == "rect" else tab_width(box.item.kind) + 8
            box.left = min(box.left, self.columns[first].x - side, left - 10)
            box.right = max(box.right, self.columns[last].x + FRAME_SIDE, right + 10)

    def _activation(self, item: Activation) -> None:
        number = self._index.get(item.participant)
        if number is None:
            return
        if item.on:
            self._active[number].append(self._last)
        else:
            self._end_bar(number, self._last)

    def _end_bar(self, column: int, y: float) -> None:
        """End the innermost bar of a column."""
        if not self._active[column]:
            return
        start = self._active[column].pop()
        x = self.columns[column].x - BAR + BAR * len(self._active[column])
        self.bars.append(Frame(x, start, 2 * BAR, max(8, y - start)))
        self.bars.sort(key=lambda bar: bar.x)
