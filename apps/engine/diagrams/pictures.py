"""Pictures of diagrams: an image that a document includes is a diagram that we could not read.

Kept so that "could not read" is never called "missing"; its kind comes from the words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from apps.engine.diagrams.model import Diagram, Problem
from apps.engine.diagrams.read.kinds import kind_by_caption
from apps.engine.document.model import Document, Link

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?)\Z", re.IGNORECASE)
_FIGURE = re.compile(r"(?:figure|fig\.?|abbildung)\s*\d", re.IGNORECASE)
_NEAR_LINES = 3
_NOT_READ = (
    "This is a picture; what it shows is not read yet. Write Mermaid flowchart, sequence or C4 beside "
    "it to have it checked and drawn."
)


def pictures(document: Document) -> tuple[Diagram, ...]:
    """Images of a document as diagrams that were not read; badges and logos of the web are none."""
    captions = _captions(document)
    return tuple(
        _picture(captions, link)
        for link in document.links
        if link.image and (_PICTURE.search(link.target) or link.kind == "internal")
        if link.kind != "external" or kind_by_caption(_words(captions, link)) is not None
    )


def _captions(document: Document) -> dict[int, tuple[int, str]]:
    """The first paragraph "Figure n ..." of every line, with its position among the blocks."""
    found: dict[int, tuple[int, str]] = {}
    for at, block in enumerate(document.blocks):
        if block.kind in {"para", "figure"} and _FIGURE.match(block.text):
            found.setdefault(block.line, (at, block.text))
    return found


def _caption(captions: Mapping[int, tuple[int, str]], link: Link) -> str:
    """The first paragraph "Figure n ..." within three lines of the image."""
    line = link.where.line or 0
    lines = range(line - _NEAR_LINES, line + _NEAR_LINES + 1)
    near = min((captions[one] for one in lines if one in captions), default=(0, ""))
    return near[1].split("\n", 1)[0][:200]


def _words(captions: Mapping[int, tuple[int, str]], link: Link) -> str:
    stem = re.sub(r"[-_]+", " ", PurePosixPath(link.target).stem)
    return f"{_caption(captions, link)} {link.text} {stem}"


def _picture(captions: Mapping[int, tuple[int, str]], link: Link) -> Diagram:
    kind = kind_by_caption(_words(captions, link))
    title = _caption(captions, link) or link.text or PurePosixPath(link.target).stem
    return Diagram(
        key="",
        notation="image",
        syntax="",
        kind=kind or "other",
        kind_source="caption" if kind else "content",
        title=title,
        source=link.target,
        where=link.where,
        supported=False,
        problems=(Problem("note", link.where.line or 1, 1, _NOT_READ),),
    )
