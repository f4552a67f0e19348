"""A student's Markdown as safe HTML, every block and cell marked with its place in the source.

The way: parse, replace what is dangerous or ours by placeholders, let the parser's renderer write
HTML, clean all of it with an allow-list, and only then fill in our own attributes, formulas, code
and diagrams. A placeholder is an attribute whose name is a hash over the text itself, so no text can
contain its own placeholder.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s

from markdown_it.token import Token

from apps.engine.document.blocks import Walk
from apps.engine.document.front_matter import read_front_matter
from apps.engine.document.links import link_kind, package_path
from apps.engine.document.markdown import blanked, find_headings, within_limit
from apps.engine.document.parser import parse, parser
from apps.engine.document.render_code import code_html, formula_source, math_html
from apps.engine.document.render_raw import ATTRIBUTES, TAGS, Depth, rebuilt
from apps.engine.document.render_runs import (
    HtmlRuns,
    code_block_html,
    code_span_html,
    inline_spans,
    unit,
    write_text,
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

Resolve = Callable[[str], str | None]
"""From a path in the package to the address it is served at; None when there is no such file."""
DrawDiagram = Callable[[int], str | None]
"""From the index of a fence to the HTML of its drawing; None to show the source."""

MAX_FORMULAS = 1_000
"""Formulas of one document that are set as formulas."""

_SCHEMES = {"http", "https", "mailto"}
_SAFE_URL = re.compile(r"(?:https?:|mailto:|//)", re.IGNORECASE)
_ALIGN = {"text-align:right": "right", "text-align:center": "centre", "text-align:left": "left"}


def _nothing(_: object) -> None:
    return None


@dataclass
class _Page:
    """One rendering: what placeholders stand for."""

    path: str
    text: CanonicalText
    resolve: Resolve
    diagram: DrawDiagram
    key: str
    attributes: list[str] = field(default_factory=list)
    inserts: dict[int, str] = field(default_factory=dict)
    depth: Depth = field(default_factory=Depth)
    formulas: int = 0
    notes: dict[int, Verbatim] = field(default_factory=dict)
    mathml: bool = True

    def mark(self, token: Token, own: str) -> None:
        """Give a token attributes of ours, filled in after cleaning."""
        self.attributes.append(own)
        token.attrs = {f"data-{self.key}": str(len(self.attributes) - 1)}

    def attribute(self, own: str) -> str:
        """What stands for attributes of ours in a tag until it is cleaned."""
        if not own:
            return ""
        self.attributes.append(own)
        return f' data-{self.key}="{len(self.attributes) - 1}"'

    def placeholder(self, tag: str, content: str) -> str:
        """An empty element that becomes ``content`` after cleaning."""
        self.attributes.append("")
        self.inserts[len(self.attributes) - 1] = content
        return f'<{tag} data-{self.key}="{len(self.attributes) - 1}"></{tag}>'

    def formula(self, source: str, *, block: bool) -> str:
        """A formula as MathML; as its source when that is asked for or there are too many."""
        self.formulas += 1
        if self.formulas > MAX_FORMULAS or not self.mathml:
            return formula_source(source)
        return math_html(source, block=block)

    def link(self, href: str) -> str | None:
        """Where a link of the student's leads; None for nowhere."""
        kind = link_kind(href)
        if kind == "internal":
            return f"#u-{href[1:]}"
        if kind == "external":
            return href if _SAFE_URL.match(href) else None
        address, _, fragment = href.partition("#")
        url = self._file(address)
        return f"{url}#u-{fragment}" if url and fragment else url

    def image(self, href: str) -> str | None:
        """Where a picture is served; pictures from elsewhere are not loaded."""
        return self._file(href.partition("#")[0]) if link_kind(href) == "file" else None

    def _file(self, address: str) -> str | None:
        from urllib.parse import unquote

        path = package_path(self.path, unquote(address.partition("?")[0]))
        return self.resolve(path) if path else None


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
    page = _Page(path, text, resolve, diagram, f"x{key}", mathml=mathml)
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


def _filled(cleaned: str, page: _Page) -> str:
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


def _prepare(tokens: list[Token], walk: Walk, page: _Page) -> None:
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
            _prepare_inline(token.children or [], where, page)
        elif token.type in ("fence", "code_block"):
            _replace_code(token, span, fences, page)
        elif token.type in ("math_block", "math_block_label"):
            _replace(token, _formula_block(token, span, page))
        elif token.type == "html_block":
            write = HtmlRuns(_block_lines(token, page.text), page.attribute)
            _replace(token, rebuilt(token.content, page.link, page.image, page.depth, write))
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


def _formula_block(token: Token, span: tuple[int, int] | None, page: _Page) -> str:
    shown = page.formula(token.content.strip(), block=True)
    start = page.text.text.find("$$", *span) if span else -1
    own = unit((start, span[1])) if span and start != -1 else ""
    return page.placeholder("div", f'<div class="math"{_place(span)}{own}>{shown}</div>')


def _heading_slugs(tokens: Sequence[Token], text: CanonicalText) -> dict[int, str]:
    """Slugs of top-level headings by the index of their line."""
    slugger = Slugger()
    return {heading.line - 1: slugger.slug(heading.text) for heading in find_headings(tokens, text)}


def _mark_cell(token: Token, span: tuple[int, int] | None, page: _Page) -> None:
    align = _ALIGN.get(str(token.attrs.get("style", "")), "")
    scope = ' scope="col"' if token.type == "th_open" else ""
    aligned = f' class="align-{align}"' if align else ""
    page.mark(token, f"{scope}{aligned}{_place(span)}")


def _replace(token: Token, content: str) -> None:
    """Turn a token into finished HTML."""
    token.type = "html_block" if token.block else "html_inline"
    token.content = content
    token.tag = ""
    token.attrs = {}


def _replace_code(
    token: Token, span: tuple[int, int] | None, fences: dict[int, int], page: _Page
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
    _replace(token, page.placeholder("div", shown))


def _prepare_inline(children: list[Token], where: Verbatim, page: _Page) -> None:
    spans = list(inline_spans(children, where.content))
    for token, span in zip(children, spans, strict=True):
        if token.type in ("text", "text_special", "softbreak"):
            continue
        own = unit(where.cover(*span)) if span else ""
        if token.type in ("math_inline", "math_inline_double"):
            shown = page.formula(token.content, block=token.type != "math_inline")
            _replace(token, page.placeholder("span", f"<span{own}>{shown}</span>"))
        elif token.type == "html_inline":
            write = HtmlRuns(where.part(*span) if span else Verbatim(token.content), page.attribute)
            _replace(token, rebuilt(token.content, page.link, page.image, page.depth, write))
        elif token.type == "code_inline":
            _replace(token, code_span_html(token, span, where, page.attribute))
        elif token.type == "hardbreak":
            line = (span[0], where.content.index("\n", span[0]) + 1) if span else (0, 0)
            _replace(token, f"<br{page.attribute(unit(where.cover(*line)))}>\n")
        elif token.type == "task":
            _replace_task(token, where, page)
        elif token.type == "link_open":
            title = token.attrs.get("title")
            href = page.link(str(token.attrs.get("href", "")))
            token.attrs = {"href": href} if href else {}
            if title:
                token.attrs["title"] = title
        elif token.type == "image":
            _replace_image(token, own, page)
        elif token.type == "footnote_ref":
            if span and where.content.startswith("^[", span[0]):
                # The note is shown elsewhere; its number stands for the sign in front of it.
                page.notes[int(token.meta["id"])] = where.part(span[0] + 2, span[1] - 1)
                own = unit(where.cover(span[0], span[0] + 2))
            _footnote_reference(token, own, page)
        elif token.attrs:
            token.attrs = {}
    write_text(children, spans, where, page.attribute)


def _replace_task(token: Token, where: Verbatim, page: _Page) -> None:
    label, sign = ("done", "☑") if token.content == "x" else ("to do", "☐")
    own = unit(where.cover(0, 3))
    box = f'<span class="task" role="img" aria-label="{label}"{own}>{sign}</span> '
    _replace(token, page.placeholder("span", box))


def _replace_image(token: Token, own: str, page: _Page) -> None:
    source = str(token.attrs.get("src", ""))
    alt = html.escape(token.content)
    address = page.image(source)
    if address:
        title = token.attrs.get("title")
        shown = f' title="{html.escape(str(title))}"' if title else ""
        own = page.attribute(own)
        _replace(token, f'<img src="{html.escape(address)}" alt="{alt}"{shown}{own}>')
        return
    link = page.link(source) if link_kind(source) == "external" else None
    if link:
        own = page.attribute(own)
        _replace(token, f'<a href="{html.escape(link)}"{own}>{alt or html.escape(link)}</a>')
        return
    missing = f'<span class="missing-image"{own}>{alt or html.escape(source)}</span>'
    _replace(token, page.placeholder("span", missing))


def _footnote_reference(token: Token, own: str, page: _Page) -> None:
    number, again = int(token.meta["id"]) + 1, int(token.meta.get("subId", 0))
    name = f"{number}-{again}" if again else f"{number}"
    link = f'<a href="#u-fn-{number}" id="u-fnref-{name}">{number}</a>'
    shown = f'<sup class="footnote-ref"{own}>{link}</sup>'
    _replace(token, page.placeholder("span", shown))


def _prepare_footnote(token: Token, span: tuple[int, int] | None, page: _Page) -> None:
    if token.type == "footnote_block_open":
        line = page.placeholder("div", '<hr class="footnotes-sep">')
        _replace(token, f"{line}<ol>")
    elif token.type == "footnote_block_close":
        _replace(token, "</ol>")
    elif token.type == "footnote_open":
        number = int(token.meta["id"]) + 1
        page.attributes.append(f' id="u-fn-{number}"{_place(span)}')
        _replace(token, f'<li data-{page.key}="{len(page.attributes) - 1}">')
    elif token.type == "footnote_close":
        _replace(token, "</li>")
    elif token.type == "footnote_anchor":
        number, again = int(token.meta["id"]) + 1, int(token.meta.get("subId", 0))
        name = f"{number}-{again}" if again else f"{number}"
        back = f' <a href="#u-fnref-{name}" aria-label="back to the text">↩</a>'
        _replace(token, page.placeholder("span", back))
