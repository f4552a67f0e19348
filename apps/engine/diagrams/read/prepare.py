"""What every Mermaid source has in common: front matter, directives, comments and the first word.

All of it is blanked out with spaces, so positions in the prepared text are positions in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from apps.engine.diagrams.model import DiagramKind

_FRONT = re.compile(r"\s{0,200}---[ \t]*\n(.{0,4096}?)(?<=\n)[ \t]*---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+)$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*%%(?!\{)(.*)$", re.MULTILINE)
_NAMED = re.compile(r"\s*(title|kind)\s*[:=]\s*(.*\S)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w-]*")
_NOT_SPACE = re.compile(r"[^\n\t ]")
KINDS: dict[str, DiagramKind] = {
    "component": "component",
    "container": "component",
    "context": "component",
    "sequence": "sequence",
    "deployment": "deployment",
    "infrastructure": "deployment",
    "state": "state",
    "class": "class",
    "er": "er",
    "other": "other",
}
"""Words an author may write after ``kind:``."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A Mermaid source ready to be scanned; ``start`` is behind the first word (``syntax``)."""

    text: str
    source: str
    syntax: str
    syntax_at: int
    start: int
    title: str
    front_title: str
    kind: DiagramKind | None


def blank(text: str) -> str:
    """Spaces in place of everything but line feeds."""
    return _NOT_SPACE.sub(" ", text)


def unquote(text: str) -> str:
    """``text`` without one pair of quotes around it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].strip()
    return text


def explicit_kind(word: str) -> DiagramKind | None:
    """The kind an author names after ``kind:``."""
    first = re.match(r"[A-Za-z]+", unquote(word))
    return KINDS.get(first[0].lower()) if first else None


def comment_names(comment: str) -> tuple[str, str] | None:
    """``("title", "Figure 1")`` for the text of a comment that says so."""
    found = _NAMED.match(comment)
    return (found[1].lower(), found[2]) if found else None


def _front_matter(text: str) -> tuple[str, str]:
    """The text with its front matter blanked, and the title it held."""
    found = _FRONT.match(text)
    if not found:
        return text, ""
    title = _FRONT_TITLE.search(found[1])
    return blank(found[0]) + text[found.end() :], unquote(title[1]) if title else ""


def _without_directives(text: str) -> str:
    """``%%{init: ...}%%`` blanked out, over several lines if need be."""
    parts: list[str] = []
    done, start = 0, text.find("%%{")
    while start >= 0:
        end = text.find("}%%", start)
        if end < 0:
            break
        parts += (text[done:start], blank(text[start : end + 3]))
        done = end + 3
        start = text.find("%%{", done)
    return "".join((*parts, text[done:]))


def prepare(source: str) -> Prepared:
    """Blank out what is not the diagram itself and find its first word."""
    text, front_title = _front_matter(source)
    text = _without_directives(text)
    names: dict[str, str] = {}

    def comment(found: re.Match[str]) -> str:
        named = comment_names(found[1])
        if named:
            names.setdefault(*named)
        return blank(found[0])

    if "%%" in text:
        text = _COMMENT.sub(comment, text)
    start = len(text) - len(text.lstrip())
    word = _WORD.match(text, start)
    kind = explicit_kind(names["kind"]) if "kind" in names else None
    return Prepared(
        text=text,
        source=source,
        syntax=word[0] if word else "",
        syntax_at=start,
        start=word.end() if word else start,
        title=unquote(names.get("title", "")),
        front_title=front_title,
        kind=kind,
    )
