"""Sections of a document that are decision records of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.engine.decision_model import AdrFormat
from apps.engine.decisions.recognise import signals
from apps.engine.decisions.titles import is_record_heading, split_heading, split_own_series
from apps.engine.decisions.words import SIGNAL, exact_role, heading_role, tidy
from apps.engine.document.model import Document, Section
from apps.engine.text import CanonicalText

_CONTAINER = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:(?:key |important |main )?(?:architect(?:ure|ural)|design) decisions?(?: records?)?|"
    r"decision records?|decision log|adrs?|architecture decision records \(adrs?\))$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+)?(?:(\*\*|__|\*|_)([^*_\n|]{3,40}?)[ \t]*[:.]?[ \t]*\1|([A-Z][A-Za-z ]{3,30}):(?=[ \t]|$))",
    re.MULTILINE,
)
_ADR_LINK = re.compile(r"\]\([^()\s]*(?:adr|decision|/\d{3,4}-)[^()\s]*\)", re.IGNORECASE)
_ARC42 = (
    "introduction and goals", "constraints", "context and scope", "solution strategy",
    "building block view", "runtime view", "deployment view", "quality requirements", "glossary",
)  # fmt: skip
_NOT_RECORDS = re.compile(
    r"index|list of|overview|template|summary|references|process|status", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A section that holds one record; ``body_start`` is after its heading line."""

    title: str
    start: int
    body_start: int
    end: int
    number: int | None


def record_sections(
    document: Document, text: CanonicalText
) -> Iterator[tuple[RecordSection, AdrFormat | None]]:
    """Sections that are records, outermost first and never inside another record."""
    sections = document.sections
    arc42 = _is_arc42(sections)
    whole = _whole(sections)
    taken = 0
    children = _children(sections)
    for section in sections:
        if section.level == 0 or section.start < taken or section is whole:
            continue
        parent = sections[section.parent] if section.parent is not None else None
        form = _kind(text, section, parent, children.get(section.index, []), arc42=arc42)
        if form is None:
            continue
        taken = section.end
        line_end = text.text.find("\n", section.start, section.end)
        body = section.end if line_end == -1 else line_end + 1
        yield (
            RecordSection(
                section.title, section.start, body, section.end, _number(section, parent)
            ),
            "arc42" if form == "arc42" else None,
        )


def _number(section: Section, parent: Section | None) -> int | None:
    """The number of "### 3. Use Kafka"; a chapter number such as 9.3 is none."""
    numbered = section.number is not None and section.number.isdigit()
    if not numbered or section.number is None or (parent is not None and parent.number):
        return None
    return int(section.number)


def _children(sections: tuple[Section, ...]) -> dict[int, list[Section]]:
    found: dict[int, list[Section]] = {}
    for section in sections:
        if section.parent is not None:
            found.setdefault(section.parent, []).append(section)
    return found


def _is_arc42(sections: tuple[Section, ...]) -> bool:
    titles = {tidy(section.title) for section in sections}
    return sum(1 for name in _ARC42 if any(name in title for title in titles)) >= 5


def _kind(
    text: CanonicalText,
    section: Section,
    parent: Section | None,
    below: list[Section],
    *,
    arc42: bool,
) -> str | None:
    """``arc42``, ``record`` or None for one section."""
    if _CONTAINER.match(tidy(section.title)):
        return None
    raw = text.text[section.start : section.end]
    titled = is_record_heading(section.title)
    if not titled and heading_role(section.title) in SIGNAL:
        return None
    if any(is_record_heading(child.title) for child in below):
        return None
    words = signals([child.title for child in below]) | _labels(raw, section)
    if titled:
        pointer = len(raw) < 400 and _ADR_LINK.search(raw) and len(words) < 2
        return None if pointer or not _has_content(section, words, below) else "record"
    numbered = split_own_series(section.title) is not None and "decision" in words
    inside = numbered or (parent is not None and bool(_CONTAINER.match(tidy(parent.title))))
    if inside and not _NOT_RECORDS.search(section.title):
        if arc42 and (section.words >= 10 or words):
            return "arc42"
        if len(words & {"context", "options", "decision", "consequences", "status"}) >= 2:
            return "record"
    core = words & {"context", "options", "decision", "consequences", "status", "rationale"}
    return "record" if len(core) >= 3 and "decision" in core and section.level >= 2 else None


def _has_content(section: Section, words: frozenset[str], below: list[Section]) -> bool:
    return bool(words) or section.words >= 8 or bool(below) or bool(split_heading(section.title)[1])


def _whole(sections: tuple[Section, ...]) -> Section | None:
    """The title section that spans the document is no record in it."""
    tops = [section for section in sections if section.level == 1]
    return tops[0] if len(tops) == 1 and len(sections) > 8 else None


def _labels(raw: str, section: Section) -> frozenset[str]:
    if len(raw) > 30_000:
        return frozenset()
    own = raw[: section.own_end - section.start]
    names = [m[2] or m[3] for m in _LABEL.finditer(own)]
    return signals([name for name in names if exact_role(name) in SIGNAL])
