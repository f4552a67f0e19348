"""Runs: every piece of text in rendered HTML with its place in the source.

``<span data-o="N">`` holds text that is, character by character, the source from code point N on.
``data-o="N" data-l="L"`` says that an element as a whole stands for L code points of the source from
N on, because it does not look the same there (entities, escapes, formulas, pictures). Text that
cannot be placed for certain gets neither.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from apps.engine.document.verbatim import Verbatim

Attribute = Callable[[str], str]
"""Takes attributes of ours; gives what to write into a tag in their place until it is cleaned."""
Span = tuple[int, int]

_TEXT = frozenset({"text", "text_special", "softbreak"})
_ENTITY = re.compile(r"&#?[0-9A-Za-z]+;?")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Run:
    """Text shown, and where it stands; ``length`` is None where it looks the same in the source."""

    text: str
    offset: int | None
    length: int | None = None


def unit(place: Span | None) -> str:
    """Attributes of an element that stands for ``place`` as a whole."""
    return f' data-o="{place[0]}" data-l="{place[1] - place[0]}"' if place else ""


def inline_spans(children: Sequence[Token], content: str) -> Iterator[Span | None]:
    """Where each token of ``content`` stands in it, None where that is not certain.

    Rules of the parser have left spans; text and emphasis follow each other without gaps.
    """
    cursor: int | None = 0
    ends: list[int | None] = []
    auto: Span | None = None
    for token in children:
        span: Span | None = token.meta.get("span")
        if token.type == "link_open":
            ends.append(span[1] if span else None)
            cursor = span[0] + 1 if span else None
            auto = (span[0] + 1, span[1] - 1) if span and token.info == "auto" else None
            span = None
        elif token.type == "link_close":
            cursor = ends.pop() if ends else None
        elif auto:
            span, auto = auto, None
        elif span:
            cursor = span[1]
        else:
            shown = token.content if token.type == "text" else token.markup
            if cursor is not None and content.startswith(shown, cursor):
                span = (cursor, cursor + len(shown))
            cursor = span[1] if span else None
        yield span


def write_text(
    children: Sequence[Token], spans: Sequence[Span | None], where: Verbatim, attribute: Attribute
) -> None:
    """Turn tokens of text into finished HTML, neighbours that follow each other into one run."""
    holder: Token | None = None
    runs: list[Run] = []
    for token, span in zip(children, spans, strict=True):
        if token.type in _TEXT:
            runs += _text_runs(token, span, where)
            token.type, token.content = "html_inline", ""
            holder = holder or token
        elif holder:
            holder.content, holder, runs = runs_html(runs, attribute), None, []
    if holder:
        holder.content = runs_html(runs, attribute)


def _text_runs(token: Token, span: Span | None, where: Verbatim) -> Iterator[Run]:
    if token.type == "softbreak":
        yield from _verbatim(where, (span[0], span[0] + 1)) if span else [Run("\n", None)]
    elif span is None:
        yield Run(token.content, None)
    elif where.content[slice(*span)] == token.content:
        yield from _verbatim(where, span)
    else:
        yield _whole(token.content, where.cover(*span))


def _whole(shown: str, place: Span | None) -> Run:
    return Run(shown, place[0], place[1] - place[0]) if place else Run(shown, None)


def _verbatim(where: Verbatim, span: Span) -> Iterator[Run]:
    for start, end, offset in where.cut(*span):
        yield Run(where.content[start:end], offset)


def runs_html(runs: Sequence[Run], attribute: Attribute) -> str:
    """Runs as HTML; those that go on where the one before them ends are joined to it."""
    written: list[str] = []
    first = 0
    for last, run in enumerate(runs, start=1):
        if last == len(runs) or not _follows(run, runs[last]):
            text = "".join(one.text for one in runs[first:last])
            written.append(_run_html(Run(text, runs[first].offset, run.length), attribute))
            first = last
    return "".join(written)


def _follows(before: Run, run: Run) -> bool:
    if before.length is not None or run.length is not None:
        return False
    if before.offset is None or run.offset is None:
        return before.offset is run.offset
    return before.offset + len(before.text) == run.offset


def _run_html(run: Run, attribute: Attribute) -> str:
    text = html.escape(run.text, quote=False)
    if run.offset is None:
        return text
    length = "" if run.length is None else f' data-l="{run.length}"'
    own = attribute(f' data-o="{run.offset}"{length}')
    return f"<span{own}>{text}</span>"


def code_span_html(token: Token, span: Span | None, where: Verbatim, attribute: Attribute) -> str:
    """An inline code span; a line feed in it is shown as a blank."""
    runs = list(_code_runs(token, span, where))
    if len(runs) == 1 and runs[0].offset is not None and runs[0].length is None:
        own = attribute(f' data-o="{runs[0].offset}"')
        return f"<code{own}>{html.escape(runs[0].text, quote=False)}</code>"
    return f"<code>{runs_html(runs, attribute)}</code>"


def _code_runs(token: Token, span: Span | None, where: Verbatim) -> Iterator[Run]:
    if span is None:
        yield Run(token.content, None)
        return
    ticks = len(token.markup)
    inside = span[1] - span[0] - 2 * ticks
    position = span[0] + ticks + (inside - len(token.content)) // 2
    for line in re.split(r"(\n)", where.content[position : position + len(token.content)]):
        end = position + len(line)
        if line == "\n":
            yield _whole(" ", where.cover(position, end))
        else:
            yield from _verbatim(where, (position, end))
        position = end


def code_block_html(shown: str, where: Verbatim) -> str:
    """A ``code`` element around ``shown``, the coloured HTML of ``where.content``."""
    if html.unescape(_TAG.sub("", shown)) != where.content:
        return f"<code>{shown}</code>"
    parts = list(where.cut(0, len(where.content)))
    if len(parts) == 1 and parts[0][2] is not None:
        return f'<code data-o="{parts[0][2]}">{shown}</code>'
    lines = [f"{line}\n" for line in shown.split("\n")]
    lines[-1] = lines[-1][:-1]
    written: list[str] = []
    first = 0
    for start, end, offset in parts:
        last = first + where.content.count("\n", start, end) + (end == len(where.content))
        text, first = "".join(lines[first:last]), last
        written.append(text if offset is None else f'<span data-o="{offset}">{text}</span>')
    return f"<code>{''.join(written)}</code>"


@dataclass(frozen=True, slots=True)
class HtmlRuns:
    """Writes the text between the tags of a document's own HTML as runs."""

    where: Verbatim
    attribute: Attribute

    def text(self, span: Span) -> str:
        """Text as HTML, blanks at its ends outside of runs: between cells they must stay bare."""
        text = self.where.content[slice(*span)]
        lead, tail = len(text) - len(text.lstrip()), len(text.rstrip())
        if lead >= tail:
            return text
        inner = "".join(self._parts((span[0] + lead, span[0] + tail)))
        return f"{text[:lead]}{inner}{text[tail:]}"

    def place(self, span: Span) -> str:
        """Attributes of what stands for a tag."""
        return self.attribute(unit(self.where.cover(*span)))

    def _parts(self, span: Span) -> Iterator[str]:
        """Text with entities; what a browser decodes is a run of its own."""
        content, position = self.where.content, span[0]
        for match in _ENTITY.finditer(content, *span):
            if html.unescape(match[0]) == match[0]:
                continue
            yield self._plain((position, match.start()))
            own = self.place(match.span())
            yield f"<span{own}>{match[0]}</span>" if own else match[0]
            position = match.end()
        yield self._plain((position, span[1]))

    def _plain(self, span: Span) -> str:
        return runs_html(list(_verbatim(self.where, span)), self.attribute)
