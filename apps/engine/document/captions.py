"""Captions: lines "Figure 3 ..." and "Table 2: ..." beside the things they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.engine.document.model import Block, Fence, Table

MAX_CAPTION = 300
"""Characters of a caption at most; longer paragraphs are prose."""

_VERBS = (
    r"(?!\s+(?:shows?|depicts?|is|are|gives?|illustrates?|presents?|describes?|lists?|and|to)\b)"
)
_FIGURE = re.compile(
    r"(?:figure|fig\.?|diagram|abbildung|abb\.?)\s*(?:[A-Z]?\d+(?:[.-]\d+)*\b"
    + _VERBS
    + r"|[:.–—-])",
    re.IGNORECASE,
)
_TABLE = re.compile(
    r"(?:table|tab\.?|tabelle)\s*(?:[A-Z]?\d+(?:[.-]\d+)*\b" + _VERBS + r"|[:.–—-])", re.IGNORECASE
)


def with_captions(
    blocks: Sequence[Block], tables: Sequence[Table], fences: Sequence[Fence]
) -> tuple[list[Table], list[Fence]]:
    """Tables and fences with the captions that stand directly above or below them."""
    flow = [block for block in blocks if block.kind not in ("list", "quote")]
    of_fences = _assign(flow, _FIGURE, {fence.start for fence in fences})
    of_tables = _assign(flow, _TABLE, {table.start for table in tables})
    return (
        [replace(t, caption=t.caption or of_tables.get(t.start, "")) for t in tables],
        [replace(f, caption=of_fences.get(f.start, "")) for f in fences],
    )


def _assign(flow: Sequence[Block], pattern: re.Pattern[str], things: set[int]) -> dict[int, str]:
    """Caption text by the start of the thing it belongs to.

    A caption between two things belongs to the one above it, unless that one already has a caption
    or the document writes captions above: then to the one below.
    """
    found: list[tuple[str, int | None, int | None]] = []
    for index, block in enumerate(flow):
        if block.kind not in ("para", "item") or len(block.text) > MAX_CAPTION:
            continue
        if pattern.match(block.text):
            above = flow[index - 1].start if index else None
            below = flow[index + 1].start if index + 1 < len(flow) else None
            found.append(
                (
                    block.text,
                    above if above in things else None,
                    below if below in things else None,
                )
            )
    only_below = sum(1 for _, above, below in found if above is None and below is not None)
    only_above = sum(1 for _, above, below in found if below is None and above is not None)
    captions: dict[int, str] = {}
    for text, above, below in found:
        order = (below, above) if only_below > only_above else (above, below)
        for thing in order:
            if thing is not None and thing not in captions:
                captions[thing] = text
                break
    return captions
