"""Links and images of Markdown and of HTML inside it, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from markdown_it.token import Token

from apps.engine.document.html_tags import Tag, scan_tags
from apps.engine.document.model import Link, LinkKind
from apps.engine.document.plain import plain_text
from apps.engine.document.spans import SpanMap
from apps.engine.text import CanonicalText

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_URL_ATTRIBUTES = {"a": "href", "img": "src"}


def link_kind(href: str) -> LinkKind:
    """``internal`` for a fragment alone, ``external`` with a scheme or host, else ``file``."""
    if href.startswith("#"):
        return "internal"
    if href.startswith("//") or _SCHEME.match(href):
        return "external"
    return "file"


def package_path(document: str, target: str) -> str | None:
    """Path in the package that ``target`` means in ``document``; None when it leads out of it.

    A leading slash means the root of the package.
    """
    folder = "" if target.startswith("/") else document.rpartition("/")[0]
    parts: list[str] = []
    for part in f"{folder}/{target}".replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def make_link(  # noqa: PLR0913 - the facts of one link
    href: str, label: str, *, image: bool, section: int, text: CanonicalText, span: tuple[int, int]
) -> Link:
    """A link with its target decoded and its fragment split off."""
    kind = link_kind(href)
    address, _, fragment = href.partition("#")
    if kind != "external":
        address = unquote(address.partition("?")[0])
    return Link(
        href, address, unquote(fragment), label.strip(), kind, image, section, text.place(*span)
    )


def inline_links(
    children: list[Token] | None, spans: SpanMap, section: int, text: CanonicalText
) -> Iterator[Link]:
    """Links and images of one block's inline tokens."""
    tokens = children or []
    for index, token in enumerate(tokens):
        span = token.meta.get("span") if token.meta else None
        if span is None:
            continue
        place = spans.span(*span)
        if token.type == "link_open":
            label = plain_text(tokens[index + 1 : _link_end(tokens, index)])
            href = str(token.attrs.get("href", ""))
            yield make_link(href, label, image=False, section=section, text=text, span=place)
        elif token.type == "image":
            href, label = str(token.attrs.get("src", "")), plain_text(token.children)
            yield make_link(href, label, image=True, section=section, text=text, span=place)
        elif token.type == "html_inline":
            for tag in scan_tags(token.content):
                yield from _tag_link(tag, place, section, text)


def _link_end(tokens: list[Token], start: int) -> int:
    for index in range(start + 1, len(tokens)):
        if tokens[index].type == "link_close":
            return index
    return len(tokens)


def _tag_link(tag: Tag, span: tuple[int, int], section: int, text: CanonicalText) -> Iterator[Link]:
    href = tag.attributes.get(_URL_ATTRIBUTES.get(tag.name, ""), "").strip()
    if href and not tag.closing:
        image = tag.name == "img"
        label = tag.attributes.get("alt", "") if image else ""
        yield make_link(href, label, image=image, section=section, text=text, span=span)


def html_links(text: CanonicalText, start: int, end: int, section: int) -> Iterator[Link]:
    """Links and images of an HTML block at ``text[start:end]``."""
    for tag in scan_tags(text.text, start, end):
        yield from _tag_link(tag, (tag.start, tag.end), section, text)
