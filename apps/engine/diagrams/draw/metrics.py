"""How wide a text is.

The table holds the advance widths of Liberation Sans (the metric twin of Arial) in em for code points
under U+0250. Browsers may pick another sans serif; the padding of the shapes absorbs the difference
(DejaVu Sans is 12.5 % wider in the middle of 734 real labels).
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FONT_SAFETY = 1.03
FONT_ROOM = 1.07
WIDE_EM = 1.0
EMOJI_EM = 1.3
OTHER_EM = 0.62


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text: its CSS class, size and line height in pixels."""

    name: str
    size: float
    line: float
    bold: bool = False


LABEL = Style("dg-t", 14, 18)
NAME = Style("dg-t dg-b", 14, 18, bold=True)
SECOND = Style("dg-t2", 12, 15)
EDGE = Style("dg-t3", 12, 15)
TITLE = Style("dg-gt", 13, 17, bold=True)
MESSAGE = Style("dg-t3", 12, 16)
TAB = Style("dg-t3 dg-b", 12, 16, bold=True)
CONDITION = Style("dg-t3 dg-i", 12, 16)
NUMBER = Style("dg-tn", 11, 12)
TAG = Style("dg-tag-t", 11, 14, bold=True)


@cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    data = json.loads(Path(__file__).with_name("text-widths.json").read_text("utf-8"))
    return data["lib"], data["libb"]


@lru_cache(maxsize=4096)
def _other_em(char: str) -> float:
    """Width of a character outside the table, in em."""
    code = ord(char)
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0.0
    if 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF:
        return EMOJI_EM
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return WIDE_EM
    return OTHER_EM


def text_width(text: str, style: Style) -> float:
    """Width of one line in pixels; tabs count as four spaces."""
    table = _tables()[1 if style.bold else 0]
    total = 0.0
    for char in text.expandtabs(4):
        width = table.get(char)
        total += _other_em(char) if width is None else width
    return total * style.size * FONT_SAFETY


def block_width(lines: tuple[str, ...], style: Style) -> float:
    """Width of the widest line."""
    return max((text_width(line, style) for line in lines), default=0.0)
