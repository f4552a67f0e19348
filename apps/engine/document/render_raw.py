"""HTML that students write inside Markdown: rebuilt from an allow-list, tag by tag.

Only tags and attributes known here come through; everything else becomes nothing (the tag) or text
(its content). What scripts and style sheets hold is dropped. The result still passes the sanitiser.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Protocol

from apps.engine.document.html_tags import Tag, scan_tags

TAGS = frozenset(
    {
        "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del",
        "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
        "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp",
        "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "u", "ul", "var",
    }
)  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "details": {"open"},
    "abbr": {"title"},
}
MAX_DEPTH = 60
"""Open tags of a document's own HTML; a sanitiser needs quadratic time for thousands."""

_EMPTY = frozenset({"br", "img", "hr", "col"})
_SILENT = frozenset({"script", "style", "title", "textarea", "template", "iframe", "noscript"})

LinkRule = Callable[[str], str | None]
"""Gives the address to show for a link or a picture, or None for none."""


class Writer(Protocol):
    """Writes pieces of ``source``, each a span of it."""

    def text(self, span: tuple[int, int]) -> str:
        """Text between tags, as HTML."""

    def place(self, span: tuple[int, int]) -> str:
        """Attributes for what stands for a tag; may be empty."""


class Depth:
    """How deep a document's own HTML is nested; beyond a limit opening tags are dropped."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def admits(self, tag: Tag) -> bool:
        """Whether a tag may be written; keeps count of what is open."""
        if tag.name in _EMPTY:
            return not tag.closing
        if tag.closing:
            if tag.name in self._open:
                while self._open.pop() != tag.name:
                    pass
                return True
            return False
        if len(self._open) >= MAX_DEPTH:
            return False
        self._open.append(tag.name)
        return True


def rebuilt(source: str, link: LinkRule, image: LinkRule, depth: Depth, write: Writer) -> str:
    """``source`` (HTML) with allow-listed tags only; ``write`` gives texts and places of pictures."""
    parts: list[str] = []
    position = 0
    silent = ""
    for tag in scan_tags(source):
        if not silent:
            parts.append(_text(source, (position, tag.start), write))
        position = tag.end
        if tag.name in _SILENT:
            silent = "" if tag.closing else tag.name
        elif not silent and tag.name in TAGS and depth.admits(tag):
            parts.append(_tag(tag, link, image, write))
    if not silent:
        parts.append(_text(source, (position, len(source)), write))
    return "".join(parts)


def _text(source: str, span: tuple[int, int], write: Writer) -> str:
    """Text between tags, comments dropped."""
    parts: list[str] = []
    position, last = span
    while (start := source.find("<!--", position, last)) != -1:
        parts.append(write.text((position, start)))
        close = source.find("-->", start + 4, last)
        position = close + 3 if close != -1 else last
    parts.append(write.text((position, last)))
    return "".join(parts)


def _tag(tag: Tag, link: LinkRule, image: LinkRule, write: Writer) -> str:
    if tag.closing:
        return f"</{tag.name}>"
    allowed = ATTRIBUTES.get(tag.name, set())
    attributes = {key: value for key, value in tag.attributes.items() if key in allowed}
    if "href" in attributes:
        attributes["href"] = link(attributes["href"]) or ""
    own = ""
    if tag.name == "img":
        own = write.place((tag.start, tag.end))
        address = image(attributes.get("src", ""))
        if not address:
            alt = html.escape(attributes.get("alt", ""))
            return f"<span{own}>{alt}</span>" if own and alt else alt
        attributes["src"] = address
    shown = "".join(
        f' {key}="{html.escape(value)}"'
        for key, value in attributes.items()
        if value or key in ("alt", "open")
    )
    return f"<{tag.name}{shown}{own}>"
