"""Staff-written Markdown (briefs, course pages, check pages) as clean HTML.

Rendered by the ``markdown`` package and cleaned by nh3's allow-list. Students' text never comes
here: this renderer is slow on hostile input.
"""

from __future__ import annotations

from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString

_EXTENSIONS = ("fenced_code", "tables", "sane_lists", "attr_list", "toc")
_TAGS = frozenset(
    """a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre s
    span strong sub sup table tbody td th thead tr ul""".split()
)
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "td": {"align"},
    "th": {"align"},
}
_SCHEMES = {"http", "https", "mailto"}
MAX_CHARACTERS = 100_000
"""Longer text is shown as it was written."""


@lru_cache(maxsize=64)
def render(source: str, *, base_level: int = 2) -> SafeString:
    """HTML of staff-written Markdown; headings start at ``base_level``, ids get a prefix."""
    if len(source) > MAX_CHARACTERS:
        return SafeString(f"<pre>{nh3.clean_text(source)}</pre>")
    html = markdown.markdown(
        source,
        extensions=list(_EXTENSIONS),
        extension_configs={"toc": {"baselevel": base_level}},
        output_format="html",
    )
    return SafeString(_within_reach(clean(html)))


def _within_reach(html: str) -> str:
    """Wide tables and code scroll in a frame of their own that the keyboard reaches."""
    frame = '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table'
    html = html.replace("<table", frame).replace("</table>", "</table></div>")
    return html.replace("<pre", '<pre tabindex="0"')


def clean(html: str) -> str:
    """HTML with only the elements and attributes that our pages style."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
        id_prefix="t-",
    )
