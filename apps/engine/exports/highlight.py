"""Marks in rendered text: from code points of the source to the words on the page.

A block or cell knows where its source stands; which of its words a comment means is found by aligning
the two (longest common subsequence). A comment on all of a block marks the block itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from apps.engine.exports.tree import Node, Raw

MAX_ALIGNED = 30_000_000
"""Product of the lengths of source and text above which a block is marked as a whole."""

_ATOMS = frozenset({"math", "svg", "img"})
_HOLDERS = frozenset(
    {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "code"}
)
_LISTS = frozenset({"ul", "ol", "dl"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Source code points ``start:end`` and the number of the comment on them."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A text on the page: the ``index``-th child of ``parent``, ``offset`` into its block's text."""

    text: str
    parent: Node
    offset: int
    after: tuple[Node, Node] | None  # parent and link that a reference must stand behind


@dataclass(frozen=True, slots=True)
class _Words:
    """A range of a block's text; ``refer`` where the number stands at its end."""

    number: int
    first: int
    last: int
    refer: bool


@dataclass(slots=True)
class _Place:
    """A block or cell with a span, and the index of the top-level element that it is in."""

    node: Node
    start: int
    end: int
    top: int
    own: str | None = None

    def text(self) -> str:
        """The text that stands in this block and in no block inside it."""
        if self.own is None:
            self.own = "".join(run.text for run in _runs(self.node))
        return self.own


def highlight(root: Node, source: str, marks: Sequence[Mark]) -> dict[int, int]:
    """Put marks and their numbers into a rendered text.

    Returns for the number of each mark the index of the top-level child of ``root`` that holds its
    end. A mark on what is not shown is put to the nearest block above (-1: above all).
    """
    places = list(_places(root))
    words: dict[int, list[_Words]] = {}
    found: dict[int, int] = {}
    for mark in marks:
        touched = [p for p in places if p.start < mark.end and mark.start < p.end]
        pieces = list(_pieces(touched, source, mark)) or [(p, None) for p in touched[-1:]]
        for place, span in pieces:
            last = place is pieces[-1][0]
            if span is None:
                _mark_block(place.node, mark.number, refer=last)
            else:
                words.setdefault(id(place.node), []).append(_Words(mark.number, *span, last))
        above = [p.top for p in places if p.end <= mark.start]
        found[mark.number] = pieces[-1][0].top if pieces else max(above, default=-1)
    for place in places:
        for run in _runs(place.node) if id(place.node) in words else ():
            _split(run, words[id(place.node)])
    return found


def _pieces(
    touched: Sequence[_Place], source: str, mark: Mark
) -> Iterator[tuple[_Place, tuple[int, int] | None]]:
    """What to mark: blocks that are covered, and ranges of words in the others."""
    covered: list[_Place] = []
    for place in touched:
        if any(one.start <= place.start and place.end <= one.end for one in covered):
            continue
        if mark.start <= place.start and place.end <= mark.end:
            covered.append(place)
            yield place, None
        elif (span := _range(place, source, mark)) is not None:
            yield place, span


def _places(root: Node) -> Iterator[_Place]:
    for top, child in enumerate(root.children):
        stack = [child] if isinstance(child, Node) else []
        while stack:
            node = stack.pop()
            if node.span is not None:
                yield _Place(node, *node.span, top)
            stack += [one for one in reversed(node.children) if isinstance(one, Node)]


def _runs(node: Node) -> list[_Run]:
    """The texts of a block that stand in no block inside it."""
    found: list[_Run] = []
    offset = 0
    stack: list[tuple[Node | str, Node, tuple[Node, Node] | None]] = [
        (child, node, None) for child in reversed(node.children)
    ]
    while stack:
        one, parent, link = stack.pop()
        if isinstance(one, Node):
            inside = one.span is None and one.tag not in _ATOMS
            if inside and one.attributes.get("class") != "ref":
                link = link or ((parent, one) if one.tag == "a" else None)
                stack += [(child, one, link) for child in reversed(one.children)]
        elif not isinstance(one, Raw):
            found.append(_Run(one, parent, offset, link))
            offset += len(one)
    return found


def _range(place: _Place, source: str, mark: Mark) -> tuple[int, int] | None:
    """The part of a block's own text that shows ``mark``, blanks at its ends left out."""
    own = place.text()
    if not own.strip():
        return None
    block = source[place.start : place.end]
    low, high = max(0, mark.start - place.start), min(len(block), mark.end - place.start)
    at = block.find(own)
    if at != -1:
        first, last = max(0, low - at), min(len(own), high - at)
    elif len(own) * len(block) > MAX_ALIGNED:
        return None
    else:
        first, last = _aligned(block, own, low, high)
    while first < last and own[first].isspace():
        first += 1
    while last > first and own[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else None


def _aligned(block: str, own: str, low: int, high: int) -> tuple[int, int]:
    first, last = len(own), 0
    for op in Indel.opcodes(block, own):
        if op.tag == "equal":
            start, end = max(low, op.src_start), min(high, op.src_end)
            if start < end:
                shift = op.dest_start - op.src_start
                first, last = min(first, start + shift), max(last, end + shift)
    return first, last


def reference(number: int) -> Node:
    """The number that leads from a place to its comment."""
    name = {"class": "ref", "href": f"#c{number}", "aria-label": f"Comment {number}"}
    return Node("a", name, [str(number)])


def _mark_block(node: Node, number: int, *, refer: bool) -> None:
    """Mark a whole block, with the number at the end of its last words; of a table above it."""
    numbers = node.attributes.get("data-c", "")
    node.attributes["data-c"] = f"{numbers} {number}".strip()
    if refer:
        _refer(node, number)


def _refer(node: Node, number: int) -> None:
    holder = node
    while holder.tag not in _HOLDERS and holder.tag not in ("table", "figure"):
        inner = [one for one in holder.children if isinstance(one, Node)]
        if not inner:
            break
        holder = inner[-1]
    if holder.tag == "table":
        first = holder.children[0] if holder.children else None
        if not isinstance(first, Node) or first.tag != "caption":
            first = Node("caption")
            holder.children.insert(0, first)
        first.children.append(reference(number))
    elif holder.tag != "figure":
        lists = [
            n for n, c in enumerate(holder.children) if isinstance(c, Node) and c.tag in _LISTS
        ]
        at = lists[0] if lists else len(holder.children)
        while at and holder.children[at - 1] == "\n":
            at -= 1
        holder.children.insert(at, reference(number))


def _split(run: _Run, ranges: Sequence[_Words]) -> None:
    """Replace a text by pieces with and without marks."""
    length = len(run.text)
    inside = [
        (one, max(0, one.first - run.offset), min(length, one.last - run.offset))
        for one in ranges
        if one.first < run.offset + length and one.last > run.offset
    ]
    if not inside:
        return
    cuts = sorted({0, length, *(n for _, first, last in inside for n in (first, last))})
    pieces: list[Node | str] = []
    behind: list[Node | str] = []
    for start, end in pairwise(cuts):
        text = run.text[start:end]
        numbers = [str(one.number) for one, first, last in inside if first <= start and end <= last]
        if numbers and text.strip():
            pieces.append(Node("mark", {"data-c": " ".join(numbers)}, [text]))
        else:
            pieces.append(text)
        done = [one for one, _, _ in inside if one.refer and one.last == run.offset + end]
        (behind if run.after else pieces).extend(reference(one.number) for one in done)
    at = next(n for n, child in enumerate(run.parent.children) if child is run.text)
    run.parent.children[at : at + 1] = pieces
    if run.after:
        parent, link = run.after
        at = parent.children.index(link) + 1
        parent.children[at:at] = behind
