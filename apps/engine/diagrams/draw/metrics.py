"""How wide a text is, and how it is broken into lines.

The table holds the advance widths of Liberation Sans (the metric twin of Arial) in em for code points
under U+0250. Browsers may pick another sans serif; the padding of the shapes absorbs the difference
(DejaVu Sans is 12.5 % wider in the middle of 734 real labels).
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FONT_SAFETY = 1.03
FONT_ROOM = 1.07
WIDE_EM = 1.0
EMOJI_EM = 1.3
OTHER_EM = 0.62
MAX_LINES = 6
MAX_LABEL = 500
ELLIPSIS = "…"
_BREAK_AFTER = re.compile(r"(?<=[/._\-:,;=?&])")


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text: its CSS class, size and line height in pixels."""

    name: str
    size: float
    line: float
    bold: bool = False
    italic: bool = False


LABEL = Style("dg-t", 14, 18)
NAME = Style("dg-t dg-b", 14, 18, bold=True)
SECOND = Style("dg-t2", 12, 15)
EDGE = Style("dg-t3", 12, 15)
TITLE = Style("dg-gt", 13, 17, bold=True)
MESSAGE = Style("dg-t3", 12, 16)
TAB = Style("dg-t3 dg-b", 12, 16, bold=True)
CONDITION = Style("dg-t3 dg-i", 12, 16, italic=True)
NUMBER = Style("dg-tn", 11, 12)


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


def wrap(
    lines: tuple[str, ...],
    style: Style,
    width: float,
    *,
    word: float | None = None,
    most: int = MAX_LINES,
) -> tuple[str, ...]:
    """Break ``lines`` at spaces so that they fit into ``width`` pixels.

    A word stays whole up to ``word`` pixels (default ``width``) and is then broken after one of
    ``/ . _ - : , ; = ? &`` or, when there is none, anywhere. More than ``most`` lines are cut with an
    ellipsis.
    """
    word = max(word or width, width)
    broken: list[str] = []
    budget = MAX_LABEL
    for line in lines:
        if budget <= 0 or len(broken) > most:
            break
        broken += _wrap_line(line[:budget], style, width, word)
        budget -= len(line)
    cut = len(broken) > most or budget < 0
    kept = broken[:most]
    if cut and kept:
        kept[-1] = _with_ellipsis(kept[-1], style, width)
    return tuple(kept)


def _wrap_line(line: str, style: Style, width: float, word: float) -> list[str]:
    done: list[str] = []
    current = ""
    for part in line.split():
        joined = f"{current} {part}" if current else part
        if not current or text_width(joined, style) <= width:
            current = joined
        else:
            done.append(current)
            current = part
        if text_width(current, style) > word:
            pieces = _break_word(current, style, width)
            done += pieces[:-1]
            current = pieces[-1]
    return [*done, current] if current or not done else done


def _break_word(text: str, style: Style, width: float) -> list[str]:
    """Pieces of a long word, each as long as fits."""
    pieces: list[str] = []
    current = ""
    for part in _BREAK_AFTER.split(text):
        if current and text_width(current + part, style) > width:
            pieces.append(current)
            current = ""
        current += part
        while text_width(current, style) > width and len(current) > 1:
            fitting = _fitting(current, style, width)
            pieces.append(current[:fitting])
            current = current[fitting:]
    return [*pieces, current] if current or not pieces else pieces


def _fitting(text: str, style: Style, width: float) -> int:
    """How many characters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle], style) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _with_ellipsis(line: str, style: Style, width: float) -> str:
    while line and text_width(line + ELLIPSIS, style) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
