"""Canonical text and places: what every position in the product is counted in.

One canonical text per artifact: decoded, byte order mark dropped, CRLF and CR turned into LF, no
Unicode normalisation. Offsets are code points into it, lines count from 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. Unknown fields are None; ``start``/``end`` are code points."""

    artifact: str
    start: int | None = None
    end: int | None = None
    line: int | None = None
    end_line: int | None = None
    element: str | None = None
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class CanonicalText:
    """The canonical text of one artifact, able to turn offsets into lines and places."""

    artifact: str
    text: str
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first code point of every line; index 0 is line 1."""
        starts = [0]
        find = self.text.find
        position = find("\n")
        while position != -1:
            starts.append(position + 1)
            position = find("\n", position + 1)
        return starts

    def line_at(self, offset: int) -> int:
        """1-based line that holds ``offset``."""
        return bisect_right(self.line_starts, offset)

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end offset (without the line feed) of a 1-based line."""
        start = self.line_starts[line - 1]
        last = line >= len(self.line_starts)
        return start, len(self.text) if last else self.line_starts[line] - 1

    def place(self, start: int, end: int) -> Place:
        """Place of ``text[start:end]``."""
        end_line = self.line_at(max(start, end - 1))
        return Place(self.artifact, start, end, self.line_at(start), end_line)

    def lines_place(self, line: int, end_line: int) -> Place:
        """Place of whole lines, 1-based and inclusive."""
        return Place(
            self.artifact, self.line_span(line)[0], self.line_span(end_line)[1], line, end_line
        )


class Spans:
    """Stretches of a text, to be asked whether a position lies in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, position: int) -> bool:
        """Whether ``position`` lies in one of the stretches."""
        at = bisect_right(self._starts, position) - 1
        return at >= 0 and position < self._ends[at]


def canonical_text(artifact: str, data: bytes) -> CanonicalText:
    """Decode ``data`` to the canonical text of ``artifact``.

    UTF-8 first, UTF-16 where a byte order mark says so, else Windows-1252 with a warning; bytes that
    no encoding knows become U+FFFD, also with a warning. Never raises.
    """
    warnings: list[str] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            text = data.decode("cp1252", errors="replace")
            warnings.append(
                f"{artifact}, line {line}: this is not UTF-8; we read it as Windows-1252. "
                "Save the file as UTF-8."
            )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
        warnings.append(f"{artifact}: null characters were replaced.")
    return CanonicalText(artifact, text, tuple(warnings))
