"""Inline ignores: ``<!-- aie: ignore CAP-009 reason="burst capacity" -->``.

An ignore concerns the block after it; inside a paragraph or cell the block it stands in; before the
first heading the whole document. It hides nothing from reviewers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from apps.engine.document.model import Ignore
from apps.engine.text import CanonicalText

_COMMENT = re.compile(r"<!--[ \t]*aie[ \t]*:[ \t]*ignore\b", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z]{3}-\d{3}\b", re.IGNORECASE)
_REASON = re.compile(
    r"\breason[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|(.*))", re.IGNORECASE | re.DOTALL
)


def read_ignores(
    text: CanonicalText,
    blocks: Sequence[tuple[int, int]],
    code: Sequence[tuple[int, int]],
    first_heading: int,
) -> Iterator[Ignore]:
    """Ignores of a document.

    ``blocks`` are the spans of its top blocks in order, the comments' own HTML blocks left out;
    ``code`` the spans of code, where a comment is only quoted; ``first_heading`` its offset.
    """
    starts = [start for start, _ in blocks]
    code_starts = [start for start, _ in code]
    for match in _COMMENT.finditer(text.text):
        at = bisect_right(code_starts, match.start()) - 1
        if at >= 0 and match.start() < code[at][1]:
            continue
        close = text.text.find("-->", match.end())
        if close == -1:
            return
        span = _concerned(text, match.start(), close + 3, blocks, starts, first_heading)
        body = text.text[match.end() : close]
        reason = _REASON.search(body)
        said = next((group for group in reason.groups() if group is not None), "") if reason else ""
        codes = _CODE.findall(body[: reason.start()] if reason else body)
        for found in codes:
            line = text.line_at(match.start())
            yield Ignore(found.upper(), " ".join(said.split()), *span, line)


def _concerned(  # noqa: PLR0913, PLR0917 - the facts of one comment
    text: CanonicalText,
    start: int,
    end: int,
    blocks: Sequence[tuple[int, int]],
    starts: Sequence[int],
    first_heading: int,
) -> tuple[int, int]:
    if start < first_heading:
        return 0, len(text.text)
    own = bisect_right(starts, start) - 1
    if own >= 0 and start < blocks[own][1]:
        return blocks[own]
    following = bisect_left(starts, end)
    return blocks[following] if following < len(blocks) else (start, end)
