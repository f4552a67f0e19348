"""Markdown to the document model: sections, blocks, tables, fences, links, all with places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from apps.engine.document.blocks import Walk
from apps.engine.document.captions import with_captions
from apps.engine.document.front_matter import FrontMatter, read_front_matter
from apps.engine.document.html_tags import scan_tags, strip_tags
from apps.engine.document.ignores import read_ignores
from apps.engine.document.language import detect_language
from apps.engine.document.model import Block, Document, Section
from apps.engine.document.pages import estimate_pages
from apps.engine.document.parser import parse
from apps.engine.document.plain import count_words, plain_text, words_of
from apps.engine.document.sections import is_whole, roles_of, settle_numbers
from apps.engine.document.slugs import Slugger
from apps.engine.text import CanonicalText, Place

MAX_SOURCE = 524_288
"""Characters of a Markdown file that are read at most (512 KB)."""

_PROSE = ("para", "item", "footnote", "html")
_HTML_HEADING = re.compile(r"h[1-6]\Z")
_NOT_NEWLINE = re.compile(r"[^\n]")
_LANGUAGE_SAMPLE = 4_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at the top level of the document."""

    text: str
    level: int
    start: int
    end: int
    line: int


def read_markdown(path: str, text: CanonicalText) -> Document:
    """Read the canonical text of a Markdown file. Never raises on any text."""
    text, cut = within_limit(text)
    front = read_front_matter(text)
    tokens = parse(blanked(text.text, front.end))
    headings = find_headings(tokens, text)
    starts = [0, *(heading.start for heading in headings)]
    walk = Walk(text, lambda offset: max(0, bisect_right(starts, offset) - 1))
    walk.run(tokens)
    tables, fences = with_captions(walk.blocks, walk.tables, walk.fences)
    sections = _sections(headings, text, walk.blocks)
    title, title_where = _title(headings, front, text)
    pages = estimate_pages(sections, tables, fences, walk.links)
    first_heading = headings[0].start if headings else len(text.text) + 1
    comments = _without_comments(walk, text)
    return Document(
        path=path,
        title=title,
        title_where=title_where,
        front_matter=front.values,
        sections=tuple(sections),
        blocks=tuple(walk.blocks),
        tables=tuple(tables),
        fences=tuple(fences),
        links=tuple(walk.links),
        ignores=tuple(read_ignores(text, comments, walk.code, first_heading)),
        words=sum(section.words for section in sections),
        pages_estimate=round(sum(pages.values()), 2),
        language=_language(walk.blocks),
        warnings=(*text.warnings, *front.warnings, *cut, *walk.warnings),
    )


def within_limit(text: CanonicalText) -> tuple[CanonicalText, tuple[str, ...]]:
    """The part of the text that is read, cut at a line end, and a warning when it is not all."""
    if len(text.text) <= MAX_SOURCE:
        return text, ()
    end = text.text.rfind("\n", 0, MAX_SOURCE) + 1 or MAX_SOURCE
    line = text.line_at(end - 1)
    warning = (
        f"{text.artifact}: the file has {len(text.text):,} characters; we read the first 512 KB, "
        f"to line {line:,}. Move long tables or listings to files of their own."
    )
    return CanonicalText(text.artifact, text.text[:end], text.warnings), (warning,)


def blanked(source: str, end: int) -> str:
    """``source`` with everything before ``end`` but line feeds turned into spaces."""
    if not end:
        return source
    return _NOT_NEWLINE.sub(" ", source[:end]) + source[end:]


def find_headings(tokens: Sequence[Token], text: CanonicalText) -> list[Heading]:
    """Headings outside quotes and lists, Markdown and HTML ones, in order."""
    found: list[Heading] = []
    for index, token in enumerate(tokens):
        if token.level or not token.map:
            continue
        first, last = token.map
        start, end = text.line_span(first + 1)[0], text.line_span(max(last, first + 1))[1]
        if token.type == "heading_open":
            plain = plain_text(tokens[index + 1].children).strip()
            found.append(Heading(plain, int(token.tag[1:]), start, end, first + 1))
        elif token.type == "html_block" and "<h" in token.content.lower():
            found += _html_headings(text, start, end)
    return found


def _html_headings(text: CanonicalText, start: int, end: int) -> list[Heading]:
    found: list[Heading] = []
    opened = None
    for tag in scan_tags(text.text, start, end):
        if not _HTML_HEADING.match(tag.name):
            continue
        if not tag.closing:
            opened = tag
        elif opened and opened.name == tag.name:
            plain = strip_tags(text.text[opened.end : tag.start])
            line = text.line_at(opened.start)
            if plain:
                found.append(Heading(plain, int(tag.name[1]), opened.start, tag.end, line))
            opened = None
    return found


def _sections(
    headings: Sequence[Heading], text: CanonicalText, blocks: Sequence[Block]
) -> list[Section]:
    """The sections, section 0 before the first heading included."""
    total = len(text.text)
    words = [0] * (len(headings) + 1)
    for block in blocks:
        if block.kind in _PROSE:
            words[block.section] += count_words(block.text)
    bounds = [heading.start for heading in headings] + [total]
    lead = Section(
        0, None, 0, None, "", "", "other", 0, bounds[0], bounds[0], 1,
        text.line_at(max(0, bounds[0] - 1)), words[0],
    )  # fmt: skip
    sections = [lead]
    parents = _parents(headings)
    ends = _ends(headings, total)
    slugger = Slugger()
    titled = title_index(headings)
    numbered = settle_numbers([heading.text for heading in headings])
    for at, (heading, (number, title)) in enumerate(zip(headings, numbered, strict=True)):
        parent = parents[at]
        in_adr = parent is not None and sections[parent].role == "adr"
        role = "adr" if in_adr else next(iter(roles_of(title)), "other")
        if at == titled and role != "adr" and not is_whole(title):
            role = "other"
        end_line = text.line_at(max(heading.start, ends[at] - 1))
        sections.append(
            Section(
                index=at + 1,
                parent=parent,
                level=heading.level,
                number=number,
                title=title,
                slug=slugger.slug(heading.text),
                role=role,
                start=heading.start,
                end=ends[at],
                own_end=bounds[at + 1],
                line=heading.line,
                end_line=end_line,
                words=words[at + 1],
            )
        )
    return sections


def title_index(headings: Sequence[Heading]) -> int | None:
    """Index of the heading that is the document's title: the first and only one of level 1.

    "System design of a photo search" names the document; it is no section on the architecture.
    """
    tops = [at for at, heading in enumerate(headings) if heading.level == 1]
    return 0 if tops == [0] and len(headings) > 1 else None


def _parents(headings: Sequence[Heading]) -> list[int | None]:
    """Section index of each heading's parent."""
    parents: list[int | None] = []
    stack: list[tuple[int, int]] = []
    for at, heading in enumerate(headings):
        while stack and stack[-1][0] >= heading.level:
            stack.pop()
        parents.append(stack[-1][1] if stack else None)
        stack.append((heading.level, at + 1))
    return parents


def _ends(headings: Sequence[Heading], total: int) -> list[int]:
    """Offset where each heading's section with its subsections ends."""
    ends = [total] * len(headings)
    stack: list[int] = []
    for at, heading in enumerate(headings):
        while stack and headings[stack[-1]].level >= heading.level:
            ends[stack.pop()] = heading.start
        stack.append(at)
    return ends


def _title(
    headings: Sequence[Heading], front: FrontMatter, text: CanonicalText
) -> tuple[str, Place | None]:
    """First heading of level 1, else the front matter's title, else the first heading."""
    top = next((heading for heading in headings if heading.level == 1), None)
    stated = front.values.get("title")
    if top is None and isinstance(stated, str) and stated.strip():
        return stated.strip(), text.lines_place(1, text.line_at(max(0, front.end - 1)))
    top = top or next(iter(headings), None)
    return (top.text, text.place(top.start, top.end)) if top else ("", None)


def _without_comments(walk: Walk, text: CanonicalText) -> list[tuple[int, int]]:
    """Spans of top blocks; a comment alone is no block that an ignore could concern."""
    return [span for span in walk.top if not text.text.startswith("<!--", span[0])]


def _language(blocks: Sequence[Block]) -> str | None:
    words: list[str] = []
    for block in blocks:
        if block.kind in ("para", "item", "heading", "footnote"):
            words += words_of(block.text)
            if len(words) >= _LANGUAGE_SAMPLE:
                break
    return detect_language(words)
