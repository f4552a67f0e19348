"""The comparison of two packages as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from apps.engine.cli.text import Style, place_words
from apps.engine.diff.model import Change, PackageDiff, QuantityDiff
from apps.engine.diff.wording import clip
from apps.engine.text import Place

_WIDTH = 96
_MOST_QUANTITIES = 40
_SIGNS = {"added": "+", "removed": "−", "renamed": "~", "changed": "~", "moved": "↔"}
_TONES = {"added": "good", "removed": "error", "renamed": "warning", "changed": "warning", "moved": "info"}  # fmt: skip


def diff_text(diff: PackageDiff, style: Style) -> str:
    """All changes, what follows from them in numbers, and the count."""
    lines: list[str] = []
    for heading, group in groupby(diff.changes, key=_heading):
        lines.append(style.paint("bold", heading))
        for change in group:
            lines += _change(change, style)
        lines.append("")
    lines += _quantities(diff, style)
    lines.append(style.paint("bold", diff.summary))
    return "\n".join(lines)


def _heading(change: Change) -> str:
    if change.area == "file":
        return "Files"
    if change.area == "decision":
        return change.section
    parts = [change.artifact, change.section]
    if change.area == "diagram":
        place = change.new_place or change.old_place
        element = (place.element or "").split("/", 1)[0] if place else ""
        parts = [change.artifact, f"diagram {element}" if element else change.section]
    return ", ".join(part for part in parts if part)


def _change(change: Change, style: Style) -> Iterator[str]:
    sign = style.paint(_TONES[change.kind], _SIGNS[change.kind])
    wrapped = textwrap.wrap(change.sentence, _WIDTH - 4) or [""]
    yield f"  {sign} {wrapped[0]}"
    yield from (f"    {line}" for line in wrapped[1:])
    if change.area != "file":
        yield "    " + style.paint("dim", _where(change.old_place, change.new_place))


def _where(old: Place | None, new: Place | None) -> str:
    if old is None or new is None:
        shown = new or old
        side = "" if new else "old "
        return side + place_words(shown) if shown else ""
    if (old.artifact, old.line) == (new.artifact, new.line):
        return place_words(new)
    before = f"line {old.line}" if old.artifact == new.artifact else place_words(old)
    return f"{place_words(new)}, was {before}"


def _quantities(diff: PackageDiff, style: Style) -> list[str]:
    if not diff.quantities:
        return []
    lines = [style.paint("bold", "Quantities") + style.paint("dim", ", which follow from these changes")]  # fmt: skip
    lines += [f"  {_quantity(one)}" for one in diff.quantities[:_MOST_QUANTITIES]]
    rest = len(diff.quantities) - _MOST_QUANTITIES
    return [*lines, *([f"  ... and {rest} more"] if rest > 0 else []), ""]


def _quantity(one: QuantityDiff) -> str:
    name = clip(one.name, 50) + (f" ({one.symbol})" if one.symbol else "")
    old, new = _value(one.old_value, one.old_unit), _value(one.new_value, one.new_unit)
    amount = f" ({one.amount})" if one.amount else ""
    if one.status != "changed":
        return f"{name} {one.status}: {new if one.status == 'added' else old}"
    words = f"{old} → {new}"
    if old == new:
        words = f"computes to {_value(one.new_computed, one.new_unit)}, was {_value(one.old_computed, one.old_unit)}"
    return f"{name}: {words}{amount}"


def _value(value: float | None, unit: str) -> str:
    return "unreadable" if value is None else f"{value:,g} {unit}".rstrip()
