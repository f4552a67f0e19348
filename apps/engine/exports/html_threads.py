"""Comment threads as HTML: who said what, in the renderer's safe HTML, and lists of all threads."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from apps.engine.anchors.selectors import TextQuote
from apps.engine.document.render import render_html
from apps.engine.exports.model import CommentExport, ThreadExport, shown_date
from apps.engine.exports.tree import Node, text_of, tidy, tree_of, walk, write
from apps.engine.text import canonical_text

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_QUOTE = 200


def comment_tree(body: str, *, mathml: bool = True) -> Node:
    """A comment's Markdown as a tree of safe HTML: no ids, no places, no headings, no pictures."""
    text = canonical_text("comment", body.encode("utf-8", "replace"))
    root = tree_of(render_html("comment", text, mathml=mathml))
    for node in walk(root):
        kept = {"href", "class", "start", "title", "scope", "colspan", "rowspan", "display"}
        node.attributes = {k: v for k, v in node.attributes.items() if k in kept}
        if node.attributes.get("href", "").startswith("#"):
            del node.attributes["href"]
        if node.tag in _HEADINGS:
            node.tag, node.attributes = "p", {"class": "strong"}
    tidy(root, ())
    return root


def threads_html(threads: Sequence[ThreadExport], *, where: bool = False) -> str:
    """Threads under each other; ``where`` says their place in words as well."""
    return "".join(_thread(thread, where=where) for thread in threads)


def _thread(thread: ThreadExport, *, where: bool) -> str:
    head = (
        f'<p class="head"><span class="number">{thread.number}</span> '
        f'<strong>{escape(thread.kind)}</strong> <span class="state">{escape(thread.status)}</span></p>'
    )
    place = f'<p class="where">{escape(thread.place)}</p>' if where and thread.place else ""
    quote = thread.anchor.get(TextQuote) if thread.anchor else None
    said = "".join(_comment(one, quote.exact if quote else "") for one in thread.comments)
    name = escape(f"Comment {thread.number}, {thread.kind}")
    kind = escape(thread.type)
    return (
        f'<article class="thread" id="c{thread.number}" data-type="{kind}" aria-label="{name}">'
        f"{head}{place}{said}</article>"
    )


def _comment(comment: CommentExport, quote: str) -> str:
    who = escape(comment.author or "Without a name")
    stamp = escape(comment.created)
    when = (
        f' <time datetime="{stamp}">{escape(shown_date(comment.created))}</time>' if stamp else ""
    )
    body = f'<div class="body">{write(comment_tree(comment.body))}</div>'
    proposed = ""
    if comment.suggestion is not None:
        old = f"<pre><del>{escape(quote)}</del></pre>" if quote else ""
        new = f"<pre><ins>{escape(comment.suggestion)}</ins></pre>" if comment.suggestion else ""
        proposed = f'<div class="suggestion"><p>Suggested text</p>{old}{new}</div>'
    return f'<div class="comment"><p class="who"><b>{who}</b>{when}</p>{body}{proposed}</div>'


def index_html(threads: Sequence[ThreadExport]) -> str:
    """All threads in a table, each leading to its place."""
    rows = "".join(
        f'<tr><td><a class="ref" href="#c{t.number}" aria-label="Comment {t.number}">{t.number}</a></td>'
        f"<td>{escape(t.kind)}</td><td>{escape(t.status)}</td><td>{escape(t.place)}</td>"
        f"<td>{escape(gist(t))}</td></tr>"
        for t in threads
    )
    heads = "".join(
        f'<th scope="col">{word}</th>' for word in ("No.", "Type", "State", "Place", "Comment")
    )
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="All comments">'
        f'<table class="index"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def gist(thread: ThreadExport) -> str:
    """The beginning of a thread's first comment, on one line."""
    words = " ".join(text_of(comment_tree(thread.comments[0].body)).split())
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
