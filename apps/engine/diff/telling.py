"""Which part tells a change when several could: a record before its text, a file before its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from apps.engine.decision_model import Decision
from apps.engine.diff.decision_fields import overlap
from apps.engine.diff.model import ArtifactDiff, Change, DecisionDiff, DocumentDiff
from apps.engine.text import Place

Records = Sequence[tuple[Decision | None, Decision | None, DecisionDiff]]


def records_first(documents: Sequence[DocumentDiff], records: Records) -> list[DocumentDiff]:
    """Documents in which what a decision record tells does not count a second time."""
    return [
        replace(one, changes=tuple(_muted(change, one, records) for change in one.changes))
        for one in documents
    ]


def _muted(change: Change, document: DocumentDiff, records: Records) -> Change:
    told = change.counts and any(
        _tells(old, new, diff, change)
        for old, new, diff in records
        if (old and old.file == document.old) or (new and new.file == document.new)
    )
    return replace(change, counts=False) if told else change


def _tells(old: Decision | None, new: Decision | None, diff: DecisionDiff, change: Change) -> bool:
    inside = (old is not None and _lies_in(change.old_place, old.where)) or (
        new is not None and _lies_in(change.new_place, new.where)
    )
    if not inside or change.kind == "moved":
        return False
    if old is None or new is None:
        return True
    return any(
        _same_place(change.old_place, field.old_place)
        or _same_place(change.new_place, field.new_place)
        or _holds(change.old, field.old)
        or _holds(change.new, field.new)
        for field in diff.fields
    )


def _lies_in(place: Place | None, where: Place) -> bool:
    if place is None or place.artifact != where.artifact:
        return False
    if place.start is None or where.start is None or where.end is None:
        return where.line is None or where.line <= (place.line or 0) <= (where.end_line or 0)
    return where.start <= place.start < max(where.end, where.start + 1)


def _same_place(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and overlap(one, other)


def _holds(text: str, field: str) -> bool:
    """Whether one of two texts is a part of the other."""
    one, other = " ".join(text.split()).casefold(), " ".join(field.split()).casefold()
    return bool(one) and bool(other) and (one in other or other in one)


def renames_first(records: Records, documents: Sequence[DocumentDiff]) -> list[DecisionDiff]:
    """Records without the count of what only a new file name made of them."""
    untouched = {one.new for one in documents if not one.changes and one.old != one.new}
    return [
        _all_muted(diff) if new is not None and old is not None and new.file in untouched else diff
        for old, new, diff in records
    ]


def files_first(
    documents: Sequence[DocumentDiff],
    records: Sequence[DecisionDiff],
    artifacts: Sequence[ArtifactDiff],
    adrs: frozenset[str],
) -> tuple[list[DocumentDiff], list[DecisionDiff]]:
    """Files that came or went as a whole are one change; a record's file is told by the record."""
    whole = {one.new or one.old for one in artifacts if one.old is None or one.new is None}
    quiet = [
        replace(one, changes=tuple(replace(change, counts=False) for change in one.changes))
        if one.old is None or one.new is None
        else one
        for one in documents
    ]
    found = []
    for record in records:
        place = record.new or record.old
        path = place.artifact if place else ""
        covered = record.status in {"added", "removed"} and path in whole and path not in adrs
        found.append(_all_muted(record) if covered else record)
    return quiet, found


def _all_muted(record: DecisionDiff) -> DecisionDiff:
    return replace(
        record,
        fields=tuple(replace(field, counts=False) for field in record.fields),
        changes=tuple(replace(change, counts=False) for change in record.changes),
    )
