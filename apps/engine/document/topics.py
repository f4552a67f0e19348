"""Topic terms: what a section treats although its heading does not say so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from apps.engine.document.model import Document, Section
from apps.engine.document.sections import stems, vocabulary

_PROSE = frozenset({"para", "item", "table", "html", "footnote"})


def section_texts(document: Document) -> dict[int, str]:
    """Prose and table text of each section on its own, by section index; no code."""
    texts: dict[int, list[str]] = {}
    for block in document.blocks:
        if block.kind in _PROSE:
            texts.setdefault(block.section, []).append(block.text)
    return {index: "\n".join(parts) for index, parts in texts.items()}


def topics_in(text: str) -> dict[str, tuple[str, ...]]:
    """Topic terms of each role that occur in ``text``, as the vocabulary writes them."""
    words = stems(text)
    phrases = set(_phrases(words, _longest()))
    found: dict[str, tuple[str, ...]] = {}
    for role, topic in vocabulary().items():
        pairs = zip(topic.topics, topic.topic_texts, strict=True)
        terms = tuple(shown for term, shown in pairs if term in phrases)
        if terms:
            found[role] = terms
    return found


@cache
def _longest() -> int:
    return max(len(term) for topic in vocabulary().values() for term in topic.topics)


def _phrases(words: list[str], longest: int) -> Iterator[tuple[str, ...]]:
    for length in range(1, longest + 1):
        for at in range(len(words) - length + 1):
            yield tuple(words[at : at + length])


def counted(document: Document) -> list[Section]:
    """Sections that belong to the design's text: no decision records, no references."""
    return [s for s in document.sections if s.role not in ("adr", "references")]
