"""The annotated design as one HTML file that needs nothing else: no script, no network, no fonts.

Documents, drawings and pictures with numbers at what is commented; the comments beside it on a wide
screen and below it on a phone and on paper.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from apps.engine.exports.html_figures import diagram_html, picture_html
from apps.engine.exports.html_threads import index_html, threads_html
from apps.engine.exports.model import DesignExport, ThreadExport, shown_date
from apps.engine.exports.pictures import ReadFile
from apps.engine.exports.shown import Part, Shown, show
from apps.engine.exports.tree import Node, Raw, walk, write

_WIDE = "@media screen and (min-width:68rem)"


@cache
def _styles() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def write_html(design: DesignExport, *, read: ReadFile, diagram_css: str = "") -> bytes:
    """The page as UTF-8: same arguments, same bytes.

    Args:
        design: What is shown.
        read: Bytes of a picture of the package by its path, or None.
        diagram_css: Style sheet of the drawings, which gives them a dark theme; without it they keep
            their light colours.
    """
    shown = show(design)
    for part in shown.parts:
        _put_figures(part, shown, read, literal=not diagram_css)
    rules = "".join(_rows(part) + _widths(part) for part in shown.parts)
    styles = f"{_styles()}{diagram_css}{_WIDE}{{{rules}}}".replace("</", "<\\/")
    return f"{_head(design, styles)}{_body(shown)}</html>\n".encode("utf-8", "replace")


def _head(design: DesignExport, styles: str) -> str:
    digest = base64.b64encode(hashlib.sha256(styles.encode("utf-8")).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    title = escape(f"{design.title}, revision {design.revision_number}, with comments")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{styles}</style></head>"
    )


def _body(shown: Shown) -> str:
    design = shown.design
    threads = [thread for thread in design.threads if thread.comments]
    count = f"{len(threads)} comment{'' if len(threads) == 1 else 's'}"
    facts = [f"Revision {design.revision_number}", count]
    if design.exported:
        facts.append(f"exported {shown_date(design.exported)}")
    parts = "".join(_part(part) for part in shown.parts)
    return (
        f'<body><header><h1>{escape(design.title)}</h1><p class="facts">'
        f"{escape(' · '.join(facts))}</p>{_contents(shown, threads)}</header>"
        f"<main>{parts}{_unplaced(shown.unplaced)}{_all(threads)}</main></body>"
    )


def _contents(shown: Shown, threads: Sequence[ThreadExport]) -> str:
    links = [
        (part.name, part.path, sum(len(notes) for notes in part.notes.values()))
        for part in shown.parts
    ]
    if shown.unplaced:
        links.append(("without-place", "Without a place", len(shown.unplaced)))
    items = "".join(
        f'<li><a href="#{name}">{escape(words)}</a>{f" <span>{count}</span>" if count else ""}</li>'
        for name, words, count in links
    )
    last = '<li><a href="#all-comments">All comments</a></li>' if threads else ""
    return f'<nav aria-label="Contents"><ul>{items}{last}</ul></nav>'


def _part(part: Part) -> str:
    pieces = [_aside(part, -1)]
    for n, child in enumerate(part.root.children):
        block = write(Node("", {}, [child]))
        if isinstance(child, Node) and child.tag in ("table", "pre"):
            label = "Table" if child.tag == "table" else "Code"
            block = (
                f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">{block}</div>'
            )
        pieces += [block, _aside(part, n)]
    return (
        f'<section class="part" id="{part.name}" aria-labelledby="{part.name}-h">'
        f'<h2 id="{part.name}-h"><span>{part.label}</span> {escape(part.path)}</h2>'
        f'<div class="sheet">{"".join(pieces)}</div></section>'
    )


def _is_figure(part: Part, n: int) -> bool:
    """Whether a block is a drawing, which takes the whole width; its notes stand below it."""
    child = part.root.children[n] if n >= 0 else None
    return isinstance(child, Node) and child.tag == "figure"


def _aside(part: Part, n: int) -> str:
    notes = part.notes.get(n)
    if not notes:
        return ""
    child = part.root.children[n] if n >= 0 else None
    figure = isinstance(child, Node) and any(
        "data-figure" in node.attributes for node in walk(Node("", {}, [child]))
    )
    below = n < 0 or _is_figure(part, n)
    name = "" if below else f' id="{part.name}-n{n}"'
    label = ", ".join(str(thread.number) for thread in notes)
    return (
        f'<aside class="notes{" below" if below else ""}"{name} aria-label="Comments {label}">'
        f"{threads_html(notes, where=figure or n < 0)}</aside>"
    )


def _rows(part: Part) -> str:
    """On a wide screen notes stand beside their block and may reach down to the next notes."""
    row = 2 if part.notes.get(-1) else 1
    beside: list[tuple[int, int]] = []
    stops: list[int] = []
    for n in range(len(part.root.children)):
        if _is_figure(part, n):
            stops.append(row)
            row += 1 if part.notes.get(n) else 0
        elif part.notes.get(n):
            beside.append((n, row))
            stops.append(row)
        row += 1
    stops.append(row)
    return "".join(
        f"#{part.name}-n{n}{{grid-row:{start}/{next(stop for stop in stops if stop > start)}}}"
        for n, start in beside
    )


def _widths(part: Part) -> str:
    """On a wide screen a drawing shrinks to the page, but not below what can be read."""
    return "".join(
        f"#{node.attributes['id']} .dg-svg{{min-width:{int(width) * 0.7:.0f}px}}"
        for node in walk(part.root)
        if (width := node.attributes.get("data-width"))
    )


def _put_figures(part: Part, shown: Shown, read: ReadFile, *, literal: bool) -> None:
    """Fill in what diagrams and pictures look like."""
    for n, node in enumerate(walk(part.root)):
        key, path = node.attributes.get("data-diagram"), node.attributes.get("data-picture")
        if key is not None:
            threads = shown.on_diagrams.get(key, [])
            name = f"{part.name}-d{n}"
            drawn = diagram_html(shown.diagram(key), threads, name=name, literal=literal)
            width = re.search(r'<svg[^>]* width="(\d+)"', drawn)
            node.attributes = {"id": name, "data-figure": ""}
            node.attributes |= {"data-width": width[1]} if width else {}
            node.children = [Raw(drawn)]
        elif path is not None:
            threads = shown.on_pictures.get(path, [])
            drawn = picture_html(path, node.attributes.get("alt", ""), threads, read)
            node.tag, node.attributes, node.children = "span", {"data-figure": ""}, [Raw(drawn)]


def _unplaced(threads: Sequence[ThreadExport]) -> str:
    if not threads:
        return ""
    return (
        '<section class="part" id="without-place" aria-labelledby="without-place-h">'
        '<h2 id="without-place-h">Without a place</h2><p>What these comments are about is not in this '
        f'revision, or nobody said yet where it is.</p><div class="list">'
        f"{threads_html(threads, where=True)}</div></section>"
    )


def _all(threads: Sequence[ThreadExport]) -> str:
    if not threads:
        return ""
    return (
        '<section class="part" id="all-comments" aria-labelledby="all-comments-h">'
        f'<h2 id="all-comments-h">All comments</h2>{index_html(threads)}</section>'
    )
