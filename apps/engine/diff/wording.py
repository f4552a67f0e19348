"""How changes are put into words: differences of numbers, clipped texts, counts."""

from __future__ import annotations

from collections.abc import Sequence

from apps.engine.diff.model import WordChange
from apps.engine.quantities.numbers import parse_number
from apps.engine.quantities.units import parse_unit

_FACTOR = 10.0  # from this ratio on, a factor says more than a percentage
_CLIP = 80
_EXCERPTS = 3  # changes of one text that are quoted


def amount(old: float | None, new: float | None) -> str:
    """``+27.9 %``, or ``x12`` and ``/12`` for big changes; empty where it says nothing."""
    if old is None or new is None or old == new or not old:
        return ""
    ratio = new / old
    if ratio > _FACTOR:
        return f"×{ratio:.3g}"
    if 0 < ratio < 1 / _FACTOR:
        return f"÷{1 / ratio:.3g}"
    percent = (new - old) / abs(old) * 100
    return f"{percent:+.1f} %".replace("-", "−")


def text_amount(old: str, new: str, *, comma: bool = False) -> str:
    """The difference of two cells that hold a number of the same dimension, else empty."""
    first, second = parse_number(old, comma=comma), parse_number(new, comma=comma)
    if first is None or second is None or first.value is None or second.value is None:
        return ""
    return unit_amount(first.value, first.rest, second.value, second.rest)


def unit_amount(old: float, old_unit: str, new: float, new_unit: str) -> str:
    """The difference of two values, brought to one unit; empty when their dimensions differ."""
    if old_unit.casefold() == new_unit.casefold():
        return amount(old, new)
    first, second = parse_unit(old_unit), parse_unit(new_unit)
    if first.problem or second.problem or first.dims != second.dims:
        return ""
    return amount(old * first.factor, new * second.factor)


def clip(text: str, most: int = _CLIP) -> str:
    """``text`` on one line, cut after ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def excerpt(old: str, new: str, words: Sequence[WordChange]) -> str:
    """``“result cache” → “Popular List”`` for each of the first changes."""
    parts = []
    for one in words[:_EXCERPTS]:
        before, after = (
            clip(old[one.old_start : one.old_end]),
            clip(new[one.new_start : one.new_end]),
        )
        if before and after:
            parts.append(f"“{before}” → “{after}”")
        else:
            parts.append(f"“{after}” added" if after else f"“{before}” removed")
    more = len(words) - len(parts)
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def count(number: int, word: str, plural: str = "") -> str:
    """``1 cell``, ``2 cells``."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def joined(parts: list[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
