"""Code and formulas as HTML: Pygments for code, MathML for formulas, both from our own hand."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAX_HIGHLIGHT = 20_000
"""Characters of one code block above which it stays uncoloured."""
MAX_FORMULA = 2_000
"""Characters of one formula above which its source is shown."""

_LEXERS = frozenset(
    {
        "bash", "c", "c#", "cpp", "csharp", "css", "diff", "docker", "dockerfile", "go", "graphql",
        "hcl", "html", "http", "ini", "java", "javascript", "js", "json", "kotlin", "latex", "lua",
        "makefile", "markdown", "nginx", "php", "powershell", "properties", "proto", "protobuf",
        "py", "python", "r", "ruby", "rust", "scala", "sh", "shell", "sql", "swift", "terraform",
        "toml", "ts", "typescript", "xml", "yaml", "yml",
    }
)  # fmt: skip
_MATH_TAGS = frozenset(
    {
        "math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac",
        "msqrt", "mroot", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle",
        "mpadded", "mphantom", "menclose", "mfenced", "mmultiscripts", "mprescripts", "none",
    }
)  # fmt: skip
_MATH_ATTRIBUTES = frozenset(
    {
        "display", "mathvariant", "stretchy", "fence", "separator", "lspace", "rspace", "form",
        "accent", "accentunder", "linethickness", "columnalign", "rowspacing", "columnspacing",
        "width", "height", "depth", "displaystyle", "scriptlevel", "minsize", "maxsize",
        "movablelimits", "notation", "columnlines", "rowlines",
    }
)  # fmt: skip
_PLAIN_VALUE = re.compile(r"[\w .%+-]*\Z")


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        # With the newlines left as they are, the coloured text is the source, sign by sign.
        known = language in _LEXERS
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if known else None
    except ClassNotFound:
        return None


def code_html(source: str, language: str) -> str:
    """The inside of a ``code`` element: escaped, coloured by classes where the language is known."""
    lexer = _lexer(language) if len(source) <= MAX_HIGHLIGHT else None
    if lexer is None:
        return html.escape(source, quote=False)
    from pygments import highlight
    from pygments.formatters import HtmlFormatter

    shown = str(highlight(source, lexer, HtmlFormatter(nowrap=True)))
    # The formatter ends every line, also one that has no end.
    return shown if source.endswith("\n") else shown.removesuffix("\n")


def math_html(source: str, *, block: bool) -> str:
    """A formula as MathML, or its source in a ``code`` element when it cannot be read."""
    if len(source) <= MAX_FORMULA:
        converted = _mathml(source, block=block)
        if converted:
            return converted
    return formula_source(source)


def formula_source(source: str) -> str:
    """The source of a formula, shown as it is."""
    return f'<code class="formula">{html.escape(source)}</code>'


def _mathml(source: str, *, block: bool) -> str:
    from xml.etree import ElementTree as ET

    from latex2mathml.converter import convert

    try:
        written = convert(source, display="block" if block else "inline")
        return _allowed(ET.fromstring(written))  # noqa: S314 - XML made by our own converter
    except Exception:  # noqa: BLE001 - the converter raises whatever it meets; the source is shown
        return ""


def _allowed(root: object) -> str:
    """Serialise MathML, allow-listed elements and attributes only; others give their content."""
    from xml.etree.ElementTree import Element

    parts: list[str] = []
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if not isinstance(item, Element):
            continue
        name = str(item.tag).rpartition("}")[2]
        known = name in _MATH_TAGS
        if known:
            parts.append(f"<{name}{_attributes(item.attrib)}>")
        parts.append(html.escape(item.text or ""))
        if known:
            stack.append(f"</{name}>")
        for child in reversed(item):
            stack.extend((html.escape(child.tail or ""), child))
    return "".join(parts)


def _attributes(found: dict[str, str]) -> str:
    return "".join(
        f' {name}="{value}"'
        for name, value in found.items()
        if name in _MATH_ATTRIBUTES and _PLAIN_VALUE.match(value)
    )
