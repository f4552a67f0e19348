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
from markdown_it.token import Token

MAX_BODY = 20_000
"""Code points of a comment."""
_BUDGET = 9_000
"""Steps that rendering may take, about 6 microseconds each: a web process does it while others wait.

Ordinary Markdown of ``MAX_BODY`` characters needs half of it; 20,000 brackets would need 80,000."""
_STEPS_OF_SIGN = {**dict.fromkeys("\\&<>:!#{}@$%+-=^", 1), **dict.fromkeys("*_~`|]", 2), "[": 5}
_STEPS_OF_LINE = 3
_STEPS_OF_TOKEN = 2

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


class _TooMuchMarkup(Exception):
    """Rendering would take more steps than it may."""


class _Blocks(list[Token]):
    """Tokens of a text, as many as the budget has steps for."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.left = _BUDGET - _STEPS_OF_LINE * source.count("\n")

    def append(self, token: Token) -> None:
        """Take a token, or give up."""
        self.spend(_STEPS_OF_TOKEN)
        super().append(token)

    def spend(self, steps: int) -> None:
        """Take steps from the budget."""
        self.left -= steps
        if self.left < 0:
            raise _TooMuchMarkup


def _parse_blocks(state: StateCore) -> None:
    """The parser's own step, which stops when there are too many lines, blocks or signs."""
    tokens = _Blocks(state.src)
    tokens.spend(0)
    state.md.block.parse(state.src, state.md, state.env, tokens)
    for token in tokens:
        if token.type == "inline":
            tokens.spend(sum(token.content.count(sign) * n for sign, n in _STEPS_OF_SIGN.items()))
    state.tokens = tokens


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable(["image"])
    parser.core.ruler.at("block", _parse_blocks)
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
    """Safe HTML of a comment.

    What is longer than ``MAX_BODY``, or has more markup than a person writes, is shown as it was
    written.
    """
    if len(source) > MAX_BODY:
        return _as_written(source)
    renderer = _MARKDOWN.renderer
    assert isinstance(renderer, RendererHTML)
    try:
        written = renderer.render(_MARKDOWN.parse(source), _MARKDOWN.options, {})
    except _TooMuchMarkup:
        return _as_written(source)
    cleaned = nh3.clean(
        written,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow ugc",
    )
    # A mention leads nowhere: it is a name, not an address of a person.
    return re.sub(r'<a class="mention"[^>]*>(.*?)</a>', r'<span class="mention">\1</span>', cleaned)


def _as_written(source: str) -> str:
    return f"<pre>{html.escape(source)}</pre>"


def plain(rendered: str) -> str:
    """The words of a rendered comment on one line: for tables, mails and spreadsheets."""
    return " ".join(html.unescape(nh3.clean(rendered, tags=set())).split())


def mentioned(source: str) -> set[str]:
    """Public ids of the people whom a comment names."""
    return set(MENTION.findall(source))
