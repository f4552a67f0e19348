"""References inside a document: anchors, citations, section numbers, and what they can point to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from apps.engine.document.html_tags import scan_tags
from apps.engine.document.model import Block, Document
from apps.engine.document.prose import prose_of
from apps.engine.text import CanonicalText, Spans

_CITATION = re.compile(r"(?<![\w\]!])\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\](?![(\[:])")
_ENTRY = re.compile(r"(?:^|\s)\[(\d{1,3})\](?=\s|:)")
_NUMBERED = re.compile(r"(?:^|\n)\s*(\d{1,3})[.)]\s")
_SECTION = re.compile(
    r"(?:\b(?:sections?|sect\.|sec\.|chapter)\s+|§\s*)(\d{1,2}(?:\.\d{1,2}){0,3})\b(?!\s*%)"
    r"(?!(?:\.\d)?\s*(?:of|in)\b)",
    re.IGNORECASE,
)
_CUSTOM_ID = re.compile(r"\{#([\w-]{1,80})\}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a number at a place: a citation ``[3]`` or "section 4.2"."""

    label: str
    start: int
    end: int


def anchors(document: Document, text: CanonicalText) -> frozenset[str]:
    """Everything a ``#fragment`` of this document can name, in lower case."""
    found = {section.slug for section in document.sections if section.slug}
    found |= {match[1] for match in _CUSTOM_ID.finditer(text.text)}
    if " id=" in text.text or " name=" in text.text:
        for tag in scan_tags(text.text):
            found |= {tag.attributes[key] for key in ("id", "name") if tag.attributes.get(key)}
    return frozenset(anchor.casefold() for anchor in found)


def citations(document: Document, text: CanonicalText) -> list[Mention]:
    """Citations ``[3]`` and ``[1, 4]`` in prose and tables outside the reference list."""
    linked = Spans(
        (link.where.start or 0, link.where.end or 0) for link in document.links if not link.image
    )
    found: list[Mention] = []
    for prose in prose_of(document, text):
        if document.sections[prose.section].role == "references":
            continue
        for match in _CITATION.finditer(prose.text):
            start = prose.start + match.start()
            if linked.hold(start):
                continue
            numbers = re.findall(r"\d+", match[1])
            found += [Mention(number, start, prose.start + match.end()) for number in numbers]
    return found


def reference_labels(document: Document, text: CanonicalText) -> frozenset[str] | None:
    """Numbers of the entries of the reference list; None when there is no such section."""
    lists = {s.index for s in document.sections if s.role == "references"}
    if not lists:
        return None
    blocks = [block for block in document.blocks if block.section in lists]
    stated = {
        label for block in blocks for label in _ENTRY.findall(text.text[block.start : block.end])
    }
    return frozenset(stated or _counted(blocks, text))


def _counted(blocks: list[Block], text: CanonicalText) -> set[str]:
    """Numbers of list items: as written where they are, else counted."""
    items = [block for block in blocks if block.kind == "item" and block.level == 1]
    written = {
        match[1]
        for block in blocks
        for match in _NUMBERED.finditer(text.text[block.start : block.end])
    }
    return written | {str(number) for number in range(1, len(items) + 1)}


def section_mentions(document: Document, text: CanonicalText) -> Iterator[Mention]:
    """Mentions of sections by number: "see section 4.2", "§ 3"; not those of other works."""
    for prose in prose_of(document, text):
        if document.sections[prose.section].role == "references":
            continue
        for match in _SECTION.finditer(prose.text):
            yield Mention(match[1], prose.start + match.start(), prose.start + match.end())


def section_numbers(document: Document) -> frozenset[str]:
    """Numbers of the sections; where headings carry none, their count on the upper levels."""
    stated = {s.number for s in document.sections if s.number}
    if stated:
        return frozenset(stated)
    levels = [s.level for s in document.sections if s.level]
    top = min((level for level, count in Counter(levels).items() if count > 1), default=1)
    return frozenset(str(n) for n in range(1, levels.count(top) + 1))
