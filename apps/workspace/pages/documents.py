"""A file of the package as a page: rendered, drawn, as source, or said why not."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from django.template.loader import render_to_string

from apps.engine.decision_model import Decision
from apps.engine.diagrams.model import Diagram
from apps.engine.document.model import Document, Section
from apps.engine.package import Artifact, Package
from apps.workspace import pictures
from apps.workspace.pages.finding_cards import Card
from apps.workspace.pages.marks import Mark, mark_html, mark_svg, with_line_ids

_DIAGRAM = re.compile(r"<!--diagram (\d+)-->")
_FILE = re.compile(r'(?P<name>href|src)="' + re.escape(pictures.FILE_ROOT) + r'(?P<path>[^"#]*)')
_RASTER = frozenset({"png", "jpeg", "gif", "webp"})
MAX_SOURCE_LINES = 5_000
MAX_SOURCE_WIDTH = 2_000
MAX_THUMBNAILS = 12

FileUrl = Callable[[str, bool], str]
"""Address of a file of the package for this reader: path, and whether it is shown as a picture."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram with its drawing, marks and elements."""

    diagram: Diagram
    svg: str
    banner: str
    elements: tuple[pictures.Element, ...]

    @property
    def counts(self) -> str:
        """What it holds, in words: "11 elements, 12 connections"."""
        kinds: defaultdict[str, int] = defaultdict(int)
        for element in self.elements:
            kinds[element.kind] += 1
        words = {"node": "element", "edge": "connection"}
        return ", ".join(
            f"{count} {words.get(kind, kind)}{'' if count == 1 else 's'}"
            for kind, count in kinds.items()
        )


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of source and the code point where it begins.

    ``tone`` is the severity of a finding on it, or empty.
    """

    number: int
    offset: int
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class FilePage:
    """What the middle of the document view shows; the first of the four that is there."""

    path: str
    kind: str
    html: str = ""
    figure: Figure | None = None
    source: tuple[SourceLine, ...] = ()
    picture_url: str = ""
    reason: str = ""
    outline: tuple[Section, ...] = ()
    decision: Decision | None = None
    cut: bool = False


def marks_of(cards: Sequence[Card], artifact: str) -> list[Mark]:
    """Marks for the findings that stand in a file, one for each quoted place."""
    return [
        Mark(
            int(where["start"]),
            int(where.get("end") or where["start"]),
            card.severity,
            card.short_id,
            card.title,
        )
        for card in cards
        for where in card.wheres
        if where.get("artifact") == artifact and where.get("start") is not None
    ]


def element_marks(cards: Sequence[Card]) -> dict[str, dict[str, list[Mark]]]:
    """Marks for diagram elements: by diagram key, then by element key inside it."""
    found: defaultdict[str, defaultdict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for card in cards:
        for where in card.wheres:
            diagram, _, element = str(where.get("element") or "").partition("/")
            if element:
                found[diagram][element].append(Mark(0, 0, card.severity, card.short_id, card.title))
    return {key: dict(elements) for key, elements in found.items()}


def figure_of(diagram: Diagram, cards: Sequence[Card]) -> Figure:
    """A diagram, drawn, with findings marked on its elements."""
    picture = pictures.picture_of(diagram)
    marks: Mapping[str, Sequence[Mark]] = element_marks(cards).get(diagram.key, {})
    return Figure(diagram, mark_svg(picture.svg, marks), picture.banner, picture.elements)


def thumbnails(package: Package) -> list[tuple[Diagram, str]]:
    """The first diagrams with their drawings, to be shown small."""
    drawn = [(one, pictures.picture_of(one).svg) for one in package.diagrams[:MAX_THUMBNAILS]]
    return [(diagram, svg) for diagram, svg in drawn if svg]


def file_page(  # noqa: PLR0913 - what is shown, and how
    package: Package,
    path: str,
    cards: Sequence[Card],
    file_url: FileUrl,
    *,
    focus: int | None = None,
    as_source: bool = False,
) -> FilePage | None:
    """The page of a file; ``None`` when the package has no such file."""
    artifact = next((one for one in package.artifacts if one.path == path), None)
    if artifact is None:
        return None
    document = package.documents.get(path)
    if document is not None and not as_source:
        return _document_page(package, document, cards, file_url, focus)
    diagram = next(
        (d for d in package.diagrams if d.where.artifact == path and d.index is None), None
    )
    if diagram is not None and not as_source:
        return FilePage(
            path, "diagram", figure=figure_of(diagram, cards), source=_lines(package, path, cards)
        )
    if artifact.type in _RASTER:
        return FilePage(path, "picture", picture_url=file_url(path, True))
    return _plain_page(package, artifact, cards)


def _plain_page(package: Package, artifact: Artifact, cards: Sequence[Card]) -> FilePage:
    path = artifact.path
    if path not in package.texts:
        return FilePage(path, "unread", reason=artifact.skipped_reason or "This file is not text.")
    lines = _lines(package, path, cards)
    cut = package.texts[path].text.count("\n") + 1 > len(lines)
    return FilePage(path, "source", source=lines, reason=artifact.skipped_reason or "", cut=cut)


def _document_page(
    package: Package,
    document: Document,
    cards: Sequence[Card],
    file_url: FileUrl,
    focus: int | None,
) -> FilePage:
    text = package.texts[document.path]
    source = with_line_ids(pictures.html_of(package, document), text.line_starts)
    source = mark_html(source, marks_of(cards, document.path), focus=focus)
    diagrams = {
        d.index: d
        for d in package.diagrams
        if d.where.artifact == document.path and d.index is not None
    }

    def drawn(match: re.Match[str]) -> str:
        diagram = diagrams.get(int(match[1]))
        return "" if diagram is None else figure_html(figure_of(diagram, cards))

    shown = _DIAGRAM.sub(drawn, _scrollable(with_addresses(source, file_url)))
    decision = next((d for d in package.decisions if d.file == document.path), None)
    is_record = any(a.path == document.path and a.role == "adr" for a in package.artifacts)
    return FilePage(
        document.path,
        "document",
        html=shown,
        outline=tuple(s for s in document.sections if 0 < s.level <= 3),
        decision=decision if is_record else None,
    )


def with_addresses(source: str, file_url: FileUrl) -> str:
    """Stored HTML with the addresses that files of the package have for this reader."""

    def address(match: re.Match[str]) -> str:
        path = unquote(html.unescape(match["path"]))
        shown = match["name"] == "src"
        own = f'data-picture="{html.escape(path)}" ' if shown else ""
        return f'{own}{match["name"]}="{html.escape(file_url(path, shown))}'

    return _FILE.sub(address, source)


def _scrollable(source: str) -> str:
    """Wide tables and code scroll inside the page, and by keyboard."""
    frame = '<div class="tscroll" tabindex="0" role="group" aria-label="Table">'
    source = source.replace("<table", f"{frame}<table").replace("</table>", "</table></div>")
    return source.replace('<pre class="code"', '<pre class="code" tabindex="0"').replace(
        '<div class="math"', '<div class="math" tabindex="0" role="group" aria-label="Formula"'
    )


def figure_html(figure: Figure) -> str:
    """A drawn diagram as it stands in a document."""
    return render_to_string("workspace/_figure.html", {"figure": figure})


def _lines(package: Package, path: str, cards: Sequence[Card]) -> tuple[SourceLine, ...]:
    text = package.texts[path]
    tones: dict[int, str] = {}
    for mark in marks_of(cards, path):
        tones.setdefault(text.line_at(mark.start), mark.severity)
    lines = text.text.split("\n")[:MAX_SOURCE_LINES]
    return tuple(
        SourceLine(n, text.line_starts[n - 1], line[:MAX_SOURCE_WIDTH], tones.get(n, ""))
        for n, line in enumerate(lines, start=1)
    )
