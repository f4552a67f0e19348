"""The one Markdown parser of the product: CommonMark with tables, footnotes, task lists and math.

The reader of the document model and the renderer share it, so that both see the same blocks. Two
things are added to what markdown-it-py does: tokens learn where they stand (table rows in the source,
what is not plain text or emphasis in the inline text around it), and blocks whose inline text is
hostile stay plain text, which keeps the whole parse linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.rules_block.table import table as table_rule
from markdown_it.rules_core.state_core import StateCore
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from apps.engine.document.containers import mermaid_container

InlineRule = Callable[[StateInline, bool], bool]

MAX_INLINE = 64_000
"""Characters of one paragraph or cell above which its inline marks are not interpreted."""
MAX_BRACKETS = 2_000
"""Opening brackets in one paragraph above which its inline marks are not interpreted."""

_SPECIAL = re.compile(r"[\\`*_\[\]!<>&$~^\n]")
_TASK = re.compile(r"\[[ xX]\][ \t\u00a0]")
_PLACED_INLINE = frozenset(
    {
        "newline", "escape", "math_inline", "backticks", "link", "image", "footnote_inline",
        "footnote_ref", "autolink", "html_inline", "entity",
    }
)  # fmt: skip


def _table_with_places(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The table rule; every row token learns the source span of its line without prefix."""
    first = len(state.tokens)
    if not table_rule(state, start, end, silent):
        return False
    if not silent:
        for token in state.tokens[first:]:
            if token.type == "tr_open" and token.map:
                line = token.map[0]
                token.meta["span"] = (state.bMarks[line] + state.tShift[line], state.eMarks[line])
    return True


def _placed(rule: InlineRule) -> InlineRule:
    """An inline rule whose first token learns its span in the inline text."""

    def place(state: StateInline, silent: bool) -> bool:
        start, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[first:]:
                if token.type != "text":
                    token.meta["span"] = (start, state.pos)
                    break
        return True

    return place


def is_hostile(content: str) -> bool:
    """Whether inline text is too large or too full of brackets to be interpreted in linear time."""
    return len(content) > MAX_INLINE or content.count("[") > MAX_BRACKETS


def _inline(state: StateCore) -> None:
    """The core rule that parses inline text; plain text takes a short way."""
    for index, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        content = token.content
        if content and (not _SPECIAL.search(content) or is_hostile(content)):
            token.children = [Token("text", "", 0, content=content)]
        else:
            children = token.children = token.children or []
            state.md.inline.parse(content, state.md, state.env, children)
            if _TASK.match(content) and index > 1:
                _mark_task(state.tokens[index - 2], children)


def _mark_task(item: Token, children: list[Token]) -> None:
    """Turn the "[x] " that begins a list item into a token of its own."""
    if item.type == "list_item_open" and children[0].type == "text":
        content = children[0].content
        children[0].content = content[3:].lstrip()
        span = (0, len(content) - len(children[0].content))
        done = content[1:2] in "xX"
        children.insert(0, Token("task", "", 0, content="x" if done else " ", meta={"span": span}))


@cache
def parser() -> MarkdownIt:
    """The configured parser; it keeps no state between documents."""
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    md.use(footnote_plugin)
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False)
    md.block.ruler.at("table", _table_with_places, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before(
        "html_block", "mermaid_container", mermaid_container, {"alt": ["paragraph", "reference"]}
    )
    md.core.ruler.at("inline", _inline)
    md.disable("text_join")  # escapes and entities stay tokens of their own: they look different
    for rule in md.inline.ruler.__rules__:
        if rule.name in _PLACED_INLINE:
            md.inline.ruler.at(rule.name, _placed(rule.fn))
    return md


def parse(source: str) -> list[Token]:
    """Tokens of ``source``, which must hold line feeds only (canonical text)."""
    return parser().parse(source)
