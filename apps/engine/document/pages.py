"""How many pages a Markdown document would fill when printed.

Estimate: 500 words of prose are a page, a diagram or picture half of one, a table row 1/45 in place
of its words. Title page, contents, references, appendices and decision records do not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from apps.engine import formats
from apps.engine.document.model import Fence, Link, Section, Table

WORDS_PER_PAGE = 500
PAGES_PER_DIAGRAM = 0.5
ROWS_PER_PAGE = 45

_LEFT_OUT_TITLE = re.compile(
    r"(?:table of )?contents?\Z|toc\Z|inhalt|appendi(?:x|ces)\b|annex\b|anhang\b"
    r"|(?:revision|version|change|document) history|glossary",
    re.IGNORECASE,
)
_LEFT_OUT_ROLES = frozenset({"references", "adr"})


def counted_sections(sections: Sequence[Section]) -> frozenset[int]:
    """Indexes of the sections that count for the length; subsections follow their parents."""
    out: set[int] = set()
    for section in sections:
        if (
            section.parent in out
            or section.role in _LEFT_OUT_ROLES
            or _LEFT_OUT_TITLE.match(section.title)
        ):
            out.add(section.index)
    return frozenset(section.index for section in sections if section.index not in out)


def estimate_pages(
    sections: Sequence[Section],
    tables: Sequence[Table],
    fences: Sequence[Fence],
    links: Sequence[Link],
) -> dict[int, float]:
    """Pages of each counted section on its own, by section index."""
    pages = {index: sections[index].words / WORDS_PER_PAGE for index in counted_sections(sections)}
    if 0 in pages and len(sections) > 1:
        pages[0] = 0.0
    for table in tables:
        if table.section in pages:
            pages[table.section] += (len(table.rows) + 1) / ROWS_PER_PAGE
    for fence in fences:
        if fence.section in pages and is_drawn(fence):
            pages[fence.section] += PAGES_PER_DIAGRAM
    for link in links:
        if link.image and link.section in pages and not _is_badge(link):
            pages[link.section] += PAGES_PER_DIAGRAM
    return pages


def is_drawn(fence: Fence) -> bool:
    """Whether a fence fills a page as a figure does."""
    row = formats.by_language(fence.language)
    return row is not None and row.role in {"diagram", "picture"}


def _is_badge(link: Link) -> bool:
    """Pictures from elsewhere in the head of a file are badges, not figures."""
    return link.kind == "external" and link.section == 0
