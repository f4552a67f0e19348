"""Where the decision that a matrix leads to may stand: beside it, or in a section that says so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from apps.engine.document.model import Document, Section, Table

_DECIDES = re.compile(r"decision|choice|result|conclusion|recommend", re.IGNORECASE)
_BEGINS = re.compile(
    r"\W*\d*[.\d]*\s*(?:decision|choice|conclusion|recommendation)\b", re.IGNORECASE
)


class Surroundings:
    """The tables and sections of a document in order, to be asked for each of its matrices."""

    def __init__(self, document: Document) -> None:
        self._sections = document.sections
        self._tables = sorted((table.start, table.end) for table in document.tables)
        self._deciding = [s for s in document.sections if _DECIDES.search(s.title)]

    def windows(self, table: Table) -> list[tuple[int, int]]:
        """Below the matrix, above it, then the section below or beside it that decides."""
        section = self._sections[table.section]
        after = bisect_left(self._tables, (table.end, 0))
        below = min([section.own_end, *(start for start, _ in self._tables[after : after + 1])])
        before = bisect_right(self._tables, table.start, key=lambda span: span[1])
        above = max([section.start, *(end for _, end in self._tables[before - 1 : before])])
        windows = [(table.end, below), (above, table.start)]
        other = self._child(section, table) or self._sibling(section)
        return [*windows, (other.start, other.end)] if other else windows

    def _child(self, section: Section, table: Table) -> Section | None:
        first = bisect_left(self._deciding, table.end, key=lambda one: one.start)
        for at in range(first, len(self._deciding)):
            child = self._deciding[at]
            if child.start >= section.end:
                return None
            if child.level > section.level:
                return child
        return None

    def _sibling(self, section: Section) -> Section | None:
        at = bisect_left(self._sections, section.end, key=lambda one: one.start)
        following = self._sections[at] if at < len(self._sections) else None
        beside = following is not None and following.parent == section.parent
        return following if following and beside and _BEGINS.match(following.title) else None
