"""Mermaid sources outside of code fences: ``::: mermaid`` of wikis, ``<pre class="mermaid">`` of pages.

They become the same tokens as fences, so that everything behind the parser sees one kind of diagram.
"""

from __future__ import annotations

import re

from markdown_it.rules_block.state_block import StateBlock

_OPEN = re.compile(
    r"(?P<colons>:{3,}[ \t]*\{?\.?)mermaid\b"
    r"|(?P<tag><(?P<name>pre|div)\b[^<>]{0,200}?\bclass=[\"']?)mermaid\b[^<>]{0,200}>[ \t]*\Z",
    re.IGNORECASE,
)


def mermaid_container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: the lines up to ``:::`` or the closing tag, which must be there."""
    if state.is_code_block(start):
        return False
    opening = _OPEN.match(_line(state, start))
    if opening is None:
        return False
    closing = f"</{opening['name'].lower()}>" if opening["name"] else ":::"
    last = _closing_line(state, start + 1, end, closing)
    if last is None:
        return False
    if silent:
        return True
    token = state.push("fence", "code", 0)
    token.markup, token.info = opening["colons"] or opening["tag"], "mermaid"
    content = state.getLines(start + 1, last, state.sCount[start], True)
    token.content = _arrows(content) if opening["tag"] else content
    token.map = [start, last + 1]
    state.line = last + 1
    return True


def _arrows(content: str) -> str:
    """``--&gt;`` of a page as ``-->``, padded so that every place stays."""
    return content.replace("&gt;", ">   ").replace("&lt;", "<   ")


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _closing_line(state: StateBlock, start: int, end: int, closing: str) -> int | None:
    """The first line that is ``closing`` alone; once there is none, later blocks do not look again."""
    unclosed = state.env.setdefault("mermaid_unclosed", set())
    if closing in unclosed:
        return None
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
        if _line(state, line).strip().lower() == closing:
            return line
    unclosed.add(closing)
    return None
