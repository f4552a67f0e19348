"""Marks in rendered text: from code points of the source to the words on the page.

The renderer says of every run of text where it stands (``data-o``, ``data-l``), so the words that a
comment means are known. A comment on all of a block marks the block itself. What told the places is
taken out again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from apps.engine.exports.tree import Node, Raw, tidy

_HOLDERS = frozenset(
    {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "code"}
)
_LISTS = frozenset({"ul", "ol", "dl"})
_PLACES = ("data-src-start", "data-src-end", "data-o", "data-l")


@dataclass(frozen=True, slots=True)
class Mark:
    """Source code points ``start:end`` and the number of the comment on them."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A block or cell that shows ``start:end``; ``order`` counts all of the page."""

    node: Node
    start: int
    end: int
    top: int
    order: int


@dataclass(slots=True)
class _Run:
    """What stands for ``start:end``: a text that is a child of ``parent``, or an element as a whole.

    ``link`` is the link around it with its parent: a reference must stand behind it.
    """

    content: Node | str
    parent: Node
    start: int
    end: int
    top: int
    order: int
    link: tuple[Node, Node] | None
    words: list[_Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Words:
    """A part of a run's text; ``refer`` where the number stands at its end."""

    number: int
    first: int
    last: int
    refer: bool


@dataclass(slots=True)
class _Page:
    """The blocks in order, and the runs by where they stand."""

    blocks: list[_Block]
    runs: list[_Run]
    starts: list[int]


def highlight(root: Node, marks: Sequence[Mark]) -> dict[int, int]:
    """Put marks and their numbers into a rendered text, and take out what told its places.

    Returns for the number of each mark the index of the top-level child of ``root`` that holds its
    end. A mark on what is not shown is put to the nearest block above (-1: above all).
    """
    root.children = [Node("", {}, [child]) for child in root.children]
    page = _page(root)
    found = {mark.number: _put(page, mark) for mark in marks}
    for run in page.runs:
        if run.words:
            _split(run)
    tidy(root, _PLACES)
    root.children = [_only(one) for one in root.children if isinstance(one, Node)]
    return found


def _put(page: _Page, mark: Mark) -> int:
    """Note what a mark covers: whole blocks, and words of runs outside of these."""
    blocks, runs = _covered(page, mark), _hits(page, mark)
    runs = [hit for hit in runs if not any(b.start <= hit[0].start < b.end for b in blocks)]
    if not blocks and not runs:
        touched = [b for b in page.blocks if b.start < mark.end and mark.start < b.end]
        if not touched:
            return max((b.top for b in page.blocks if b.end <= mark.start), default=-1)
        blocks = touched[-1:]
    placed: list[_Block | _Run] = [*blocks, *(run for run, _, _ in runs)]
    last, top = max((one.order, one.top) for one in placed)
    for block in blocks:
        _mark_block(block.node, mark.number, refer=block.order == last)
    for run, first, end in runs:
        run.words.append(_Words(mark.number, first, end, run.order == last))
    return top


def _covered(page: _Page, mark: Mark) -> list[_Block]:
    """The blocks that a mark covers, without those inside of them."""
    found: list[_Block] = []
    for block in page.blocks:
        inside = found and found[-1].start <= block.start and block.end <= found[-1].end
        if mark.start <= block.start and block.end <= mark.end and not inside:
            found.append(block)
    return found


def _hits(page: _Page, mark: Mark) -> list[tuple[_Run, int, int]]:
    """Runs with the part that a mark covers, in the order of the page, without blanks at the ends."""
    at = max(0, bisect_left(page.starts, mark.start) - 1)
    found: list[tuple[_Run, int, int]] = []
    for run in page.runs[at : bisect_left(page.starts, mark.end)]:
        if run.end <= mark.start:
            continue
        if isinstance(run.content, Node):
            found.append((run, 0, 0))
        else:
            found.append((run, max(0, mark.start - run.start), mark.end - run.start))
    found.sort(key=lambda hit: hit[0].order)
    return _stripped(_stripped(found, at=0), at=-1)


def _stripped(hits: list[tuple[_Run, int, int]], at: int) -> list[tuple[_Run, int, int]]:
    """Hits without the blanks that stand first (``at`` 0) or last (-1)."""
    while hits:
        run, first, last = hits[at]
        if isinstance(run.content, Node):
            break
        words = run.content[first:last]
        if words.strip():
            lead = len(words) - len(words.lstrip()) if at == 0 else 0
            last = first + (len(words.rstrip()) if at else len(words))
            hits[at] = (run, first + lead, last)
            break
        del hits[at]
    return hits


def _page(root: Node) -> _Page:
    """Find the blocks and runs of a rendered text."""
    blocks: list[_Block] = []
    runs: list[_Run] = []
    order = count()
    for top, child in enumerate(root.children):
        for node, parent, link in _with_links(child, root):
            if node.span is not None:
                blocks.append(_Block(node, *node.span, top, next(order)))
            if "data-o" not in node.attributes:
                continue
            start = int(node.attributes["data-o"])
            if "data-l" in node.attributes:
                end = start + int(node.attributes["data-l"])
                runs.append(_Run(node, parent, start, end, top, next(order), link))
                continue
            for text, holder in _texts(node):
                end = start + len(text)
                runs.append(_Run(text, holder, start, end, top, next(order), link))
                start = end
    runs.sort(key=lambda run: run.start)
    return _Page(blocks, runs, [run.start for run in runs])


def _with_links(
    child: Node | str, root: Node
) -> Iterator[tuple[Node, Node, tuple[Node, Node] | None]]:
    """Elements in order with their parents, and the link around them with its parent."""
    stack: list[tuple[Node | str, Node, tuple[Node, Node] | None]] = [(child, root, None)]
    while stack:
        node, parent, link = stack.pop()
        if isinstance(node, Node):
            yield node, parent, link
            link = link or ((parent, node) if node.tag == "a" else None)
            stack += [(one, node, link) for one in reversed(node.children)]


def _texts(node: Node) -> Iterator[tuple[str, Node]]:
    """The texts in an element with their parents, in order."""
    stack: list[tuple[Node | str, Node]] = [(node, node)]
    while stack:
        one, parent = stack.pop()
        if isinstance(one, Node):
            stack += [(child, one) for child in reversed(one.children)]
        elif not isinstance(one, Raw):
            yield one, parent


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


def _split(run: _Run) -> None:
    """Put the marks into a run and the references behind their ends."""
    pieces = _whole(run) if isinstance(run.content, Node) else _pieces(run.content, run.words)
    behind = [one for one in pieces if _is_reference(one)] if run.link else []
    at = _index(run.parent, run.content)
    run.parent.children[at : at + 1] = [one for one in pieces if one not in behind]
    if run.link:
        parent, element = run.link
        at = _index(parent, element) + 1
        parent.children[at:at] = behind


def _pieces(text: str, words: Sequence[_Words]) -> list[Node | str]:
    """A text cut into pieces with and without marks, each reference at the end of its words."""
    cuts = sorted({0, len(text), *(n for one in words for n in (one.first, one.last))})
    pieces: list[Node | str] = []
    for start, end in pairwise(cuts):
        numbers = [str(one.number) for one in words if one.first <= start and end <= one.last]
        piece = text[start:end]
        pieces.append(_marked(numbers, piece) if numbers and piece.strip() else piece)
        pieces += [reference(one.number) for one in words if one.refer and one.last == end]
    return pieces


def _whole(run: _Run) -> list[Node | str]:
    """An element in a mark; a block holds the mark."""
    numbers = [str(one.number) for one in run.words]
    references: list[Node | str] = [reference(one.number) for one in run.words if one.refer]
    node = run.content
    if isinstance(node, Node) and node.tag == "div":
        node.children = [_marked(numbers, *node.children)]
        return [node, *references]
    return [_marked(numbers, node), *references]


def _marked(numbers: Sequence[str], *children: Node | str) -> Node:
    return Node("mark", {"data-c": " ".join(numbers)}, list(children))


def _is_reference(one: Node | str) -> bool:
    return isinstance(one, Node) and one.attributes.get("class") == "ref"


def _index(parent: Node, child: Node | str) -> int:
    return next(n for n, one in enumerate(parent.children) if one is child)


def _only(holder: Node) -> Node | str:
    """What a holder of one top-level child holds now, as one."""
    return holder.children[0] if len(holder.children) == 1 else Node("div", {}, holder.children)
