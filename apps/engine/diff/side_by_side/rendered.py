"""A rendered text of which single blocks are taken: copies that stand on a page with others.

Headings of a design are no headings of that page, and its anchors do not exist there.
"""

from __future__ import annotations

from collections import defaultdict

from apps.engine.exports.tree import Node, Text, tree_of, walk, write
from apps.engine.text import Place

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAGS = {
    "heading": _HEADINGS,
    "item": frozenset({"li"}),
    "footnote": frozenset({"li"}),
    "para": frozenset({"p"}),
    "table": frozenset({"table"}),
    "code": frozenset({"pre"}),
    "math": frozenset({"div"}),
}
_DROPPED = ("id", "data-fence", "data-src-start", "data-src-end", "aria-label", "tabindex")
_RUNS = ("data-o", "data-l")


class Rendered:
    """The HTML of one text, findable by place. ``html`` is None for texts that are no documents."""

    def __init__(self, html: str | None, text: str) -> None:
        self.text = text
        self._starts: defaultdict[int, list[Node]] = defaultdict(list)
        self._parents: dict[int, Node] = {}
        root = self._root = tree_of(html or "")
        for node in (root, *walk(root)):
            self._parents.update((id(one), node) for one in node.children if isinstance(one, Node))
            if node.span is not None:
                self._starts[node.span[0]].append(node)

    def block(self, kind: str, place: Place) -> Node:
        """A copy of a block under a root without a tag; its source where it is not found."""
        start, end = place.start or 0, place.end or 0
        found = self._starts.get(start, [])
        wanted = _TAGS.get(kind)
        fitting = [one for one in found if wanted is None or one.tag in wanted]
        if not fitting:
            return self.source(place)
        node = fitting[-1] if kind == "item" else fitting[0]
        return Node("", {}, [self._within(node, _copy(node, end))])

    def source(self, place: Place) -> Node:
        """What is written there."""
        start, end = place.start or 0, place.end or 0
        code = Node("code", {"data-o": str(start)}, [Text(self.text[start:end])])
        return Node("", {}, [Node("pre", {"class": "code cmp-source"}, [code])])

    def _within(self, node: Node, copy: Node) -> Node:
        """The copy in what it needs around it: its list with its number, a quotation."""
        parent = self._parents.get(id(node))
        if node.tag == "li":
            listed = parent if parent is not None and parent.tag in {"ol", "ul"} else None
            around = Node("ul", {}, [copy])
            if listed is not None and listed.tag == "ol":
                items = [one for one in listed.children if isinstance(one, Node)]
                first = listed.attributes.get("start", "1")
                number = (int(first) if first.isdecimal() else 1) + items.index(node)
                around = Node("ol", {"start": str(number)}, [copy])
            copy = around
        while parent is not None and parent.tag:
            if parent.tag == "blockquote":
                return Node("blockquote", {}, [copy])
            parent = self._parents.get(id(parent))
        return copy


def finished(root: Node) -> str:
    """The HTML of a block whose words are marked."""
    for node in walk(root):
        for name in _RUNS:
            node.attributes.pop(name, None)
    return write(root).strip()


def _copy(node: Node, end: int) -> Node:
    """A copy without blocks that begin at ``end`` or later, as the lists below an item do."""
    root = Node("")
    stack: list[tuple[Node | str, Node]] = [(node, root)]
    while stack:
        one, parent = stack.pop()
        if not isinstance(one, Node):
            parent.children.append(one)
            continue
        if one is not node and one.span is not None and one.span[0] >= end:
            continue
        made = _bare(one)
        parent.children.append(made)
        stack += [(child, made) for child in reversed(one.children)]
    copy = root.children[0]
    assert isinstance(copy, Node)
    return copy


def _bare(node: Node) -> Node:
    attributes = {k: v for k, v in node.attributes.items() if k not in _DROPPED}
    if node.tag in _HEADINGS:
        return Node("p", attributes | {"class": f"cmp-h cmp-{node.tag}"})
    if node.tag == "a" and node.attributes.get("href", "#").startswith("#"):
        return Node("span", {k: v for k, v in attributes.items() if k in _RUNS})
    return Node(node.tag, attributes)
