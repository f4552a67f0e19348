"""A decision record cut into parts: headings, bold labels and ``Label: value`` lines with roles.

All strings keep the length of the canonical text, so an offset means the same place everywhere:
``clean`` has fenced code, HTML comments and front matter blanked out, ``shown`` only comments and
front matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from apps.engine.decisions.plain import lines_of, plain
from apps.engine.decisions.words import META, exact_role, heading_role, tidy
from apps.engine.document.model import Document, Section, Table
from apps.engine.text import CanonicalText, Place

_FRONT = re.compile(
    r"\A\s*(?:---[ \t]*\n(.*?\n)?(?:---|\.\.\.)|\+\+\+[ \t]*\n(?:.*?\n)?\+\+\+)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ANY = re.compile(r"[^\n]")
_BOLD = re.compile(
    r"(?P<mark>\*\*|__|\*|_)(?P<label>[^*_\n|]{2,60}?)[ \t]*(?P<colon>[:：.]?)[ \t]*(?P=mark)"
    r"[ \t]*(?P<after>[:：=–—]|-[ \t])?"
)
_BOLD_VALUE = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>[^*_:：\n|]{2,40}?)[ \t]*(?P<colon>[:：])[ \t]*(?P<after>)"
    r"(?=[^\s*_][^*\n]*(?P=mark))"
)
_PLAIN = re.compile(
    r"(?P<label>[^\W\d_][^:：\n|*`]{1,40}?)[ \t]*"
    r"(?P<colon>:(?=[ \t]|$)|：|(?<=[Dd]ate)[ \t](?=(?:19|20)\d\d-\d\d))(?P<after>)"
)
_BEFORE = re.compile(
    r"[ \t>]*(?:[-*+•][ \t]+|\d{1,2}[.)][ \t]+(?=\*\*|__))?(?:[^\w\s*_\[({<`#|\\-]+[ \t]*)?"
)
_NEXT_LABEL = re.compile(
    r"[ \t]+[|·•][ \t]+|[;,][ \t]+(?=\*\*)|[ \t]{2,}(?=\*\*)|[.;,][ \t]+(?=(?:Status|Date):)"
)
_LABEL_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A heading or label with what it governs.

        ``body``..``stop`` is its own content up to the next part, ``end`` includes the parts below it.
    ``level`` is the heading's level or 9.
    """

    label: str
    role: str | None
    level: int
    start: int
    body: int
    stop: int
    end: int
    heading: bool


@dataclass(frozen=True)
class Source:
    """The range of a document that holds one decision record.

    ``whole`` is the source of the whole document where it holds several: what is blanked there need
    not be blanked again for every record.
    """

    document: Document
    text: CanonicalText
    start: int
    end: int
    whole: Source | None = None

    @cached_property
    def front_end(self) -> int:
        """Where the front matter ends; the start of the range when there is none."""
        match = _FRONT.match(self.text.text) if self.start == 0 else None
        return match.end() if match else self.start

    @cached_property
    def shown(self) -> str:
        """The canonical text with comments and front matter blanked out."""
        if self.whole is not None and not self.whole.comment_at(self.start):
            return self.whole.shown
        raw = self.text.text
        front = _ANY.sub(" ", raw[: self.front_end]) if self.start == 0 else raw[: self.start]
        if "<!--" not in raw:
            return front + raw[len(front) :]
        return front + _COMMENT.sub(lambda m: _ANY.sub(" ", m[0]), raw[len(front) :])

    def comment_at(self, position: int) -> bool:
        """Whether what begins before ``position`` is blanked beyond it."""
        starts, ends = self._comments
        at = bisect_left(starts, position) - 1
        return at >= 0 and position < ends[at]

    @cached_property
    def _comments(self) -> tuple[list[int], list[int]]:
        """Starts and ends of what ``shown`` blanks."""
        front = self.front_end
        found = [m.span() for m in _COMMENT.finditer(self.text.text, front)]
        spans = [(self.start, front), *found]
        return [start for start, _ in spans], [end for _, end in spans]

    @cached_property
    def clean(self) -> str:
        """``shown`` with fenced code blanked out as well."""
        text = self.shown
        if self.whole is not None and text is self.whole.shown:
            return self.whole.clean
        pieces: list[str] = []
        position = 0
        for fence in self.document.fences:
            if self.start <= fence.start < self.end and fence.start >= position:
                pieces.append(text[position : fence.start])
                pieces.append(_ANY.sub(" ", text[fence.start : fence.end]))
                position = fence.end
        return "".join((*pieces, text[position:]))

    @cached_property
    def own(self) -> str:
        """The record's own stretch of ``clean``."""
        return self.clean[self.start : self.end]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Sections inside the range, without the text before the first heading."""
        every = self.document.sections
        first = bisect_left(every, self.start, key=lambda section: section.start)
        last = bisect_left(every, self.end, key=lambda section: section.start)
        return tuple(section for section in every[first:last] if section.level > 0)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Tables inside the range."""
        starts = (self.whole or self).table_starts
        first, last = bisect_left(starts, (self.start, 0)), bisect_left(starts, (self.end, 0))
        return tuple(self.document.tables[at] for at in sorted(at for _, at in starts[first:last]))

    @cached_property
    def table_starts(self) -> list[tuple[int, int]]:
        """Starts and positions of all tables of the document, those of footnotes among them."""
        return sorted((table.start, at) for at, table in enumerate(self.document.tables))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Headings and labels in order; the record's own title is not among them."""
        return tuple(_nest(sorted(self._marks(), key=lambda mark: mark.start), self.end))

    def _marks(self) -> list[Part]:
        marks = []
        for section in self.sections:
            line_end = self.clean.find("\n", section.start, self.end)
            body = self.end if line_end == -1 else line_end + 1
            body = self._after_underline(section, body)
            role = heading_role(section.title)
            marks.append(
                Part(section.title, role, section.level, section.start, body, body, body, True)
            )
        heads = [(mark.start, mark.body) for mark in marks]
        first_core = next((m.start for m in marks if m.role and m.role not in META), self.end)
        marks.extend(_labels(self.clean, self.start, self.end, heads, first_core))
        return marks

    def _after_underline(self, section: Section, body: int) -> int:
        """Skip the ``====`` line of a heading that is underlined."""
        stop = self.clean.find("\n", body, self.end)
        stop = self.end if stop == -1 else stop
        hashed = self.clean[section.start : body].lstrip(" >").startswith(("#", "<"))
        line = self.clean[body:stop].strip()
        underlined = not hashed and bool(line) and set(line) in ({"="}, {"-"})
        return min(stop + 1, self.end) if underlined else body

    def heading(self, section: Section) -> str:
        """Plain text of a heading with the number it begins with, as written."""
        if section.number is None:
            return plain(section.title)
        line_end = self.clean.find("\n", section.start, self.end)
        line = self.clean[section.start : self.end if line_end == -1 else line_end]
        written = re.sub(r"^[ \t>]*#{1,6}[ \t]+|[ \t]+#+[ \t]*$", "", line).strip()
        known = written.lstrip("*_ ").startswith(section.number)
        return plain(written) if known else f"{section.number}. {plain(section.title)}"

    def first(self, *roles: str) -> Part | None:
        """The first part of one of the roles, headings before labels."""
        return next(iter(self.all(*roles)), None)

    def all(self, *roles: str) -> list[Part]:
        """Parts of the roles, headings before labels, else in order."""
        found = [part for part in self.parts if part.role in roles]
        return sorted(found, key=lambda part: (not part.heading, part.start))

    def below(self, part: Part) -> list[Part]:
        """Parts nested in ``part``."""
        return self.between(part.start + 1, part.end)

    def between(self, start: int, end: int) -> list[Part]:
        """Parts that begin in a stretch."""
        first = bisect_left(self.parts, start, key=lambda part: part.start)
        last = bisect_left(self.parts, end, key=lambda part: part.start)
        return list(self.parts[first:last])

    @cached_property
    def options_reach(self) -> tuple[list[int], list[int]]:
        """Starts of the parts about options, and how far they and those before them reach."""
        found = [p for p in self.parts if p.role in {"options", "option", "proscons"}]
        return [p.start for p in found], list(accumulate((p.end for p in found), max))

    def prose(self, start: int, end: int) -> str:
        """Plain text of a stretch, code included, markers of fences and headings left out."""
        lines = [
            line
            for _, line in lines_of(self.shown, start, end)
            if not line.lstrip().startswith(("```", "~~~"))
        ]
        return plain("\n".join(_unmarked(line) for line in lines))

    def place(self, start: int, end: int) -> Place:
        """Place of a stretch without the white space around it."""
        text = self.text.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return self.text.place(start, end)


def _unmarked(line: str) -> str:
    return re.sub(r"^[ \t>]*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d{1,3}[.)][ \t]+)?", "", line)


def _labels(
    clean: str, start: int, end: int, heads: list[tuple[int, int]], first_core: int
) -> Iterator[Part]:
    """Labels such as ``**Status:** accepted`` and, before the first section, ``Date: ...``."""
    spans = iter(heads)
    head = next(spans, None)
    for offset, line in lines_of(clean, start, end):
        while head is not None and offset >= head[1]:
            head = next(spans, None)
        if head is not None and head[0] <= offset < head[1]:
            continue
        if line.strip() and not line.lstrip().startswith("|"):
            yield from _line_labels(line, offset, offset < first_core)


def _line_labels(line: str, offset: int, early: bool) -> Iterator[Part]:
    before = _BEFORE.match(line)
    position = before.end() if before else 0
    while position < len(line):
        match, bold = _label_at(line, position)
        role = exact_role(match["label"]) if match else None
        if match is None:
            return
        if role and _is_label(match, bold, role, line, early):
            start = offset + (position or match.start())
            body = offset + match.end()
            yield Part(plain(match["label"]), role, _LABEL_LEVEL, start, body, body, body, False)
        separator = _NEXT_LABEL.search(line, match.end())
        if separator is None:
            return
        position = separator.end()


def _label_at(line: str, position: int) -> tuple[re.Match[str] | None, bool]:
    """A bold label, a plain one, or a short fact that is bold as a whole: ``**Status: accepted**``."""
    whole = _BOLD_VALUE.match(line, position)
    if whole and exact_role(whole["label"]) in META:
        return whole, False
    match = _BOLD.match(line, position)
    return match or _PLAIN.match(line, position), match is not None


def _is_label(match: re.Match[str], bold: bool, role: str, line: str, early: bool) -> bool:
    alone = not line[match.end() :].strip()
    if bold:
        return bool(match["colon"] or match["after"] or alone)
    if role in META or role in {"updated", "created", "meta", "title"}:
        return early
    return tidy(match["label"]) in _PLAIN_CORE


_PLAIN_CORE = frozenset(
    [
        "context",
        "decision",
        "consequences",
        "options",
        "options considered",
        "considered options",
        "alternatives",
        "alternatives considered",
        "considered alternatives",
        "rationale",
        "positive consequences",
        "drawbacks",
        "negative consequences",
        "decision drivers",
        "pros",
        "cons",
        "advantages",
        "disadvantages",
        "status",
        "context and problem statement",
        "problem statement",
        "decision outcome",
        "issue",
        "justification",
        "implications",
        "positions",
        "argument",
        "assumptions",
        "problem",
    ]
)


def _nest(marks: list[Part], end: int) -> Iterator[Part]:
    """Give every mark its extent: own content, and the extent with all parts below it."""
    ends = [end] * len(marks)
    open_marks: list[int] = []
    for index, mark in enumerate(marks):
        while open_marks and _closes(marks[open_marks[-1]], mark):
            ends[open_marks.pop()] = mark.start
        open_marks.append(index)
    for index, mark in enumerate(marks):
        stop = marks[index + 1].start if index + 1 < len(marks) else end
        close = ends[index]
        yield Part(
            mark.label, mark.role, mark.level, mark.start, min(mark.body, stop), stop, close,
            mark.heading,
        )  # fmt: skip


_SIDES = frozenset({"positive", "negative", "neutral"})


def _closes(mark: Part, other: Part) -> bool:
    if other.heading:
        return not mark.heading or other.level <= mark.level
    if mark.heading:
        return False
    return not (other.role in _SIDES and mark.role not in _SIDES)
