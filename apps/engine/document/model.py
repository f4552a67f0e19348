"""The document model that every reader of a text format fills.

Everything is frozen and made of plain values, so that a reading can be stored as JSON
(``apps.engine.storage``) and compared. Offsets are code points of the artifact's canonical text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from apps.engine.text import Place

BlockKind = Literal[
    "heading",
    "para",
    "list",
    "item",
    "quote",
    "code",
    "table",
    "figure",
    "math",
    "html",
    "footnote",
]
LinkKind = Literal["internal", "file", "external"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it up to the next heading of the same or a higher level.

    ``index`` is its position in ``Document.sections``; section 0 is the text before the first
    heading (level 0, empty title). ``role`` is a key of the section vocabulary, ``other`` or ``adr``.
    ``start``/``end`` cover the section with its subsections, ``own_end`` ends before the first
    subsection. ``words`` counts prose words of the section itself, without its subsections.
    """

    index: int
    parent: int | None
    level: int
    number: str | None
    title: str
    slug: str
    role: str
    start: int
    end: int
    own_end: int
    line: int
    end_line: int
    words: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the document in source order. ``text`` is plain text without markup.

    ``stable_id`` = short hash of the content plus an ordinal among equal blocks; it survives
    changes elsewhere in the document. ``level`` is the heading level or list depth.
    """

    kind: BlockKind
    section: int
    stable_id: str
    text: str
    start: int
    end: int
    line: int
    end_line: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: plain text and the offsets of its source (without the padding)."""

    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as written (Markdown or HTML); ``rows`` are as wide as ``header``.

    ``caption`` is the paragraph "Table n ..." directly above or below, else empty.
    """

    index: int
    section: int
    caption: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    line: int
    end_line: int
    detector: Literal["md", "html"] = "md"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block. ``info`` is the whole info string, ``language`` its first word, lower case.

    ``source_start``/``source_line`` are where the content begins in the canonical text; the content is
    dedented as CommonMark says, ``indent`` columns at most. ``caption`` is the line "Figure n ..."
    directly below or above the fence, else empty.
    """

    index: int
    section: int
    info: str
    language: str
    source: str
    source_start: int
    source_line: int
    indent: int
    caption: str
    start: int
    end: int
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image. ``target`` is the decoded href without fragment; ``fragment`` without '#'."""

    href: str
    target: str
    fragment: str
    text: str
    kind: LinkKind
    image: bool
    section: int
    where: Place


@dataclass(frozen=True, slots=True)
class Ignore:
    """An inline ``<!-- aie: ignore CODE reason="..." -->`` and the range it concerns."""

    code: str
    reason: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text file, read. ``front_matter`` holds plain YAML values; keys are strings.

    ``language`` is an ISO 639-1 code or None when it could not be told. ``words`` counts prose words
    (no code, no tables, no front matter). ``warnings`` are sentences for the author.
    """

    path: str
    title: str
    title_where: Place | None
    front_matter: dict[str, object]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    fences: tuple[Fence, ...]
    links: tuple[Link, ...]
    ignores: tuple[Ignore, ...]
    words: int
    pages_estimate: float
    language: str | None
    warnings: tuple[str, ...] = field(default=())

    def section_at(self, offset: int) -> Section:
        """The innermost section that holds ``offset``."""
        found = self.sections[0]
        for section in self.sections:
            if section.start <= offset < section.own_end:
                found = section
        return found
