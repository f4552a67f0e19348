"""Text of labels: line breaks, markup and entities become plain lines."""

from __future__ import annotations

import html
import re

MAX_LABEL = 500
"""Longer labels are cut; they are text, not names."""

_BREAK = re.compile(r"<br\s{0,3}/?\s{0,3}>|\\n|\n", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:b|i|u|s|em|strong|code|small|sub|sup|span|font|a|p|div|center|big|tt|h[1-6]|ul|li|img|hr|pre|mark)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"#(\d{1,7}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_HTML_ENTITY = re.compile(r"&(#?\w{1,31});")
_ICON = re.compile(r"\bfa[bklrs]?:fa-[\w-]+\s?")
_STRONG = re.compile(r"(\*\*|__)(\S(?:[^*_]{0,300}\S)?)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(\S(?:[^*_]{0,300}\S)?)\1(?![\w*])")


def _entity(found: re.Match[str]) -> str:
    """``#35;`` and ``#quot;`` as Mermaid writes them; unknown names stay as they are."""
    name = found[1]
    decoded = html.unescape(f"&#{name};" if name.isdigit() else f"&{name};")
    return found[0] if decoded.startswith("&") and name != "amp" else decoded


def plain(text: str, *, markdown: bool = False) -> str:
    """``text`` without markup and entities; line breaks are kept."""
    text = _BREAK.sub("\n", text)
    text = _MARKUP.sub("", text)
    if "#" in text:
        text = _ENTITY.sub(_entity, text)
    if "&" in text:
        text = _HTML_ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "fa" in text:
        text = _ICON.sub("", text)
    if markdown:
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return text


def lines(text: str, *, markdown: bool = False) -> tuple[str, ...]:
    """The label's lines, trimmed and without empty ones; at most ``MAX_LABEL`` characters."""
    shown = plain(text[: 4 * MAX_LABEL], markdown=markdown)
    if len(shown) > MAX_LABEL:
        shown = shown[: MAX_LABEL - 1] + "…"
    return tuple(line for line in (" ".join(part.split()) for part in shown.split("\n")) if line)


def too_long(text: str) -> bool:
    """Whether ``lines`` cuts this label."""
    return len(text) > MAX_LABEL
