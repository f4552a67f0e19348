"""Comments as safe HTML: Markdown of people we do not know, mentions, and links into the design.

Two kinds of links are ours. ``[@Ada](person:<id>)`` names a person. ``[CAP-008](at:finding/<identity>)``
leads to a place of the design: ``at:section/<artifact>#<slug>``, ``at:element/<key>``,
``at:finding/<identity>``, ``at:artifact/<path>``, ``at:thread/<number>``. They keep their words where
the place is gone.
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore

MAX_BODY = 20_000
"""Code points of a comment."""

_TAGS = {
    *("p br strong em del code pre blockquote ul ol li a hr".split()),
    *("h3 h4 h5 h6 table thead tbody tr th td span".split()),
}
_ATTRIBUTES = {"a": {"href", "class", "data-at"}, "span": {"class"}}
_SCHEMES = {"http", "https", "mailto"}
_PERSON = re.compile(r"person:([a-z0-9]{26})$")
_PLACE = re.compile(r"at:(section|element|finding|artifact|thread)/(.+)$", re.DOTALL)
MENTION = re.compile(r"\]\(person:([a-z0-9]{26})\)")
"""Where a comment's source names a person; group 1 is the public id."""


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable(["image"])
    # Our two kinds of links are known to nobody else; everything unsafe is cleaned away afterwards.
    parser.validateLink = _valid  # type: ignore[method-assign]
    parser.core.ruler.push("places", _mark_places)
    return parser


def _valid(url: str) -> bool:
    return bool(_PERSON.match(url) or _PLACE.match(url)) or url.partition(":")[0] in _SCHEMES


def _mark_places(state: StateCore) -> None:
    """Give links of ours their class and target."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type != "link_open":
                continue
            href = unquote(str(child.attrs.get("href", "")))
            place = _PLACE.match(href)
            if _PERSON.match(href):
                child.attrs = {"class": "mention", "href": "#"}
            elif place:
                target = f"{place[1]}/{place[2]}"
                child.attrs = {"class": "chip", "data-at": target, "href": f"?go={quote(target)}"}


_MARKDOWN = _parser()


def render(source: str) -> str:
    """Safe HTML of a comment. Longer sources than ``MAX_BODY`` are shown as they were written."""
    if len(source) > MAX_BODY:
        return f"<pre>{html.escape(source)}</pre>"
    renderer = _MARKDOWN.renderer
    assert isinstance(renderer, RendererHTML)
    written = renderer.render(_MARKDOWN.parse(source), _MARKDOWN.options, {})
    cleaned = nh3.clean(
        written,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow ugc",
    )
    # A mention leads nowhere: it is a name, not an address of a person.
    return re.sub(r'<a class="mention"[^>]*>(.*?)</a>', r'<span class="mention">\1</span>', cleaned)


def plain(rendered: str) -> str:
    """The words of a rendered comment on one line: for tables, mails and spreadsheets."""
    return " ".join(html.unescape(nh3.clean(rendered, tags=set())).split())


def mentioned(source: str) -> set[str]:
    """Public ids of the people whom a comment names."""
    return set(MENTION.findall(source))
