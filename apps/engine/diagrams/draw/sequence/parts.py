"""What stands in a sequence once it has its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.engine.diagrams.draw.metrics import CONDITION, TAB, block_width, text_width
from apps.engine.diagrams.layout import Frame
from apps.engine.diagrams.model import FragmentOpen, Message, Note


@dataclass(slots=True)
class Arrow:
    """A message at its line; a self message has a ``loop`` height."""

    message: Message
    y: float
    x1: float
    x2: float
    lines: tuple[str, ...]
    text_top: float
    text_x: float
    anchor: str = "middle"
    loop: float = 0


@dataclass(slots=True)
class NoteBox:
    """A note where it stands."""

    note: Note
    frame: Frame
    lines: tuple[str, ...]


@dataclass(slots=True)
class FrameBox:
    """A fragment: its sides grow with what is inside; ``rules`` are the y and text of branches."""

    item: FragmentOpen
    depth: int
    top: float
    label: tuple[str, ...]
    left: float = float("inf")
    right: float = float("-inf")
    bottom: float = 0
    rules: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        """The rectangle."""
        return Frame(self.left, self.top, self.right - self.left, self.bottom - self.top)


def tab_width(kind: str) -> float:
    """Width of the tab that names the kind of a fragment."""
    return text_width(kind, TAB) + 18


def label_width(box: FrameBox) -> float:
    """What the tab and the conditions need."""
    conditions = [
        block_width(lines, CONDITION) for lines in (box.label, *(r[1] for r in box.rules))
    ]
    return tab_width(box.item.kind) + max(conditions) + 20
