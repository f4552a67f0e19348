"""A scanner over a diagram's source that knows lines and columns, and collects problems."""

from __future__ import annotations

import re
from bisect import bisect_right

from apps.engine.diagrams.model import Problem, ProblemLevel

MAX_PROBLEMS = 200
"""Problems kept per diagram; a file of noise must not make a report of noise."""
_EXCERPT = 20


class Scanner:
    """A position in ``text``; lines are counted from ``first_line``, columns from 1.

    ``original`` is the text as written (``text`` may have comments blanked out); quotes in problems
    come from it.
    """

    def __init__(self, text: str, first_line: int = 1, original: str | None = None) -> None:
        self.text = text
        self.original = text if original is None else original
        self.pos = 0
        self.end = len(text)
        self.first_line = first_line
        self.problems: list[Problem] = []
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at_end(self) -> bool:
        """Whether everything was read."""
        return self.pos >= self.end

    def peek(self, size: int = 1) -> str:
        """The next characters without moving."""
        return self.text[self.pos : self.pos + size]

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match ``pattern`` here and move behind it."""
        found = pattern.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        return found

    def line(self, pos: int | None = None) -> int:
        """Line of ``pos`` in the artifact."""
        at = self.pos if pos is None else pos
        return bisect_right(self._starts, at) - 1 + self.first_line

    def column(self, pos: int | None = None) -> int:
        """Column of ``pos`` in its line, from 1."""
        at = self.pos if pos is None else pos
        return at - self._starts[bisect_right(self._starts, at) - 1] + 1

    def line_end(self, pos: int | None = None) -> int:
        """Position of the line feed that ends the line of ``pos``."""
        index = bisect_right(self._starts, self.pos if pos is None else pos)
        return self._starts[index] - 1 if index < len(self._starts) else self.end

    def skip_line(self) -> None:
        """Move to the start of the next line."""
        self.pos = min(self.line_end() + 1, self.end)

    def excerpt(self, pos: int, end: int | None = None) -> str:
        """What stands at ``pos``: the token and some characters around it, on one line."""
        start = max(self._starts[bisect_right(self._starts, pos) - 1], pos - _EXCERPT)
        stop = min(self.line_end(pos), max(end or 0, pos + 2 * _EXCERPT))
        return self.original[start:stop].strip()[: 4 * _EXCERPT]

    def report(
        self, level: ProblemLevel, pos: int, message: str, element: str | None = None
    ) -> None:
        """Note a problem at ``pos``."""
        if len(self.problems) < MAX_PROBLEMS:
            line, column = self.line(pos), self.column(pos)
            self.problems.append(Problem(level, line, column, message, element))
