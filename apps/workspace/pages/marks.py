"""Findings marked at their place in rendered HTML: in blocks, table cells and diagram elements.

The renderer gives every block and cell ``data-src-start`` and ``data-src-end``; the drawer gives every
element ``data-el``. Marks are put into the finished HTML of one page, so the stored HTML stays free of
them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.workspace.pages.finding_cards import SEVERITIES

_TAG = re.compile(
    r'<(?P<tag>[a-z][a-z0-9]*)(?P<before>[^<>]*?) data-src-start="(?P<start>\d+)"'
    r' data-src-end="(?P<end>\d+)"(?P<after>[^<>]*)>'
)
MAX_MARKS = 1_000
"""More marks on one page would mark everything."""

_CELLS = frozenset({"td", "th"})
_WITH_SIGN = frozenset({"td", "th", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dd"})
"""Elements that can hold the sign that leads to the finding."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding to be marked: where it stands and what leads back to it."""

    start: int
    end: int
    severity: str
    short_id: str
    title: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """An opening tag with the source it stands for; ``at`` is its position in the HTML."""

    tag: str
    start: int
    end: int
    at: int


class _Spots:
    """The marked-up tags of a page, findable by place; in the order of the source.

    That is not always the order of the page, which shows footnotes last.
    """

    def __init__(self, source: str) -> None:
        self._all = [
            _Spot(m["tag"], int(m["start"]), int(m["end"]), m.start())
            for m in _TAG.finditer(source)
        ]
        self._all.sort(key=lambda spot: spot.start)
        self._starts = [spot.start for spot in self._all]
        self._cells = [spot for spot in self._all if spot.tag in _CELLS]
        self._cell_starts = [spot.start for spot in self._cells]

    def of(self, start: int, end: int) -> list[_Spot]:
        """The cells a place covers, else the innermost block that holds its start, else the next."""
        found = []
        index = max(0, bisect_right(self._cell_starts, start) - 1)
        while index < len(self._cells) and self._cells[index].start < end:
            cell = self._cells[index]
            if max(cell.end, cell.start + 1) > start:
                found.append(cell)
            index += 1
        if found:
            return found
        after = bisect_right(self._starts, start)
        for spot in reversed(self._all[:after]):
            if start < spot.end:
                return [spot]
        return self._all[after : after + 1]


def mark_html(source: str, marks: Sequence[Mark], *, focus: int | None = None) -> str:
    """HTML with marks; the innermost block of the offset ``focus`` gets ``data-at``."""
    spots = _Spots(source)
    by_spot: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks[:MAX_MARKS]:
        for spot in spots.of(mark.start, max(mark.end, mark.start + 1)):
            by_spot[spot.at].append(mark)
    target = spots.of(focus, focus + 1) if focus is not None else []
    focused = target[0].at if target else -1

    def marked(match: re.Match[str]) -> str:
        found = by_spot.get(match.start(), [])
        if not found and match.start() != focused:
            return match[0]
        own = ' data-at=""' if match.start() == focused else ""
        if found:
            own += _attributes(found)
        sign = _sign(found) if found and match["tag"] in _WITH_SIGN else ""
        return f"{match[0][:-1]}{own}>{sign}"

    return _TAG.sub(marked, source)


def _attributes(marks: Sequence[Mark]) -> str:
    ids = " ".join(dict.fromkeys(mark.short_id for mark in marks))
    return f' data-mark="{ids}" data-tone="{_worst(marks)}"'


def _worst(marks: Sequence[Mark]) -> str:
    return min((mark.severity for mark in marks), key=SEVERITIES.index)


def _sign(marks: Sequence[Mark]) -> str:
    """A small link to the finding, for keyboards and for pages without a script."""
    titles = "; ".join(dict.fromkeys(mark.title for mark in marks))
    return (
        f'<a class="sign" href="#f-{marks[0].short_id}" title="{html.escape(titles)}"'
        f' aria-label="Finding: {html.escape(titles)}">!</a>'
    )


def mark_svg(svg: str, elements: Mapping[str, Sequence[Mark]]) -> str:
    """SVG whose elements with findings say so; ``elements`` maps an element key to its findings."""
    for key, marks in elements.items():
        known = html.escape(key, quote=True)
        pattern = re.compile(rf'class="([^"]*)"((?:(?!class=)[^<>])*?data-el="{re.escape(known)}")')
        ids = " ".join(dict.fromkeys(mark.short_id for mark in marks))
        svg = pattern.sub(
            rf'class="\1 has-finding" data-mark="{ids}" data-tone="{_worst(marks)}"\2', svg, count=1
        )
    return svg


def with_line_ids(source: str, line_starts: Sequence[int]) -> str:
    """HTML in which the first block or cell of a line carries ``id="L<line>"``.

    A heading has an id already; an empty element inside it carries the line.
    """
    seen: set[int] = set()

    def named(match: re.Match[str]) -> str:
        line = bisect_right(line_starts, int(match["start"]))
        if line in seen or (" id=" in match[0] and match["tag"] not in _WITH_SIGN):
            return match[0]
        seen.add(line)
        if " id=" in match[0]:
            return f'{match[0]}<span id="L{line}"></span>'
        return f'{match[0][:-1]} id="L{line}">'

    return _TAG.sub(named, source)
