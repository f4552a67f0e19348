"""What an export shows, part by part: documents, diagrams, pictures, and the threads at each place.

Common to the HTML page and the PDF. A document is a tree in which commented words are marked, diagrams
are ``div`` elements with ``data-diagram`` (their key) and pictures ``img`` with ``data-picture`` (their
path); the writers put in what they look like.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from apps.engine.anchors.selectors import ElementFragment, Polygon, Rectangle
from apps.engine.diagrams.model import Diagram
from apps.engine.document.render import render_html
from apps.engine.exports.highlight import Mark, highlight
from apps.engine.exports.model import DesignExport, ThreadExport
from apps.engine.exports.tree import Node, tree_of, walk

MAX_TEXT = 200_000
"""Characters of a file that is shown as it is."""

_FILES = "package/"
_PICTURES = frozenset({"png", "jpeg", "gif", "webp", "svg"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Part:
    """One file. ``notes`` are the threads after each child of ``root``; -1 before the first."""

    name: str
    path: str
    label: str
    root: Node
    notes: dict[int, list[ThreadExport]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Shown:
    """The parts in order, threads without a place, and the threads of each drawing and picture."""

    design: DesignExport
    parts: list[Part]
    unplaced: list[ThreadExport]
    on_diagrams: dict[str, list[ThreadExport]]
    on_pictures: dict[str, list[ThreadExport]]

    def diagram(self, key: str) -> Diagram:
        """The diagram of a key that stands in a tree."""
        return next(one for one in self.design.package.diagrams if one.key == key)


def show(design: DesignExport, *, mathml: bool = True) -> Shown:
    """Lay the design out in parts: main document, other documents, decisions, diagrams, the rest."""
    on_diagrams, on_pictures, rest = _sorted_threads(design)
    shown = Shown(design, [], [], on_diagrams, on_pictures)
    placed: set[int] = set()
    for path, label in _files(design, rest, on_pictures):
        if label == "File" and not _is_left(path, shown, rest, placed):
            continue
        part = _part(f"f{len(shown.parts) + 1}", path, label, shown, mathml=mathml)
        own = rest.get(path, [])
        _attach(part, shown, own, placed)
        shown.parts.append(part)
    names = {part.path: part.name for part in shown.parts}
    for part in shown.parts:
        _link(part, names)
    shown.unplaced = [t for t in design.threads if t.comments and t.number not in placed]
    return shown


def _is_left(
    path: str, shown: Shown, rest: dict[str, list[ThreadExport]], placed: set[int]
) -> bool:
    """Whether a file has comments that no document showed."""
    threads = shown.on_pictures.get(path, []) + rest.get(path, [])
    return any(thread.number not in placed for thread in threads)


def _sorted_threads(
    design: DesignExport,
) -> tuple[
    dict[str, list[ThreadExport]], dict[str, list[ThreadExport]], dict[str, list[ThreadExport]]
]:
    """Threads by the diagram, picture or file that they are on."""
    kinds = {artifact.path: artifact.type for artifact in design.package.artifacts}
    keys = {diagram.key for diagram in design.package.diagrams}
    by_diagram, by_picture, by_file = defaultdict(list), defaultdict(list), defaultdict(list)
    for thread in design.threads:
        anchor = thread.anchor
        if anchor is None or not thread.comments:
            continue
        found = anchor.get(ElementFragment) or anchor.get(Rectangle) or anchor.get(Polygon)
        if found is not None and found.diagram in keys:
            by_diagram[found.diagram].append(thread)
        elif kinds.get(anchor.artifact) in _PICTURES:
            by_picture[anchor.artifact].append(thread)
        else:
            by_file[anchor.artifact].append(thread)
    return dict(by_diagram), dict(by_picture), dict(by_file)


def _files(
    design: DesignExport,
    rest: dict[str, list[ThreadExport]],
    pictures: dict[str, list[ThreadExport]],
) -> Iterator[tuple[str, str]]:
    """Paths and labels of the files that are shown, in order."""
    package = design.package
    documents = [document.path for document in package.design_documents]
    records = [a.path for a in package.artifacts if a.role == "adr" and a.path in package.documents]
    drawn = [
        d.where.artifact for d in package.diagrams if d.where.artifact not in package.documents
    ]
    known = {*documents, *records, *drawn}
    paths = [a.path for a in package.artifacts]
    left = [path for path in paths if path not in known and (path in rest or path in pictures)]
    for label, found in (
        ("Document", documents), ("Decision", records), ("Diagram", drawn), ("File", left)
    ):  # fmt: skip
        yield from ((path, label) for path in dict.fromkeys(found))


def _part(name: str, path: str, label: str, shown: Shown, *, mathml: bool) -> Part:
    package = shown.design.package
    if path in package.documents:
        return Part(name, path, label, _document(path, shown, mathml=mathml))
    diagram = next((d for d in package.diagrams if d.where.artifact == path), None)
    if diagram is not None:
        return Part(name, path, label, Node("", {}, [_figure(diagram.key)]))
    if path in shown.on_pictures:
        image = Node("img", {"data-picture": path, "alt": path})
        return Part(name, path, label, Node("", {}, [Node("p", {}, [image])]))
    text = package.texts[path].text[:MAX_TEXT] if path in package.texts else ""
    place = {"class": "code", "data-src-start": "0", "data-src-end": str(len(text))}
    code = Node("pre", place, [Node("code", {"data-o": "0"}, [text])])
    return Part(name, path, label, Node("", {}, [code] if text else []))


def _figure(key: str) -> Node:
    return Node("figure", {"class": "diagram"}, [Node("div", {"data-diagram": key})])


def _document(path: str, shown: Shown, *, mathml: bool) -> Node:
    package = shown.design.package
    paths = package.paths()
    fences = {d.index: d.key for d in package.diagrams
              if d.where.artifact == path and d.index is not None}  # fmt: skip

    def resolve(target: str) -> str | None:
        return _FILES + quote(target) if target in paths else None

    def fence(index: int) -> str | None:
        return f'<div data-diagram="{index}"></div>' if index in fences else None

    html = render_html(path, package.texts[path], resolve=resolve, diagram=fence, mathml=mathml)
    root = tree_of(html)
    root.children = [one for one in root.children if isinstance(one, Node) or one.strip()]
    for node in walk(root):
        if "data-diagram" in node.attributes:
            node.attributes["data-diagram"] = fences[int(node.attributes["data-diagram"])]
        elif node.tag == "img":
            picture = unquote(node.attributes.pop("src", "").removeprefix(_FILES))
            node.attributes["data-picture"] = picture
    _shift_headings(root)
    return root


def _shift_headings(root: Node) -> None:
    """Headings of a document follow that of the file, which is of level 2, without a gap."""
    found = [node for node in walk(root) if node.tag in _HEADINGS]
    shift = 3 - min((int(node.tag[1]) for node in found), default=1)
    for node in found:
        node.tag = f"h{min(6, int(node.tag[1]) + shift)}"


def _attach(part: Part, shown: Shown, own: list[ThreadExport], placed: set[int]) -> None:
    """Put threads to their places in a part: on its text, its diagrams and its pictures."""
    marks = []
    for thread in own:
        start, end = thread.anchor.range if thread.anchor else (0, 0)
        if end > start:
            marks.append(Mark(thread.number, start, end))
    tops = highlight(part.root, marks)
    here = [(tops.get(thread.number, -1), thread) for thread in own]
    for top, child in enumerate(part.root.children):
        for node in walk(Node("", {}, [child])):
            key, picture = node.attributes.get("data-diagram"), node.attributes.get("data-picture")
            found = shown.on_diagrams.get(key or "", []) + shown.on_pictures.get(picture or "", [])
            here += [(top, thread) for thread in found]
    for top, thread in here:
        if thread.number not in placed:
            placed.add(thread.number)
            part.notes[top].append(thread)
    for threads in part.notes.values():
        threads.sort(key=lambda thread: thread.number)


def _link(part: Part, names: dict[str, str]) -> None:
    """Make ids unique to the part; links lead to parts, and from nowhere where a file is not shown."""
    for node in walk(part.root):
        name = node.attributes.get("id", "")
        if name.startswith("u-"):
            node.attributes["id"] = f"{part.name}-{name[2:]}"
        href = node.attributes.get("href", "")
        if href.startswith("#u-"):
            node.attributes["href"] = f"#{part.name}-{href[3:]}"
        elif href.startswith(_FILES):
            path, _, fragment = href.removeprefix(_FILES).partition("#u-")
            target = names.get(unquote(path))
            if target is None:
                del node.attributes["href"]
            else:
                node.attributes["href"] = f"#{target}-{fragment}" if fragment else f"#{target}"
