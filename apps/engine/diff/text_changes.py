"""From rows of a text to changes: a section, a list or a run of moved blocks is one change.

Tables and diagrams have changes of their own, which are put in where they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from apps.engine.diff.documents import Row
from apps.engine.diff.model import Change, ChangeKind
from apps.engine.diff.units import Unit
from apps.engine.diff.wording import clip

Inner = Mapping[tuple[str, int], Sequence[Change]]
_NAMES = {
    "heading": "heading", "para": "paragraph", "item": "list item", "quote": "quotation",
    "code": "code block", "figure": "picture", "math": "formula", "html": "HTML block",
    "footnote": "footnote", "line": "line", "table": "table", "diagram": "diagram",
}  # fmt: skip


def changes_of(rows: Sequence[Row], inner: Inner) -> list[Change]:
    """The changes in the order of the page; ``inner`` are those of tables and diagrams."""
    covers = _Covers(rows)
    found: list[Change] = []
    for position, row in enumerate(rows):
        part = row.shown.part
        own = list(inner.get(part, ())) if part else []
        covered = covers.covered(position)
        if covered:
            own = [replace(one, counts=False) for one in own]
        elif row.status in {"added", "removed"} and not part:
            found.append(_whole(position, row, covers))
        elif row.status == "moved" and position in covers.moves:
            found.append(_moved(row, covers.moves[position]))
        if row.edited and row.status in {"edited", "moved"}:
            found.append(_edited(row))
        elif row.renumbered:
            found.append(_renumbered(row, counts=not covers.sections_changed))
        found += own
    return found


class _Covers:
    """Which rows belong to a change of more than one block."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.moves = _runs(rows)
        self._covered: dict[int, int] = {}
        self.sections: set[int] = set()
        for status in ("added", "removed"):
            self._sections(status)
            self._lists(status)
        self._sizes = Counter(self._covered.values())
        self.sections_changed = bool(self.sections) or any(
            rows[first].shown.kind == "heading" for first in self.moves
        )

    def covered(self, position: int) -> bool:
        """Whether the row is told by another one."""
        return position in self._covered

    def is_section(self, position: int) -> bool:
        """Whether the row is the heading of a section that came or went as a whole."""
        return position in self.sections

    def size(self, position: int) -> int:
        """How many rows are told by this one, itself included."""
        return 1 + self._sizes[position]

    def _sections(self, status: str) -> None:
        """Headings with all that stands below them on their side."""
        side = [
            (number, row)
            for number, row in enumerate(self.rows)
            if (row.old if status == "removed" else row.new) is not None
        ]
        if status == "removed":
            side.sort(key=lambda entry: entry[1].i or 0)
        for at, (number, row) in enumerate(side):
            if row.status != status or row.shown.kind != "heading" or number in self._covered:
                continue
            below = []
            for other, inner in side[at + 1 :]:
                if inner.shown.kind == "heading" and inner.shown.level <= row.shown.level:
                    break
                if inner.status != status:
                    break
                below.append(other)
            self.sections.add(number)
            self._covered.update(dict.fromkeys(below, number))

    def _lists(self, status: str) -> None:
        """Items of a list that came or went as a whole."""
        members: dict[int, list[tuple[int, Row]]] = {}
        for number, row in enumerate(self.rows):
            unit = row.old if status == "removed" else row.new
            if unit is not None and unit.list_start is not None:
                members.setdefault(unit.list_start, []).append((number, row))
        for listed in members.values():
            if len(listed) > 1 and all(row.status == status for _, row in listed):
                head = listed[0][0]
                if head not in self._covered:
                    self._covered.update(dict.fromkeys((n for n, _ in listed[1:]), head))


def _runs(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Moved rows that stand together on both sides, by the position of the first."""
    stays = sorted(r.i for r in rows if r.i is not None and r.j is not None and r.status != "moved")
    runs: dict[int, list[Row]] = {}
    current: int | None = None
    last_old = -1
    for position, row in enumerate(rows):
        if row.j is None or row.status == "added" or row.i is None:
            continue
        if row.status != "moved":
            current = None
            continue
        apart = current is None or row.i < last_old or _any_between(stays, last_old, row.i)
        if apart or current is None:
            current = position
            runs[current] = []
        runs[current].append(row)
        last_old = row.i
    return runs


def _any_between(values: Sequence[int], low: int, high: int) -> bool:
    at = bisect_right(values, low)
    return at < len(values) and values[at] < high


def _whole(position: int, row: Row, covers: _Covers) -> Change:
    """A block, a list or a section that came or went."""
    unit, kind = row.shown, _kind(row)
    size = covers.size(position)
    quote = clip(unit.text)
    subject = quote
    if covers.is_section(position) and size > 1:
        subject = f"section {clip(_title(unit))}"
        sentence = f"Section “{clip(_title(unit))}” {kind}, {size} blocks"
    elif size > 1:
        sentence = f"List of {size} items {kind}: “{quote}”"
    else:
        name = _NAMES.get(unit.kind, unit.kind)
        sentence = f"{name.capitalize()} {kind}" + (f": “{quote}”" if quote else "")
    section = _title(unit) if unit.kind == "heading" else unit.section
    return _change(row, kind, subject, sentence, section)


def _moved(row: Row, run: list[Row]) -> Change:
    heads = [one for one in run if one.shown.kind == "heading"]
    unit = row.shown
    if unit.kind == "heading":
        subject = f"section {clip(_title(unit))}"
        sentence = f"Section “{clip(_title(unit))}” moved"
    else:
        name = _NAMES.get(unit.kind, unit.kind)
        many = f" and {len(run) - 1} more" if len(run) > 1 else ""
        subject = clip(unit.text)
        sentence = f"{name.capitalize()}{many} moved: “{subject}”"
    section = _title(heads[0].shown) if heads and unit.kind == "heading" else unit.section
    change = _change(row, "moved", subject, sentence, section)
    return replace(change, old="", new="")


def _edited(row: Row) -> Change:
    unit = row.shown
    name = _NAMES.get(unit.kind, unit.kind)
    quote = clip(row.old.text if row.old else unit.text)
    sentence = f"{name.capitalize()} “{clip(unit.text, 40)}” changed: {row.told or 'white space'}"
    kind: ChangeKind = "changed"
    if unit.kind == "heading" and row.old and row.old.text != unit.text:
        kind, sentence = "renamed", f"Heading “{quote}” is now “{clip(unit.text)}”"
    elif unit.kind == "heading" and row.old:
        sentence = f"Heading “{quote}” went from level {row.old.level} to {unit.level}"
    section = _title(unit) if unit.kind == "heading" else unit.section
    return _change(row, kind, clip(unit.text), sentence, section)


def _renumbered(row: Row, *, counts: bool) -> Change:
    old, new = row.old.text if row.old else "", row.shown.text
    sentence = f"Heading “{clip(old)}” has another number: “{clip(new)}”"
    change = _change(row, "changed", clip(new), sentence, _title(row.shown))
    return replace(change, counts=counts)


def _change(row: Row, kind: ChangeKind, subject: str, sentence: str, section: str) -> Change:
    block = row.block
    return Change(
        area="text",
        kind=kind,
        subject=subject,
        sentence=sentence,
        old=block.old_text,
        new=block.new_text,
        section=section,
        old_place=block.old,
        new_place=block.new,
    )


def _kind(row: Row) -> ChangeKind:
    return "added" if row.status == "added" else "removed"


def _title(unit: Unit) -> str:
    return " ".join(unit.text.split())
