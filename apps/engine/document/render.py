"""A student's Markdown as safe HTML, every block and cell marked with its place in the source.

The way: parse, replace what is dangerous or ours by placeholders, let the parser's renderer write
HTML, clean all of it with an allow-list, and only then fill in our own attributes, formulas, code
and diagrams. A placeholder is an attribute whose name is a hash over the text itself, so no text can
contain its own placeholder.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from hashlib import blake2s

from markdown_it.token import Token

from apps.engine.document.blocks import Walk
from apps.engine.document.front_matter import read_front_matter
from apps.engine.document.markdown import blanked, find_headings, within_limit
from apps.engine.document.parser import parse, parser
from apps.engine.document.render_code import code_html
from apps.engine.document.render_inline import prepare_inline
from apps.engine.document.render_page import DrawDiagram, Page, Resolve, replace
from apps.engine.document.render_raw import ATTRIBUTES, TAGS, rebuilt
from apps.engine.document.render_runs import (
    HtmlRuns,
    code_block_html,
    unit,
)
from apps.engine.document.slugs import Slugger
from apps.engine.document.tables import split_row
from apps.engine.document.verbatim import (
    Verbatim,
    verbatim_cell,
    verbatim_heading,
    verbatim_lines,
)
from apps.engine.text import CanonicalText

_SCHEMES = {"http", "https", "mailto"}
_ALIGN = {"text-align:right": "right", "text-align:center": "centre", "text-align:left": "left"}


def _nothing(_: object) -> None:
    return None


def render_html(
    path: str,
    text: CanonicalText,
    *,
    resolve: Resolve = _nothing,
    diagram: DrawDiagram = _nothing,
    mathml: bool = True,
) -> str:
    """Safe HTML of a Markdown file.

    Args:
        path: Path of the file in its package; relative links start from its folder.
        text: Its canonical text.
        resolve: Address of a file of the package, or None.
        diagram: HTML of the drawing of fence n (as in ``Document.fences``), or None for its source.
            It is inserted as it is and must be safe.
        mathml: Whether formulas become MathML; else their source is shown.

    Blocks and table cells carry ``data-src-start`` and ``data-src-end`` (code points); headings carry
    ``id="u-<slug>"``. Nothing of the student's ids, classes, styles or data attributes is left.
    """
    text, _ = within_limit(text)
    tokens = parse(blanked(text.text, read_front_matter(text).end))
    walk = Walk(text, lambda _: 0)
    walk.run(tokens)
    key = blake2s(text.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    page = Page(path, text, resolve, diagram, f"x{key}", mathml=mathml)
    _prepare(tokens, walk, page)
    md = parser()
    written = md.renderer.render(tokens, md.options, {})
    return _filled(_cleaned(written, page.key), page)


def _cleaned(written: str, key: str) -> str:
    import nh3

    attributes = {name: set(allowed) for name, allowed in ATTRIBUTES.items()}
    attributes["*"] = {f"data-{key}"}
    return nh3.clean(
        written,
        tags=set(TAGS),
        attributes=attributes,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow ugc",
        strip_comments=True,
    )


def _filled(cleaned: str, page: Page) -> str:
    """Put our own attributes and contents where their placeholders stand."""
    whole = re.compile(rf'<(div|span) data-{page.key}="(\d+)"></\1>')

    def insert(match: re.Match[str]) -> str:
        return page.inserts.get(int(match[2]), match[0])

    marked = re.sub(
        rf' data-{page.key}="(\d+)"',
        lambda match: page.attributes[int(match[1])],
        whole.sub(insert, cleaned),
    )
    return marked.replace(f" data-{page.key}", "")


def _place(span: tuple[int, int] | None) -> str:
    return f' data-src-start="{span[0]}" data-src-end="{span[1]}"' if span else ""


def _prepare(tokens: list[Token], walk: Walk, page: Page) -> None:
    """Mark blocks and replace what must not pass through as it is."""
    slugs = _heading_slugs(tokens, page.text)
    fences = {fence.start: fence.index for fence in walk.fences}
    cells: list[tuple[int, int]] = []
    holder, cell, note = Token("", "", 0), None, 0
    for token in tokens:
        span = walk.placed.get(id(token))
        if token.type == "tr_open":
            cells = split_row(page.text.text, *token.meta["span"])[::-1]
            token.attrs = {}
        elif token.type in ("td_open", "th_open"):
            cell = cells.pop() if cells else None
            _mark_cell(token, cell, page)
        elif token.type == "inline":
            where = page.notes.get(note) if token.map is None else None
            where = where or _verbatim(token, holder, cell, page.text)
            prepare_inline(token.children or [], where, page)
        elif token.type in ("fence", "code_block"):
            _replace_code(token, span, fences, page)
        elif token.type in ("math_block", "math_block_label"):
            replace(token, _formula_block(token, span, page))
        elif token.type == "html_block":
            write = HtmlRuns(_block_lines(token, page.text), page.attribute)
            replace(token, rebuilt(token.content, page.link, page.image, page.depth, write))
        elif token.type == "heading_open":
            slug = slugs.get(token.map[0] if token.map else -1)
            name = f' id="u-{html.escape(slug)}"' if slug else ""
            page.mark(token, f"{name}{_place(span)}")
        elif token.type.startswith("footnote"):
            note = int(token.meta["id"]) if token.type == "footnote_open" else note
            _prepare_footnote(token, span, page)
        elif token.nesting == 1:
            keep = token.attrs.get("start") if token.type == "ordered_list_open" else None
            page.mark(token, _place(span))
            if keep is not None:
                token.attrs["start"] = keep
        holder = token


def _verbatim(
    inline: Token, holder: Token, cell: tuple[int, int] | None, text: CanonicalText
) -> Verbatim:
    """Where the content of an inline token stands; ``holder`` is the token that opens its block."""
    if holder.type in ("td_open", "th_open"):
        return verbatim_cell(inline.content, text.text, cell) if cell else Verbatim(inline.content)
    if inline.map is None:
        return Verbatim(inline.content)
    first, last = inline.map
    if holder.type == "heading_open" and holder.markup.startswith("#"):
        return verbatim_heading(inline.content, text, first + 1)
    return verbatim_lines(inline.content, text, first + 1, last - first)


def _block_lines(token: Token, text: CanonicalText) -> Verbatim:
    """Where the lines of a block of code or HTML stand."""
    content = token.content.removesuffix("\n")
    if token.map is None:
        return Verbatim(content)
    first = token.map[0] + (2 if token.type == "fence" else 1)
    count = content.count("\n") + 1
    return verbatim_lines(content, text, first, count, whole=token.type != "html_block")


def _formula_block(token: Token, span: tuple[int, int] | None, page: Page) -> str:
    shown = page.formula(token.content.strip(), block=True)
    start = page.text.text.find("$$", *span) if span else -1
    own = unit((start, span[1])) if span and start != -1 else ""
    return page.placeholder("div", f'<div class="math"{_place(span)}{own}>{shown}</div>')


def _heading_slugs(tokens: Sequence[Token], text: CanonicalText) -> dict[int, str]:
    """Slugs of top-level headings by the index of their line."""
    slugger = Slugger()
    return {heading.line - 1: slugger.slug(heading.text) for heading in find_headings(tokens, text)}


def _mark_cell(token: Token, span: tuple[int, int] | None, page: Page) -> None:
    align = _ALIGN.get(str(token.attrs.get("style", "")), "")
    scope = ' scope="col"' if token.type == "th_open" else ""
    aligned = f' class="align-{align}"' if align else ""
    page.mark(token, f"{scope}{aligned}{_place(span)}")


def _replace_code(
    token: Token, span: tuple[int, int] | None, fences: dict[int, int], page: Page
) -> None:
    place = _place(span)
    language = token.info.strip().split(maxsplit=1)[0].strip("{}.").lower() if token.info else ""
    index = fences.get(span[0]) if span and token.type == "fence" else None
    drawn = page.diagram(index) if index is not None else None
    if drawn is not None:
        shown = f'<figure class="diagram" data-fence="{index}"{place}>{drawn}</figure>'
    else:
        name = f' data-language="{html.escape(language)}"' if language else ""
        where = _block_lines(token, page.text)
        code = code_block_html(code_html(where.content, language), where)
        shown = f'<pre class="code"{name}{place}>{code}</pre>'
    replace(token, page.placeholder("div", shown))


def _prepare_footnote(token: Token, span: tuple[int, int] | None, page: Page) -> None:
    if token.type == "footnote_block_open":
        line = page.placeholder("div", '<hr class="footnotes-sep">')
        replace(token, f"{line}<ol>")
    elif token.type == "footnote_block_close":
        replace(token, "</ol>")
    elif token.type == "footnote_open":
        number = int(token.meta["id"]) + 1
        page.attributes.append(f' id="u-fn-{number}"{_place(span)}')
        replace(token, f'<li data-{page.key}="{len(page.attributes) - 1}">')
    elif token.type == "footnote_close":
        replace(token, "</li>")
    elif token.type == "footnote_anchor":
        number, again = int(token.meta["id"]) + 1, int(token.meta.get("subId", 0))
        name = f"{number}-{again}" if again else f"{number}"
        back = f' <a href="#u-fnref-{name}" aria-label="back to the text">↩</a>'
        replace(token, page.placeholder("span", back))
