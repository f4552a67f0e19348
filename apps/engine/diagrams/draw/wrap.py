"""Breaking labels into lines that fit into a shape."""

from __future__ import annotations

import re

from apps.engine.diagrams.draw.metrics import Style, text_width

MAX_LINES = 6
MAX_LABEL = 500
ELLIPSIS = "…"
_BREAK_AFTER = re.compile(r"(?<=[/._\-:,;=?&])")


def is_cut(lines: tuple[str, ...]) -> bool:
    """Whether a wrapped text lost its end."""
    return bool(lines) and lines[-1].endswith(ELLIPSIS)


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
