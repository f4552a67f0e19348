"""DOC-002: the design document is about ten to fifteen pages long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.engine.checks.base import Check, Finding, NotAssessable
from apps.engine.document.model import Document
from apps.engine.document.pages import counted_sections, estimate_pages, is_drawn
from apps.engine.document.sections import vocabulary
from apps.engine.package import Package
from apps.engine.text import Place

ASKED = (10, 15)
"""Pages asked for."""
TOLERATED = (9.0, 16.5)
"""The band with the error of the estimate, 10 % on either side."""
_LETTERS_PER_WORD = 14


@dataclass(frozen=True, slots=True)
class _Length:
    """What the estimate is made of."""

    pages: float
    words: int
    figures: int
    rows: int
    by_part: dict[str, float]


class Length(Check):
    """Estimates the printed length of the design from words, figures and table rows."""

    code = "DOC-002"
    title = "Length of ten to fifteen pages"
    severity = "warning"
    max_severity = "warning"
    criteria = ("C9",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """At most one finding, on the document."""
        document = package.document
        if document is None:
            raise NotAssessable("We could not read a design document in this upload.")
        if _has_no_word_gaps(document):
            raise NotAssessable("We cannot count words in a script that does not divide them.")
        length = measure(package.design_documents)
        if TOLERATED[0] <= length.pages <= TOLERATED[1]:
            return
        short = length.pages < TOLERATED[0]
        yield self.finding(
            package,
            subject="document:length",
            where=document.title_where or Place(document.path, line=1),
            confidence=0.9,
            title=f"About {length.pages:.1f} pages, {ASKED[0]}–{ASKED[1]} are asked for",
            message=(
                f"We computed about {length.pages:.1f} pages: {length.words:,} words / 500 + "
                f"{length.figures} figures / 2 + {length.rows} table rows / 45. "
                f"{ASKED[0]}–{ASKED[1]} pages are asked for, without references, appendices and "
                "decision records."
            ),
            hint=_hint(length, short=short),
            computed={
                "pages": round(length.pages, 1),
                "words": length.words,
                "figures": length.figures,
                "rows": length.rows,
            },
        )


def measure(documents: Sequence[Document]) -> _Length:
    """The estimated length of all documents of the design together."""
    pages = 0.0
    words = figures = rows = 0
    by_part: dict[str, float] = {}
    for document in documents:
        estimate = estimate_pages(
            document.sections, document.tables, document.fences, document.links
        )
        pages += sum(estimate.values())
        for index, own in estimate.items():
            role = _part(document, index)
            by_part[role] = by_part.get(role, 0.0) + own
        kept = counted_sections(document.sections)
        lead = 0 if len(document.sections) > 1 else -1
        words += sum(document.sections[index].words for index in kept if index != lead)
        rows += sum(len(table.rows) + 1 for table in document.tables if table.section in kept)
        figures += sum(1 for link in document.links if link.image and link.section in kept)
        figures += sum(1 for f in document.fences if f.section in kept and is_drawn(f))
    return _Length(pages, words, figures, rows, by_part)


def _part(document: Document, index: int) -> str:
    """Role of a section, or of the nearest section above it that has one."""
    at: int | None = index
    while at is not None:
        section = document.sections[at]
        if section.role != "other":
            return section.role
        at = section.parent
    return "other"


def _hint(length: _Length, *, short: bool) -> str:
    parts = [topic for topic in vocabulary().values() if topic.required and topic.key != "diagrams"]
    ordered = sorted(parts, key=lambda topic: length.by_part.get(topic.key, 0.0), reverse=not short)
    shown = ", ".join(
        f"{topic.name} {length.by_part.get(topic.key, 0.0):.1f} pages" for topic in ordered[:3]
    )
    if short:
        return f"The shortest parts: {shown}. Say there what a reviewer would ask."
    return f"The longest parts: {shown}. Move details to an appendix, which does not count."


def _has_no_word_gaps(document: Document) -> bool:
    letters = sum(len(block.text) for block in document.blocks if block.kind in ("para", "item"))
    return document.words > 0 and letters / document.words > _LETTERS_PER_WORD
