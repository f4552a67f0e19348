"""Plain text of inline Markdown, and counting of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

_WORD = re.compile(r"[^\W_]+(?:['’.,\-][^\W_]+)*")
_BREAKS = {"softbreak", "hardbreak"}
_VERBATIM = {"text", "text_special", "code_inline", "math_inline", "math_inline_double"}
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)


def plain_text(children: Sequence[Token] | None) -> str:
    """Text of inline tokens without markup; images give their alternative text."""
    parts: list[str] = []
    for token in children or ():
        if token.type in _VERBATIM:
            parts.append(token.content)
        elif token.type in _BREAKS or (token.type == "html_inline" and _BR.match(token.content)):
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain_text(token.children))
    return "".join(parts)


def count_words(text: str) -> int:
    """Number of words; "p99", "100K" and "real-time" are one word each."""
    return sum(1 for _ in _WORD.finditer(text))


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case."""
    return [match.group().casefold() for match in _WORD.finditer(text)]
