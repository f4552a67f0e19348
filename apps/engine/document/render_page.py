"""One rendering: placeholders, and what they become after cleaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it.token import Token

from apps.engine.document.links import link_kind, package_path
from apps.engine.document.render_code import formula_source, math_html
from apps.engine.document.render_raw import Depth
from apps.engine.document.verbatim import Verbatim
from apps.engine.text import CanonicalText

Resolve = Callable[[str], str | None]
"""From a path in the package to the address it is served at; None when there is no such file."""
DrawDiagram = Callable[[int], str | None]
"""From the index of a fence to the HTML of its drawing; None to show the source."""

MAX_FORMULAS = 1_000
"""Formulas of one document that are set as formulas."""

_SAFE_URL = re.compile(r"(?:https?:|mailto:|//)", re.IGNORECASE)


@dataclass
class Page:
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


def replace(token: Token, content: str) -> None:
    """Turn a token into finished HTML."""
    token.type = "html_block" if token.block else "html_inline"
    token.content = content
    token.tag = ""
    token.attrs = {}
