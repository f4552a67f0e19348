"""Tokens of the parser to blocks, tables, fences and links with places.

One walk over the flat token list with a stack of open containers; nothing recursive, so depth costs
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2s

from markdown_it.token import Token

from apps.engine.document.html_tables import last_table_close, read_html_tables
from apps.engine.document.html_tags import strip_tags
from apps.engine.document.links import html_links, inline_links
from apps.engine.document.model import Block, BlockKind, Fence, Link, Table
from apps.engine.document.parser import is_hostile
from apps.engine.document.plain import plain_text
from apps.engine.document.spans import SpanMap, heading_map, line_tail, paragraph_map
from apps.engine.document.tables import MAX_ROWS, cell_map, read_rows, split_row
from apps.engine.text import CanonicalText

_LANGUAGE = re.compile(r"[A-Za-z][\w+#-]*")
_CONTAINERS: dict[str, BlockKind] = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "footnote_open": "footnote",
}
_CLOSING = {name.replace("_open", "_close") for name in _CONTAINERS}
_HOLDS_TEXT = {"item", "footnote"}


@dataclass(slots=True)
class _Open:
    """An open container: its block's position in the list, and the text gathered for it."""

    block: int
    kind: BlockKind
    token: Token
    texts: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """What the walk over one document's tokens gathers.

    ``placed`` holds the span of the block that a token opens, by the token's identity; ``top`` the
    spans of top-level blocks; ``code`` those of code.
    """

    text: CanonicalText
    section_of: Callable[[int], int]
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    top: list[tuple[int, int]] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    html_end: int = 0
    open: list[_Open] = field(default_factory=list)
    placed: dict[int, tuple[int, int]] = field(default_factory=dict)

    def run(self, tokens: Sequence[Token]) -> None:
        """Walk over all tokens."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "table_open":
                close = _matching(tokens, index)
                self._table(tokens[index : close + 1])
                index = close
            elif token.type in ("paragraph_open", "heading_open"):
                self._inline_block(token, tokens[index + 1])
                index += 1
            elif token.type in _CONTAINERS:
                self._enter(token)
            elif token.type in _CLOSING:
                self._leave()
            else:
                self._leaf(token)
            index += 1
        self._finish()

    @cached_property
    def _last_close(self) -> int:
        return last_table_close(self.text.text)

    def _enter(self, token: Token) -> None:
        kind = _CONTAINERS[token.type]
        depth = sum(1 for item in self.open if item.kind == "list") + (kind == "list")
        start, end = self._lines(token) if token.map else (0, 0)
        if token.map:
            self._add(kind, "", start, end, depth if kind in ("list", "item") else 0, token)
        self.open.append(_Open(len(self.blocks) - 1 if token.map else -1, kind, token))

    def _leave(self) -> None:
        if not self.open:  # a footnote inside a footnote closes more than it opened
            return
        closed = self.open.pop()
        if closed.texts and closed.block >= 0:
            block = self.blocks[closed.block]
            self.blocks[closed.block] = replace(block, text="\n".join(closed.texts))

    def _inline_block(self, token: Token, inline: Token) -> None:
        if inline.map is None:
            return
        plain = plain_text(inline.children).strip()
        spans = self._span_map(token, inline)
        self._inline_links(inline, spans)
        if is_hostile(inline.content):
            line = inline.map[0] + 1
            self.warnings.append(
                f"{self.text.artifact}, line {line}: this paragraph is too long or has too many "
                "brackets; its links and marks were not read."
            )
        holder = self.open[-1] if self.open else None
        if token.type == "paragraph_open" and holder and holder.kind in _HOLDS_TEXT:
            self._held(holder, plain, token)
            self.placed[id(token)] = spans.span(0, len(inline.content))
            return
        start, end = spans.span(0, len(inline.content))
        if token.level == 0:
            start, end = self._lines(token)
        if token.type == "heading_open":
            self._add("heading", plain, start, end, int(token.tag[1:]), token)
        elif plain or inline.content:
            only_images = _only_images(inline.children)
            self._add("figure" if only_images else "para", plain, start, end, 0, token)

    def _held(self, holder: _Open, plain: str, paragraph: Token) -> None:
        """Give a paragraph's text to the item or footnote it stands in.

        The parser gives footnotes no lines; the footnote begins where its first paragraph does.
        """
        if holder.block < 0:
            self._add(holder.kind, "", *self._lines(paragraph), 0, holder.token)
            holder.block = len(self.blocks) - 1
        holder.texts.append(plain)

    def _span_map(self, token: Token, inline: Token) -> SpanMap:
        line = (inline.map or [0])[0] + 1
        if token.type == "heading_open" and token.markup.startswith("#"):
            return heading_map(self.text, inline.content, line)
        return paragraph_map(self.text, inline.content, line)

    def _inline_links(self, inline: Token, spans: SpanMap) -> None:
        start = spans.source(0)
        self.links += inline_links(inline.children, spans, self.section_of(start), self.text)

    def _leaf(self, token: Token) -> None:
        if token.map is None:
            return
        if token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type in ("math_block", "math_block_label"):
            start, end = self._lines(token)
            self._add("math", token.content.strip(), start, end, 0, token)
        elif token.type == "html_block":
            self._html(token)

    def _code(self, token: Token) -> None:
        start, end = self._lines(token)
        self.code.append((start, end))
        self._add("code", token.content.rstrip("\n"), start, end, 0, token)
        if token.type == "code_block" or token.map is None:
            return
        opening = self.text.line_span(token.map[0] + 1)
        shift = self.text.text.find(token.markup + token.info, *opening)
        first = min(token.map[0] + 2, len(self.text.line_starts))
        source_start = line_tail(self.text, first, token.content.split("\n", 1)[0])
        language = _LANGUAGE.search(token.info)
        self.fences.append(
            Fence(
                index=len(self.fences),
                section=self.section_of(start),
                info=token.info.strip(),
                language=language.group().lower() if language else "",
                source=token.content,
                source_start=source_start,
                source_line=first,
                indent=max(0, shift - opening[0]),
                caption="",
                start=start,
                end=end,
                line=token.map[0] + 1,
                end_line=self.text.line_at(max(start, end - 1)),
            )
        )

    def _html(self, token: Token) -> None:
        start, end = self._lines(token)
        if start < self.html_end:
            return
        section = self.section_of(start)
        tables, table_end = read_html_tables(
            self.text, (start, end), self._last_close, len(self.tables), section
        )
        self.tables += tables
        self.html_end = end = max(end, table_end)
        self.links += html_links(self.text, start, end, section)
        stripped = strip_tags(self.text.text[start:end])
        if tables:
            self._add("table", stripped, start, end, 0, token)
        elif stripped or "<img" in token.content:
            self._add("html" if stripped else "figure", stripped, start, end, 0, token)

    def _table(self, tokens: Sequence[Token]) -> None:
        start, end = self._lines(tokens[0])
        section = self.section_of(start)
        raw = read_rows(tokens, self.text)
        if raw.left_out:
            self.warnings.append(
                f"{self.text.artifact}, line {self.text.line_at(start)}: this table has "
                f"{raw.left_out + MAX_ROWS:,} rows; we read the first {MAX_ROWS:,}."
            )
        self._cell_links(tokens)
        line, end_line = self.text.line_at(start), self.text.line_at(max(start, end - 1))
        self.tables.append(
            Table(len(self.tables), section, "", raw.header, raw.rows, start, end, line, end_line)
        )
        rows = (" | ".join(cell.text for cell in row) for row in (raw.header, *raw.rows))
        self._add("table", "\n".join(rows), start, end, 0, tokens[0])

    def _cell_links(self, tokens: Sequence[Token]) -> None:
        spans: list[tuple[int, int]] = []
        column = 0
        for token in tokens:
            if token.type == "tr_open":
                spans, column = [], 0
                row = token.meta["span"]
            elif token.type == "inline":
                if token.children and any(child.meta for child in token.children):
                    spans = spans or split_row(self.text.text, *row)
                    if column < len(spans):
                        self._inline_links(token, cell_map(self.text.text, *spans[column]))
                column += 1

    def _lines(self, token: Token) -> tuple[int, int]:
        """Source span of a token's lines: from the first mark to the end of the last full line."""
        first, last = token.map or (0, 1)
        source = self.text.text
        start, line_end = self.text.line_span(first + 1)
        while start < line_end and source[start] in " \t":
            start += 1
        end = max(start, self.text.line_span(max(last, first + 1))[1])
        while end > start and source[end - 1].isspace():
            end -= 1
        return start, end

    def _add(  # noqa: PLR0913, PLR0917 - the fields of a block
        self, kind: BlockKind, text: str, start: int, end: int, level: int, token: Token
    ) -> None:
        line, end_line = self.text.line_at(start), self.text.line_at(max(start, end - 1))
        section = self.section_of(start)
        self.placed[id(token)] = (start, end)
        self.blocks.append(Block(kind, section, "", text, start, end, line, end_line, level))
        if token.level == 0:
            self.top.append((start, end))

    def _finish(self) -> None:
        """Order blocks by place (footnotes come last from the parser) and name them."""
        self.blocks.sort(key=lambda block: (block.start, -block.end))
        self.links.sort(key=lambda link: link.where.start or 0)
        self.top = sorted(set(self.top))
        self.code.sort()
        seen: dict[str, int] = {}
        for index, block in enumerate(self.blocks):
            name = _content_name(block.kind, self.text.text[block.start : block.end])
            seen[name] = seen.get(name, 0) + 1
            self.blocks[index] = replace(block, stable_id=f"{name}-{seen[name]}")


def _matching(tokens: Sequence[Token], index: int) -> int:
    """Index of the ``table_close`` of the table that opens at ``index``."""
    for position in range(index + 1, len(tokens)):
        if tokens[position].type == "table_close":
            return position
    return len(tokens) - 1


def _only_images(children: Sequence[Token] | None) -> bool:
    """Whether a paragraph holds images and nothing else that is read as text."""
    kinds = {
        token.type
        for token in children or ()
        if token.type != "softbreak"
        and (token.content.strip() or token.type not in ("text", "text_special"))
    }
    return "image" in kinds and kinds <= {"image", "link_open", "link_close"}


def _content_name(kind: str, source: str) -> str:
    digest = blake2s(f"{kind}|{' '.join(source.split())}".encode(), digest_size=6)
    return digest.hexdigest()
