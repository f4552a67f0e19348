"""The design as one Markdown file with the comments as quotes behind what they are about.

The source stays as it was written, so that tables, fences and diagrams show as before; a comment stands
as a block quote behind the whole block that it concerns and names the words. Front matter and files that
are no Markdown are fenced.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from apps.engine.anchors.selectors import ElementFragment, Polygon, Rectangle, TextQuote
from apps.engine.document.front_matter import read_front_matter
from apps.engine.document.markdown import blanked, within_limit
from apps.engine.document.model import Document
from apps.engine.document.parser import parse
from apps.engine.exports.html_threads import gist
from apps.engine.exports.model import CommentExport, DesignExport, ThreadExport, shown_date
from apps.engine.package import Package
from apps.engine.text import CanonicalText, canonical_text

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$&!])")
_RUN = re.compile(r"`+")
_MARKS = re.compile(r"`{3,}|~{3,}")
_LANGUAGES = {"graphviz": "dot"}
_CLOSERS = ("-->", "$$", "</script>", "</style>", "</pre>", "</textarea>", "?>",
            "]]>", ">")  # fmt: skip
_PROBE = "0b9f-comments-stand-here"
_QUOTE = 120


def write_markdown(design: DesignExport) -> bytes:
    """The Markdown as UTF-8: same design, same bytes."""
    threads = [thread for thread in design.threads if thread.comments]
    placed: set[int] = set()
    parts = [_head(design, threads)]
    for path in _paths(design.package, threads):
        own = [thread for thread in threads if thread.anchor and thread.anchor.artifact == path]
        placed |= {thread.number for thread in own}
        parts.append(f"---\n\n## {_plain(path)}\n\n{_file(design.package, path, own)}")
    left = [thread for thread in threads if thread.number not in placed]
    if left:
        parts.append("---\n\n## Without a place\n\n" + "\n\n".join(_thread(one) for one in left))
    if threads:
        parts.append("---\n\n## All comments\n\n" + "\n".join(_line(one) for one in threads))
    return ("\n\n".join(part.strip("\n") for part in parts) + "\n").encode("utf-8", "replace")


def _head(design: DesignExport, threads: Sequence[ThreadExport]) -> str:
    count = f"{len(threads)} comment{'' if len(threads) == 1 else 's'}"
    facts = [f"Revision {design.revision_number}", count]
    if design.exported:
        facts.append(f"exported {shown_date(design.exported)}")
    return f"# {_plain(design.title)}\n\n{' · '.join(facts)}"


def _paths(package: Package, threads: Sequence[ThreadExport]) -> Iterator[str]:
    """Files that are shown: documents, decisions, diagrams, and what else has comments."""
    first = [document.path for document in package.design_documents]
    shown = [a.path for a in package.artifacts if a.path in package.documents]
    drawn = [a.path for a in package.artifacts if a.role == "diagram"]
    said = {thread.anchor.artifact for thread in threads if thread.anchor}
    rest = [a.path for a in package.artifacts if a.path in said]
    yield from dict.fromkeys([*first, *shown, *drawn, *rest])


def _file(package: Package, path: str, threads: Sequence[ThreadExport]) -> str:
    text, document = package.texts.get(path), package.documents.get(path)
    whole = [thread for thread in threads if thread.anchor and thread.anchor.range[1] == 0]
    if text is None or document is None:
        said = [_thread(thread) for thread in threads]
        kind = next((a.type for a in package.artifacts if a.path == path), "")
        return "\n\n".join([*([_fenced(text.text, kind)] if text else []), *said])
    spots = {
        one.key: one.where.start or 0 for one in package.diagrams if one.where.artifact == path
    }
    front = read_front_matter(text).end
    blocks = _ends(text, document, front)
    at: dict[int, list[ThreadExport]] = {}
    for thread in threads:
        place = _position(thread, spots)
        if place is None:
            continue
        whole = [one for one in whole if one is not thread]
        at.setdefault(max(front, _block_end(text, blocks, place)), []).append(thread)
    above = [_thread(thread) for thread in whole]
    return "\n\n".join([*above, _woven(text, front, at)])


def _position(thread: ThreadExport, spots: dict[str, int]) -> int | None:
    """The code point that a thread is about; that of the diagram for its elements and regions."""
    anchor = thread.anchor
    if anchor is None:
        return None
    drawn = anchor.get(ElementFragment) or anchor.get(Rectangle) or anchor.get(Polygon)
    if drawn is not None:
        return spots.get(drawn.diagram)
    start, end = anchor.range
    return end - 1 if end > start else None


def _ends(text: CanonicalText, document: Document, front: int) -> list[tuple[int, int]]:
    """Where the blocks at the top of a document begin and end, in order."""
    read, _ = within_limit(text)
    lines = [token.map for token in parse(blanked(read.text, front)) if token.map]
    lines += [[t.line - 1, t.end_line] for t in document.tables if t.detector == "html"]
    merged: list[list[int]] = []
    for first, last in sorted(lines):
        if merged and first < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, max(last, first + 1)])
    return [(text.line_span(f + 1)[0], text.line_span(last)[1]) for f, last in merged]


def _block_end(text: CanonicalText, blocks: Sequence[tuple[int, int]], place: int) -> int:
    """Where the block that holds ``place`` ends; the end of the line outside of blocks."""
    at = bisect_right(blocks, (place, len(text.text))) - 1
    if at >= 0 and place <= blocks[at][1]:
        return blocks[at][1]
    return text.line_span(text.line_at(place))[1]


def _woven(text: CanonicalText, front: int, at: dict[int, list[ThreadExport]]) -> str:
    """The source with the threads behind the blocks that end at their keys."""
    source = text.text
    last, closer = len(source.rstrip()), _closer(source[front:])
    parts = [_fenced(source[:front].strip(), "yaml")] if front else []
    position = front
    for end in sorted({*at, len(source)}):
        piece, position = source[position:end].strip("\n"), max(position, end)
        parts.append(piece + (closer if piece and end >= last else ""))
        parts += [_thread(thread) for thread in at.get(end, [])]
    return "\n\n".join(part for part in parts if part.strip())


def _closer(source: str) -> str:
    """What ends a fence, comment or formula that was never closed, so that ours does not fall in."""
    longest = max((len(run) for run in _MARKS.findall(source)), default=3)
    for closer in ("", "`" * longest, "~" * longest, *_CLOSERS):
        ending = f"\n{closer}" if closer else ""
        tokens = parse(f"{source}{ending}\n\n> {_PROBE}\n")
        opened = [n for n, t in enumerate(tokens) if t.type == "blockquote_open" and not t.level]
        if opened and tokens[opened[-1] + 2].content == _PROBE:
            return ending
    return ""


def _fenced(source: str, kind: str) -> str:
    """A text in a fence that is longer than any in it."""
    longest = max((len(run) for run in _RUN.findall(source)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{_LANGUAGES.get(kind, kind)}\n{source.rstrip(chr(10))}\n{marks}"


def _thread(thread: ThreadExport) -> str:
    """A thread as a block quote."""
    head = f"**[{thread.number}] {_plain(thread.kind)}** · {_plain(thread.status)}"
    quote = thread.anchor.get(TextQuote) if thread.anchor else None
    words = " ".join(quote.exact.split()) if quote else ""
    if thread.anchor and thread.anchor.surface == "section":
        words = words.lstrip("# ")
    words = words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
    place = f"“{_plain(words)}”" if words else _plain(thread.place)
    said = [_comment(one, quote.exact if quote else "") for one in thread.comments]
    lines = "\n\n".join([f"{head}\\\n{place}" if place else head, *said]).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _comment(comment: CommentExport, old: str) -> str:
    who = _plain(comment.author or "Without a name")
    when = f", {shown_date(comment.created)}" if comment.created else ""
    body = canonical_text("comment", comment.body.encode("utf-8", "replace")).text.strip("\n")
    parts = [f"**{who}**{when}:", body + _closer(body) if body else ""]
    if comment.suggestion is not None:
        lines = [f"-{line}" for line in old.split("\n")] if old else []
        lines += [f"+{line}" for line in comment.suggestion.split("\n")]
        parts += ["Suggested text:", _fenced("\n".join(lines), "diff")]
    return "\n\n".join(part for part in parts if part)


def _line(thread: ThreadExport) -> str:
    place = f" — {_plain(thread.place)}" if thread.place else ""
    first = gist(thread)
    said = f": {_plain(first)}" if first else ""
    return f"- **[{thread.number}] {_plain(thread.kind)}** · {_plain(thread.status)}{place}{said}"


def _plain(words: str) -> str:
    """Words that mean nothing in Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))
