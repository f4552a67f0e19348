"""HTML that our renderer wrote, as a tree: taken apart, changed and written again.

Only for clean HTML of our own: every text is escaped when it is written, and nothing recurses, so depth
costs nothing.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = frozenset({"br", "img", "hr", "col", "circle", "rect", "polygon"})


class Raw(str):
    """Finished HTML that is written as it is."""

    __slots__ = ()


class Text(str):
    """A text that is told from an equal one elsewhere."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Node:
    """An element. Children are elements, texts and finished HTML."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def span(self) -> tuple[int, int] | None:
        """The code points of the source that it shows."""
        start, end = self.attributes.get("data-src-start"), self.attributes.get("data-src-end")
        return (int(start), int(end)) if start is not None and end is not None else None


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in EMPTY:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(Text(data))


def tree_of(source: str) -> Node:
    """The tree of clean HTML, under a root without a tag."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    return builder.root


def write(root: Node) -> str:
    """The HTML of a tree."""
    parts: list[str] = []
    stack: list[Node | str] = [root]
    while stack:
        one = stack.pop()
        if isinstance(one, Raw):
            parts.append(one)
        elif isinstance(one, str):
            parts.append(html.escape(one, quote=False))
        else:
            if one.tag:
                parts.append(f"<{one.tag}{_attributes(one.attributes)}>")
                if one.tag in EMPTY:
                    continue
                stack.append(Raw(f"</{one.tag}>"))
            stack += reversed(one.children)
    return "".join(parts)


def _attributes(values: dict[str, str]) -> str:
    return "".join(
        f' {name}="{html.escape(value)}"' if value else f" {name}" for name, value in values.items()
    )


def walk(root: Node) -> Iterator[Node]:
    """All elements below ``root`` in order; what is put into one while it is visited is not seen."""
    stack = [one for one in reversed(root.children) if isinstance(one, Node)]
    while stack:
        node = stack.pop()
        inner = [one for one in reversed(node.children) if isinstance(one, Node)]
        yield node
        stack += inner


def text_of(root: Node) -> str:
    """The text of a tree, without markup."""
    parts: list[str] = []
    stack: list[Node | str] = [root]
    while stack:
        one = stack.pop()
        if isinstance(one, Node):
            stack += reversed(one.children)
        elif not isinstance(one, Raw):
            parts.append(one)
    return "".join(parts)


def tidy(root: Node, attributes: Sequence[str]) -> None:
    """Take out ``attributes`` and the spans that have no other; join texts and marks they kept apart."""
    for node in reversed([root, *walk(root)]):
        for name in attributes:
            node.attributes.pop(name, None)
        children: list[Node | str] = []
        for child in node.children:
            bare = isinstance(child, Node) and child.tag == "span" and not child.attributes
            for one in child.children if bare and isinstance(child, Node) else [child]:
                if not (children and _join(children, one)):
                    children.append(one)
        node.children = children


def _join(children: list[Node | str], one: Node | str) -> bool:
    """Add ``one`` to the last of ``children`` where it goes on with it; whether it did."""
    last = children[-1]
    if isinstance(last, Node) and isinstance(one, Node):
        if last.tag != "mark" or (one.tag, one.attributes) != (last.tag, last.attributes):
            return False
        for inner in one.children:
            if not (last.children and _join(last.children, inner)):
                last.children.append(inner)
        return True
    if isinstance(last, Node | Raw) or isinstance(one, Node | Raw):
        return False
    children[-1] = Text(last + one)
    return True
