"""What stands within a block, on its way to HTML: links, pictures, formulas, code, notes."""

from __future__ import annotations

import html
from collections.abc import Callable

from markdown_it.token import Token

from apps.engine.document.links import link_kind
from apps.engine.document.render_page import Page, replace
from apps.engine.document.render_raw import rebuilt
from apps.engine.document.render_runs import (
    HtmlRuns,
    code_span_html,
    inline_spans,
    unit,
    write_text,
)
from apps.engine.document.verbatim import Verbatim

Span = tuple[int, int]


def prepare_inline(children: list[Token], where: Verbatim, page: Page) -> None:
    """Place the words of a block, and replace what must not pass through as it is."""
    spans = list(inline_spans(children, where.content))
    for token, span in zip(children, spans, strict=True):
        if token.type in ("text", "text_special", "softbreak"):
            continue
        prepare = _PREPARED.get(token.type)
        if prepare is not None:
            prepare(token, span, where, page)
        elif token.attrs:
            token.attrs = {}
    write_text(children, spans, where, page.attribute)


def _own(span: Span | None, where: Verbatim) -> str:
    """Attributes of what stands for its source as a whole."""
    return unit(where.cover(*span)) if span else ""


def _formula(token: Token, span: Span | None, where: Verbatim, page: Page) -> None:
    shown = page.formula(token.content, block=token.type != "math_inline")
    replace(token, page.placeholder("span", f"<span{_own(span, where)}>{shown}</span>"))


def _html(token: Token, span: Span | None, where: Verbatim, page: Page) -> None:
    write = HtmlRuns(where.part(*span) if span else Verbatim(token.content), page.attribute)
    replace(token, rebuilt(token.content, page.link, page.image, page.depth, write))


def _code(token: Token, span: Span | None, where: Verbatim, page: Page) -> None:
    replace(token, code_span_html(token, span, where, page.attribute))


def _break(token: Token, span: Span | None, where: Verbatim, page: Page) -> None:
    line = (span[0], where.content.index("\n", span[0]) + 1) if span else (0, 0)
    replace(token, f"<br{page.attribute(unit(where.cover(*line)))}>\n")


def _link(token: Token, _span: Span | None, _where: Verbatim, page: Page) -> None:
    title = token.attrs.get("title")
    href = page.link(str(token.attrs.get("href", "")))
    token.attrs = {"href": href} if href else {}
    if title:
        token.attrs["title"] = title


def _task(token: Token, _span: Span | None, where: Verbatim, page: Page) -> None:
    label, sign = ("done", "☑") if token.content == "x" else ("to do", "☐")
    own = unit(where.cover(0, 3))
    box = f'<span class="task" role="img" aria-label="{label}"{own}>{sign}</span> '
    replace(token, page.placeholder("span", box))


def _image(token: Token, span: Span | None, where: Verbatim, page: Page) -> None:
    own = _own(span, where)
    source = str(token.attrs.get("src", ""))
    alt = html.escape(token.content)
    address = page.image(source)
    if address:
        title = token.attrs.get("title")
        shown = f' title="{html.escape(str(title))}"' if title else ""
        own = page.attribute(own)
        replace(token, f'<img src="{html.escape(address)}" alt="{alt}"{shown}{own}>')
        return
    link = page.link(source) if link_kind(source) == "external" else None
    if link:
        own = page.attribute(own)
        replace(token, f'<a href="{html.escape(link)}"{own}>{alt or html.escape(link)}</a>')
        return
    missing = f'<span class="missing-image"{own}>{alt or html.escape(source)}</span>'
    replace(token, page.placeholder("span", missing))


def _footnote_reference(token: Token, span: Span | None, where: Verbatim, page: Page) -> None:
    if span and where.content.startswith("^[", span[0]):
        # The note is shown elsewhere; its number stands for the sign in front of it.
        page.notes[int(token.meta["id"])] = where.part(span[0] + 2, span[1] - 1)
        span = span[0], span[0] + 2
    own = _own(span, where)
    number, again = int(token.meta["id"]) + 1, int(token.meta.get("subId", 0))
    name = f"{number}-{again}" if again else f"{number}"
    link = f'<a href="#u-fn-{number}" id="u-fnref-{name}">{number}</a>'
    shown = f'<sup class="footnote-ref"{own}>{link}</sup>'
    replace(token, page.placeholder("span", shown))


_PREPARED: dict[str, Callable[[Token, Span | None, Verbatim, Page], None]] = {
    "math_inline": _formula,
    "math_inline_double": _formula,
    "html_inline": _html,
    "code_inline": _code,
    "hardbreak": _break,
    "task": _task,
    "link_open": _link,
    "image": _image,
    "footnote_ref": _footnote_reference,
}
"""What becomes of a token, by its type; of all others only the tag stays."""
