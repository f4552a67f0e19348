"""A shown design as plain data for the PDF template: blocks and runs of text, nothing to be run.

What people wrote is only ever a string in this data; the template decides what it looks like. Nesting is
cut off at a depth that the typesetter can follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from apps.engine.anchors.selectors import TextQuote
from apps.engine.diagrams.draw import draw
from apps.engine.exports.html_threads import comment_tree, gist
from apps.engine.exports.model import CommentExport, DesignExport, ThreadExport, shown_date
from apps.engine.exports.pictures import ReadFile, picture_svg
from apps.engine.exports.pins import with_pins
from apps.engine.exports.shown import Part, Shown, show
from apps.engine.exports.tree import Node, Raw, text_of, walk

Json = dict[str, object]
T = TypeVar("T")

MAX_DEPTH = 8
"""Lists, quotes and emphases in each other that are shown as such."""
MAX_COLUMNS = 24
MAX_PIECES = 10_000
"""Runs, cells, items and lines of code that are set, and as many in comments: what 1 GiB holds."""

WIDE = 900
"""Units of width above which a drawing is set on a page that lies on its side."""

_SIZE = re.compile(r'<svg[^>]* width="(\d+)" height="(\d+)"')
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_WRAPPERS = frozenset(
    ("", "div", "details", "section", "dl", "dd", "dt", "summary", "figcaption", "center")
)
_BLOCKS = frozenset((*_HEADINGS, *_WRAPPERS, "p", "ul", "ol", "pre", "blockquote", "table", "figure",
                     "hr"))  # fmt: skip
_STYLES = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "var": "em", "code": "code",
           "kbd": "code", "samp": "code", "del": "strike", "s": "strike", "sup": "sup", "sub": "sub",
           "u": "under", "ins": "under"}  # fmt: skip
_TOO_LONG = "The rest is too long for a PDF; it stands in the HTML export."
_SCHEMES = ("http://", "https://", "mailto:")


def typeset(design: DesignExport, *, read: ReadFile) -> Json:
    """The data of the template; pictures and drawings are SVG texts in it."""
    shown = show(design, mathml=False)
    setter = _Setter(shown, read)
    threads = [thread for thread in design.threads if thread.comments]
    facts = f"Revision {design.revision_number}"
    return {
        "title": design.title,
        "facts": facts,
        "exported": shown_date(design.exported),
        "parts": [setter.part(part) for part in shown.parts],
        "unplaced": [setter.thread(thread, where=True) for thread in shown.unplaced],
        "index": [
            {
                "number": t.number,
                "kind": t.kind,
                "status": t.status,
                "place": t.place,
                "gist": gist(t),
            }
            for t in threads
        ],
    }


class _Setter:
    """Turns trees into data. ``targets`` are the ids that links may lead to."""

    def __init__(self, shown: Shown, read: ReadFile) -> None:
        self.shown = shown
        self.read = read
        self.targets = {part.name for part in shown.parts}
        self.targets |= {f"c{t.number}" for t in shown.design.threads if t.comments}
        for part in shown.parts:
            self.targets |= {
                n.attributes["id"]
                for n in walk(part.root)
                if n.tag in _HEADINGS and "id" in n.attributes
            }
        self.said: set[str] = set()
        self.left = self.spare = MAX_PIECES
        self.cut = False

    def part(self, part: Part) -> Json:
        """A file with its blocks, each followed by its notes."""
        blocks: list[Json] = list(self._notes(part, -1))
        for n, child in enumerate(part.root.children):
            found = self.blocks(Node("", {}, [child])) if self.left else []
            if self.cut:
                found.append({"k": "para", "c": [{"k": "em", "c": [_TOO_LONG]}]})
                self.cut, self.left = False, 0
            found += self._notes(part, n)
            last = blocks[-1] if blocks else {}
            if not any(_is_wide(one) for one in found):
                blocks += found
            elif isinstance(pages := last.get("blocks"), list) and last["k"] == "wide":
                pages += found
            else:
                blocks.append({"k": "wide", "blocks": found})
        label = f"{part.label} "
        return {"id": self._once(part.name), "label": label, "path": part.path, "blocks": blocks}

    def _notes(self, part: Part, n: int) -> Iterator[Json]:
        shown = Node("", {}, part.root.children[n : n + 1] if n >= 0 else [])
        where = n < 0 or any(
            {"data-diagram", "data-picture"} & set(o.attributes) for o in walk(shown)
        )
        notes = part.notes.get(n)
        if notes:
            yield {"k": "notes", "threads": [self.thread(one, where=where) for one in notes]}

    def thread(self, thread: ThreadExport, *, where: bool) -> Json:
        """A thread with all that was said."""
        quote = thread.anchor.get(TextQuote) if thread.anchor else None
        return {
            "id": self._once(f"c{thread.number}"),
            "number": thread.number,
            "kind": thread.kind,
            "type": thread.type,
            "status": thread.status,
            "place": thread.place if where else "",
            "comments": [self._comment(c, quote.exact if quote else "") for c in thread.comments],
        }

    def _comment(self, comment: CommentExport, old: str) -> Json:
        self.left, self.spare = self.spare, self.left  # comments are not cut for a long document
        said: Json = {
            "who": comment.author or "Without a name",
            "when": shown_date(comment.created),
            "blocks": self.blocks(comment_tree(comment.body, mathml=False)),
        }
        self.left, self.spare = self.spare, self.left
        if comment.suggestion is not None:
            said |= {"old": old, "new": comment.suggestion}
        return said

    def _once(self, name: str) -> str:
        """An id the first time it is used, else nothing."""
        if not name or name in self.said:
            return ""
        self.said.add(name)
        return name

    def _taken(self, pieces: Sequence[T]) -> Sequence[T]:
        """As many of the pieces as there is room for."""
        self.cut = self.cut or len(pieces) > self.left
        taken = pieces[: self.left]
        self.left -= len(taken)
        return taken

    # Blocks.

    def blocks(self, root: Node, depth: int = 0) -> list[Json]:
        """The blocks of a tree; runs of text between blocks become paragraphs."""
        found: list[Json] = []
        line: list[Node | str] = []
        for child in [*root.children, Node("hr")]:
            if not isinstance(child, Node) or child.tag not in _BLOCKS:
                line.append(child)
                continue
            found += self._paragraph(line, {}, depth)
            line = []
            found += self._block(child, depth)
        return found[:-1]

    def _block(self, node: Node, depth: int) -> list[Json]:
        marked: Json = {"marked": True} if "data-c" in node.attributes else {}
        if "data-diagram" in node.attributes:
            return [self._diagram(node.attributes["data-diagram"])]
        if node.tag in _HEADINGS:
            name = self._once(node.attributes.get("id", ""))
            runs = self.runs(node.children, depth)
            return [{"k": "heading", "level": _HEADINGS[node.tag], "id": name, "c": runs, **marked}]
        if node.tag == "p":
            return self._paragraph(node.children, marked, depth)
        if node.tag == "pre":
            return [{**self._code(node, depth), **marked}]
        if node.tag == "hr":
            return [{"k": "rule"}]
        if node.tag == "table":
            return [{**self._table(node, depth), **marked}]
        if depth >= MAX_DEPTH:
            return self._paragraph([text_of(node)], marked, depth)
        if node.tag == "blockquote":
            return [{"k": "quote", "blocks": self.blocks(node, depth + 1), **marked}]
        if node.tag in ("ul", "ol"):
            return [{**self._list(node, depth), **marked}]
        return self.blocks(node, depth + 1)

    def _paragraph(self, children: Sequence[Node | str], marked: Json, depth: int) -> list[Json]:
        """A paragraph; pictures in it stand behind it as blocks."""
        found: list[Json] = []
        runs = self.runs(children, depth)
        if any(not isinstance(run, str) or run.strip() for run in runs):
            found.append({"k": "para", "c": runs, **marked})
        inner = walk(Node("", {}, list(children)))
        found += [self._picture(node) for node in inner if "data-picture" in node.attributes]
        return found

    def _code(self, node: Node, depth: int) -> Json:
        lines = _lines(self.runs(_inner_code(node).children, depth))
        return {"k": "code", "lines": self._taken(lines)}

    def _list(self, node: Node, depth: int) -> Json:
        items = self._taken([one for one in node.children if isinstance(one, Node)])
        start = node.attributes.get("start", "1")
        return {
            "k": "list",
            "ordered": node.tag == "ol",
            "start": int(start) if start.isdecimal() and len(start) < 9 else 1,
            "items": [
                {"blocks": self.blocks(one, depth + 1), "marked": "data-c" in one.attributes}
                for one in items
            ],
        }

    def _table(self, table: Node, depth: int) -> Json:
        rows = [node for node in walk(table) if node.tag == "tr"]
        cells = [self._taken(_cells(row)) for row in rows if self.left]
        captions = [node for node in walk(table) if node.tag == "caption"]
        written = [[self._cell(one, depth) for one in row] for row in cells]
        return {
            "k": "table",
            "columns": max((len(row) for row in cells), default=0),
            "rows": written,
            "heads": sum(1 for row in cells if row and all(c.tag == "th" for c in row)),
            "caption": [run for node in captions for run in self.runs(node.children, depth)],
        }

    def _cell(self, cell: Node, depth: int) -> Json:
        align = cell.attributes.get("class", "").removeprefix("align-")
        return {
            "c": self.runs(cell.children, depth),
            "align": {"right": "right", "centre": "center"}.get(align, "left"),
            "head": cell.tag == "th",
            "marked": "data-c" in cell.attributes,
        }

    # Figures.

    def _diagram(self, key: str) -> Json:
        diagram = self.shown.diagram(key)
        drawing = draw(diagram, prefix="d", paint="literal")
        title = diagram.title or diagram.kind.capitalize()
        if not drawing.svg:
            lines = [[line] for line in diagram.source.split("\n")]
            return {"k": "code", "lines": lines, "caption": drawing.banner or ""}
        svg = with_pins(drawing.svg, self.shown.on_diagrams.get(key, []))
        return {"k": "figure", "svg": svg, "alt": title, "caption": drawing.banner or ""}

    def _picture(self, node: Node) -> Json:
        path, alt = node.attributes["data-picture"], node.attributes.get("alt", "")
        svg = picture_svg(path, alt, self.shown.on_pictures.get(path, []), self.read)
        if svg is None:
            return {"k": "para", "c": [{"k": "em", "c": [f"[picture: {alt or path}]"]}]}
        return {"k": "figure", "svg": svg, "alt": alt or path, "caption": ""}

    # Runs.

    def runs(self, children: Sequence[Node | str], depth: int) -> list[str | Json]:
        """Texts and styled texts; blocks inside are taken as their text."""
        found: list[str | Json] = []
        for child in self._taken(children):
            if isinstance(child, Raw):
                continue
            if isinstance(child, str):
                found.append(child)
            elif child.tag == "br":
                found.append({"k": "break"})
            elif depth >= MAX_DEPTH:
                found.append(text_of(child))
            else:
                found += self._run(child, depth + 1)
        return found

    def _run(self, node: Node, depth: int) -> list[str | Json]:
        if node.attributes.get("class") == "ref":
            number = text_of(node)
            target = f"c{number}" if f"c{number}" in self.targets else ""
            return [{"k": "ref", "number": number, "target": target}]
        runs = self.runs(node.children, depth)
        if node.tag == "mark" and "data-c" in node.attributes:
            return [{"k": "mark", "c": runs}]
        if node.tag == "a":
            href = node.attributes.get("href", "")
            if href.startswith(_SCHEMES):
                return [{"k": "link", "href": href, "c": runs}]
            if href.startswith("#") and href[1:] in self.targets:
                return [{"k": "link", "target": href[1:], "c": runs}]
        if node.tag in _STYLES:
            return [{"k": _STYLES[node.tag], "c": runs}]
        return runs


def _is_wide(block: Json) -> bool:
    """Whether a drawing is read better on a page that lies on its side."""
    size = _SIZE.search(str(block.get("svg", "")))
    return size is not None and int(size[1]) > max(WIDE, 1.2 * int(size[2]))


def _cells(row: Node) -> list[Node]:
    return [one for one in row.children if isinstance(one, Node)][:MAX_COLUMNS]


def _inner_code(node: Node) -> Node:
    """The ``code`` element that a ``pre`` consists of, or the ``pre`` itself."""
    only = node.children[0] if len(node.children) == 1 else None
    return only if isinstance(only, Node) and only.tag == "code" else node


def _lines(runs: Sequence[str | Json]) -> list[list[str | Json]]:
    """Runs of code cut at line feeds; a mark over several lines goes on in each."""
    lines: list[list[str | Json]] = [[]]
    for run in runs:
        inner = _flat(run) if isinstance(run, dict) and run["k"] == "mark" else None
        text = run if isinstance(run, str) else inner
        if text is None:
            lines[-1].append(run)
            continue
        first, *rest = text.split("\n")
        for n, piece in enumerate([first, *rest]):
            if n:
                lines.append([])
            if piece:
                lines[-1].append({"k": "mark", "c": [piece]} if inner is not None else piece)
    return lines[:-1] if not lines[-1] and len(lines) > 1 else lines


def _flat(run: str | Json) -> str:
    if isinstance(run, str):
        return run
    inner = run.get("c")
    return "".join(_flat(one) for one in inner) if isinstance(inner, list) else ""
