"""A small, strictly linear scanner for HTML tags inside Markdown.

It finds tags with their attributes and offsets; it does not build a tree. A tag that is not closed
is skipped as text, and scanning goes on behind it, so no character is looked at twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_STOP = re.compile(r"[<>\"']")
_ATTRIBUTE = re.compile(
    r"([A-Za-z_:][\w:.-]*+)\s*+(?:=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>`]++)))?"
)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in the source: ``name`` in lower case, ``start``/``end`` offsets of ``<`` and after ``>``."""

    name: str
    closing: bool
    attributes: dict[str, str]
    start: int
    end: int


def scan_tags(source: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """Tags of ``source[start:end]`` in order; comments are skipped."""
    limit = len(source) if end is None else end
    position = source.find("<", start, limit)
    while position != -1:
        if source.startswith("<!--", position):
            close = source.find("-->", position + 4, limit)
            position = source.find("<", close, limit) if close != -1 else -1
            continue
        name = _NAME.match(source, position, limit)
        if name is None:
            position = source.find("<", position + 1, limit)
            continue
        stop, closed = _tag_end(source, name.end(), limit)
        if closed:
            yield Tag(
                name[1].lower(),
                source[position + 1] == "/",
                _attributes(source[name.end() : stop - 1]),
                position,
                stop,
            )
        position = source.find("<", max(stop, position + 1), limit)


def _tag_end(source: str, position: int, limit: int) -> tuple[int, bool]:
    """Offset after the closing ``>``, or where scanning goes on when there is none."""
    while True:
        stop = _STOP.search(source, position, limit)
        if stop is None:
            return limit, False
        character = stop.group()
        if character == ">":
            return stop.end(), True
        if character == "<":
            return stop.start(), False
        quote = source.find(character, stop.end(), limit)
        if quote == -1:
            return limit, False
        position = quote + 1


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def strip_tags(source: str) -> str:
    """Text of an HTML fragment: tags and comments dropped, entities decoded, blanks joined."""
    parts: list[str] = []
    position = 0
    hidden = ""
    for tag in scan_tags(source):
        if not hidden:
            parts.append(source[position : tag.start])
        if tag.name in {"script", "style"}:
            hidden = "" if tag.closing else tag.name
        parts.append(" " if tag.name in {"br", "td", "th", "tr", "p", "div", "li"} else "")
        position = tag.end
    if not hidden:
        parts.append(source[position:])
    return _BLANKS.sub(" ", html.unescape(_without_comments("".join(parts)))).strip()


def _without_comments(source: str) -> str:
    parts: list[str] = []
    position = 0
    while (start := source.find("<!--", position)) != -1:
        parts.append(source[position:start])
        close = source.find("-->", start + 4)
        if close == -1:
            return "".join(parts)
        position = close + 3
    parts.append(source[position:])
    return "".join(parts)
