"""Changed words marked in rendered HTML, by the places that its runs have in the source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from apps.engine.exports.tree import Node, Text, text_of, walk

Span = tuple[int, int]
Tag = Literal["del", "ins"]


def mark_words(root: Node, ranges: Sequence[Span], tag: Tag, gone: Sequence[str] = ()) -> list[str]:
    """Wrap what stands for ``ranges`` of the source in ``tag``; gives the text of each range.

    Args:
        root: What is shown; changed in place.
        ranges: In order and apart from each other; an empty one is a point.
        tag: The element around the words.
        gone: For each range the text that stood there before, put in front of it as ``<del>``.
    """
    marks = _Marks(ranges, tag, dict(enumerate(gone)))
    for node in list(walk(root)):
        start = node.attributes.get("data-o")
        if start is None:
            continue
        length = node.attributes.get("data-l")
        if length is None:
            _mark_run(node, int(start), marks)
        else:
            marks.whole(node, int(start), int(start) + int(length))
    for index in sorted(marks.waiting):
        if before := marks.before(index):
            root.children += [Text(" "), before]
    return marks.shown


@dataclass(slots=True)
class _Marks:
    """The ranges, what was shown for each, and the old texts that have no place yet."""

    ranges: Sequence[Span]
    tag: Tag
    waiting: dict[int, str]
    ends: list[int] = field(init=False)
    shown: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = [end for _, end in self.ranges]
        self.shown = [""] * len(self.ranges)

    def touched(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Index and part of each range within ``start:end``; a point may lie at either side."""
        index = bisect_left(self.ends, start)
        while index < len(self.ranges) and self.ranges[index][0] <= end:
            first, last = max(start, self.ranges[index][0]), min(end, self.ranges[index][1])
            if first < last or self.ranges[index][0] == self.ranges[index][1]:
                yield index, first, last
            index += 1

    def before(self, index: int) -> Node | None:
        """What stood there, once."""
        text = self.waiting.pop(index, "")
        return Node("del", {}, [Text(text)]) if text else None

    def whole(self, node: Node, start: int, end: int) -> None:
        """Mark an element that stands for its source as a whole."""
        found = [index for index, first, last in self.touched(start, end) if first < last]
        if not found:
            return
        self.shown[found[0]] += text_of(node) or node.attributes.get("alt", "")
        inner = Node(node.tag, node.attributes, node.children)
        before = self.before(found[0])
        marked = Node(self.tag, {}, [inner])
        node.tag, node.attributes = "span", {}
        node.children = [before, Text(" "), marked] if before else [marked]

    def cut(self, text: str, start: int) -> list[Node | str]:
        """The pieces of a text that stands in the source from ``start`` on."""
        pieces: list[Node | str] = []
        done = start
        for index, first, last in self.touched(start, start + len(text)):
            before = self.before(index)
            if first == last and before is None:
                continue
            pieces.append(Text(text[done - start : first - start]))
            if before is not None:
                bare = first == last and not "".join(map(str, pieces[-1:])).endswith((" ", "\n"))
                pieces += [Text(" "), before] if bare else [before]
            if first < last:
                words = text[first - start : last - start]
                self.shown[index] += words
                pieces += [Text(" ")] if before is not None else []
                pieces.append(Node(self.tag, {}, [Text(words)]))
            done = last
        pieces.append(Text(text[done - start :]))
        return [piece for piece in pieces if piece]


def _mark_run(run: Node, start: int, marks: _Marks) -> None:
    """A run is its source sign by sign, also where colours of code are around parts of it."""
    stack: list[tuple[Node, int]] = [(run, 0)]
    offset = start
    while stack:
        node, index = stack.pop()
        if index >= len(node.children):
            continue
        child = node.children[index]
        if isinstance(child, Node):
            stack += [(node, index + 1), (child, 0)]
            continue
        pieces = marks.cut(str(child), offset)
        offset += len(child)
        node.children[index : index + 1] = pieces
        stack.append((node, index + len(pieces)))
