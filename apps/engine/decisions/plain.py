"""Plain text of inline Markdown, and list items of a stretch of source with their offsets."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_STEPS = (
    (re.compile(r"!\[([^\[\]]*)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"\[([^\[\]]*)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]*)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,200}>"), ""),
    (re.compile(r"~~"), ""),
    (re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)"), ""),
    (re.compile(r"`+"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)
_MARKUP = re.compile(r"[\[<~*_`\\&]")
_STRUCK = re.compile(r"~~[^~\n]{1,300}~~|<(del|s|strike)>[^<]{1,300}</\1>")
_ITEM = re.compile(r"^([ \t>]*)(?:([-*+•])|(\d{1,3})[.)])[ \t]+(?=\S)")
_BLANK = re.compile(r"[ \t]*$")


def plain(text: str) -> str:
    """Inline Markdown and HTML taken off; white space collapsed."""
    if not _MARKUP.search(text):
        return " ".join(text.split())
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def without_struck(text: str) -> str:
    """``~~struck through~~`` text removed: it no longer holds."""
    return _STRUCK.sub("", text)


def sentences(text: str) -> list[str]:
    """Sentences of plain text; a dot inside a number or name does not end one."""
    return [part.strip() for part in re.split(r"(?<=[.!?;])\s+(?=[^\Wa-z_])", text) if part.strip()]


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its own source ``raw`` (continuation lines joined), indent in columns."""

    raw: str
    indent: int
    start: int
    end: int
    ordinal: str | None

    @property
    def text(self) -> str:
        """Plain text of the item."""
        return plain(self.raw)


def list_items(source: str, start: int, end: int) -> list[Item]:
    """Items of all lists in ``source[start:end]``, nested ones too, in order."""
    items: list[Item] = []
    lines: list[str] = []
    head: tuple[int, int, str | None] | None = None
    last = start
    broken = False

    def close() -> None:
        if head is not None:
            items.append(Item(" ".join(lines), head[0], head[1], last, head[2]))

    for offset, line in lines_of(source, start, end):
        match = _ITEM.match(line)
        if match:
            close()
            indent = len(match.group(1).expandtabs(4))
            head = (indent, offset, match.group(3))
            lines = [line[match.end() :].strip()]
            last, broken = offset + len(line.rstrip()), False
        elif _BLANK.fullmatch(line):
            broken = True
        elif head is not None:
            if broken and len(line) - len(line.lstrip()) <= head[0]:
                close()
                head = None
                continue
            lines.append(line.strip())
            last = offset + len(line.rstrip())
    close()
    return items


def top_items(items: list[Item]) -> list[Item]:
    """Items of the outermost list level."""
    if not items:
        return []
    least = min(item.indent for item in items)
    return [item for item in items if item.indent <= least + 1]


def lines_of(source: str, start: int, end: int) -> list[tuple[int, str]]:
    """Lines of ``source[start:end]`` with their offsets, without line feeds."""
    found = []
    position = start
    while position < end:
        stop = source.find("\n", position, end)
        stop = end if stop == -1 else stop
        found.append((position, source[position:stop]))
        position = stop + 1
    return found


def paragraphs(source: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Runs of lines between blank lines as (start, end, source)."""
    found: list[tuple[int, int, str]] = []
    begin: int | None = None
    stop = start
    for offset, line in lines_of(source, start, end):
        if line.strip():
            begin = offset if begin is None else begin
            stop = offset + len(line)
        elif begin is not None:
            found.append((begin, stop, source[begin:stop]))
            begin = None
    if begin is not None:
        found.append((begin, stop, source[begin:stop]))
    return found
