"""DOC-006: nothing is left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from apps.engine.checks.base import Check, Finding, NotAssessable, Severity
from apps.engine.document.model import Document
from apps.engine.document.placeholders import Placeholder, marks, placeholders
from apps.engine.document.prose import Prose, prose_of
from apps.engine.document.sections import stems
from apps.engine.package import Package
from apps.engine.text import CanonicalText, Place

_TEMPLATE_FILE = re.compile(r"(?:^|[/_.-])templates?(?=[/_.-]|\Z)", re.IGNORECASE)
_OPEN = frozenset({"question", "issue", "point", "item", "work", "topic", "task", "todo"})
_SHOWN = 60
MOST = 200
"""Findings of one document at most; more say nothing new."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A placeholder in the document."""

    found: Placeholder
    place: Place
    severity: Severity
    in_code: bool


class Placeholders(Check):
    """Looks for marks, template braces and guiding sentences in text, cells and code."""

    code = "DOC-006"
    title = "Placeholders and leftovers"
    severity = "error"
    criteria = ("C9",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each placeholder."""
        if not package.documents:
            raise NotAssessable("We could not read a document in this upload.")
        for document in package.documents.values():
            if not _TEMPLATE_FILE.search(document.path):
                text = package.texts[document.path]
                found = sorted(_left(document, text), key=lambda item: item.place.start or 0)
                for left in found[:MOST]:
                    yield self._finding(package, left)

    def _finding(self, package: Package, left: _Left) -> Finding:
        shown = " ".join(left.found.text.split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        line = package.quote(_line_of(package, left.place)).strip() or shown
        where = "in a code block" if left.in_code else "in the text"
        hint = "Fill it in, or move it to a section 'Open questions'."
        if left.severity == "info":
            hint = "Answer it before you hand in, or say who will decide it and when."
        elif left.found.kind in ("braces", "brackets", "template", "insert"):
            hint = "Replace this text of the template by your own, or remove it."
        return self.finding(
            package,
            subject=f"placeholder:{shown.casefold()}",
            where=left.place,
            severity=left.severity,
            confidence=0.9,
            title=f"'{shown}' is left {where}",
            message=f"We read on line {left.place.line}: '{line}'.",
            hint=hint,
            computed={"text": shown},
        )


def _line_of(package: Package, place: Place) -> Place:
    """The part of the line around a placeholder that is quoted."""
    text = package.texts[place.artifact]
    start, end = text.line_span(place.line or 1)
    left = max(start, (place.start or start) - 60)
    right = min(max(end, place.end or end), (place.end or end) + 60)
    return Place(place.artifact, left, right)


def _left(document: Document, text: CanonicalText) -> Iterator[_Left]:
    for prose in prose_of(document, text):
        severity: Severity = "info" if _is_open_question(document, prose) else "error"
        for found in _distinct(placeholders(prose.text)):
            place = text.place(prose.start + found.start, prose.start + found.end)
            yield _Left(found, place, severity, in_code=False)
    for fence in document.fences:
        end = min(fence.end, len(text.text))
        source = text.text[fence.source_start : end]
        for found in marks(source):
            start = fence.source_start + found.start
            place = text.place(start, start + len(found.text))
            yield _Left(found, place, "warning", in_code=True)


def _distinct(found: Iterator[Placeholder]) -> Iterator[Placeholder]:
    """Of placeholders that overlap the first and longest only."""
    end = -1
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if item.start >= end:
            end = item.end
            yield item


@lru_cache(maxsize=4_096)
def _words_of(title: str) -> frozenset[str]:
    return frozenset(stems(title))


def _is_open_question(document: Document, prose: Prose) -> bool:
    """Whether the text stands in a section on open questions, risks or future work."""
    at: int | None = prose.section
    while at is not None:
        section = document.sections[at]
        words = _words_of(section.title)
        if section.role == "risks" or ("open" in words and words & _OPEN):
            return prose.kind != "heading"
        at = section.parent
    return False
