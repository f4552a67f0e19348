"""The fields of one decision record, before and after.

A field that only repeats another one (the decision's text around the chosen option, a link in the
status line) does not count beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from apps.engine.decision_model import AdrLink, AdrOption, Decision
from apps.engine.diff.model import FieldChange
from apps.engine.diff.words import text_changes
from apps.engine.names import similarity
from apps.engine.text import Place

_RENAMED = 0.5  # similarity of titles that makes an option the same one


def field_changes(old: Decision, new: Decision) -> tuple[FieldChange, ...]:
    """Every field that differs."""
    found = [
        *_scalars(old, new),
        *_texts(old, new, "context"),
        *_lists(old, new),
        *_options(old, new),
        *_choice(old, new),
        *_texts(old, new, "confirmation"),
    ]
    return (*found, *_links(old, new, found))


def _scalars(old: Decision, new: Decision) -> Iterator[FieldChange]:
    number = [str(one.number) if one.number is not None else "" for one in (old, new)]
    if number[0] != number[1]:
        yield _field(old, new, "number", "title", number[0], number[1])
    if old.title != new.title:
        yield _field(old, new, "title", "title", old.title, new.title)
    if old.status != new.status:
        yield _field(old, new, "status", "status", _status(old), _status(new))
    dates = [one.date or one.date_raw or "" for one in (old, new)]
    if dates[0] != dates[1]:
        yield _field(old, new, "date", "date", dates[0], dates[1])


def _status(decision: Decision) -> str:
    if decision.status in {None, "unknown"}:
        return decision.status_raw or ""
    return str(decision.status)


def _field(  # noqa: PLR0913, PLR0917 - two records, a name, where it stands, two values
    old: Decision, new: Decision, name: str, place: str, before: str, after: str
) -> FieldChange:
    places = old.field_places.get(place), new.field_places.get(place)
    return FieldChange(name, before, after, *places, text_changes(before, after))


def _texts(old: Decision, new: Decision, name: str) -> Iterator[FieldChange]:
    before, after = getattr(old, name), getattr(new, name)
    if _plain(before) != _plain(after):
        yield _field(old, new, name, name, before, after)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _lists(old: Decision, new: Decision) -> Iterator[FieldChange]:
    """Drivers and consequences: one change each, whatever the number of their items."""
    lists = [
        ("drivers", "drivers", old.drivers, new.drivers),
        ("deciders", "deciders", old.deciders, new.deciders),
        ("good consequences", "consequences", old.consequences.good, new.consequences.good),
        ("bad consequences", "consequences", old.consequences.bad, new.consequences.bad),
        ("consequences", "consequences", old.consequences.neutral, new.consequences.neutral),
    ]
    for name, place, before, after in lists:
        if [_plain(one) for one in before] != [_plain(one) for one in after]:
            yield _field(old, new, name, place, "\n".join(before), "\n".join(after))


def _options(old: Decision, new: Decision) -> Iterator[FieldChange]:
    pairs = _option_pairs(old.options, new.options)
    back = {j: i for i, j in pairs.items()}
    for j, after in enumerate(new.options):
        if j not in back:
            yield FieldChange("option", "", after.title, None, _where(after, new))
            continue
        before = old.options[back[j]]
        places = _where(before, old), _where(after, new)
        if _plain(before.title) != _plain(after.title):
            words = text_changes(before.title, after.title)
            yield FieldChange("option", before.title, after.title, *places, words)
        for name, one, other in (
            ("pros", before.pros, after.pros),
            ("cons", before.cons, after.cons),
            ("notes", before.neutral, after.neutral),
        ):
            if [_plain(text) for text in one] != [_plain(text) for text in other]:
                texts = "\n".join(one), "\n".join(other)
                title = f"{name} of {after.title}"
                yield FieldChange(title, *texts, *places, text_changes(*texts))
    for i, before in enumerate(old.options):
        if i not in pairs:
            yield FieldChange("option", before.title, "", _where(before, old), None)


def _where(option: AdrOption, decision: Decision) -> Place | None:
    return option.where or decision.field_places.get("options")


def _option_pairs(old: tuple[AdrOption, ...], new: tuple[AdrOption, ...]) -> dict[int, int]:
    """Options with one title, then those whose titles are most alike."""
    places = {_plain(option.title).casefold(): j for j, option in enumerate(new)}
    found: dict[int, int] = {}
    for i, option in enumerate(old):
        j = places.pop(_plain(option.title).casefold(), None)
        if j is not None:
            found[i] = j
    taken = set(found.values())
    scores = sorted(
        (-similarity(before.title, after.title), i, j)
        for i, before in enumerate(old[:60])
        if i not in found
        for j, after in enumerate(new[:60])
        if j not in taken
    )
    for score, i, j in scores:
        same_place = i == j and len(old) == len(new)
        if (-score >= _RENAMED or same_place) and i not in found and j not in found.values():
            found[i] = j
    return found


def _choice(old: Decision, new: Decision) -> Iterator[FieldChange]:
    """The chosen option, why, and the decision's text where neither of them tells the change."""
    told = False
    first, second = old.chosen_option or "", new.chosen_option or ""
    reason = old.rationale
    if _plain(first) != _plain(second):
        told = True
        yield _field(old, new, "chosen option", "decision", first, second)
        reason = old.rationale.replace(first, second) if first else old.rationale
    if _plain(reason) != _plain(new.rationale):
        told = True
        yield _field(old, new, "rationale", "decision", old.rationale, new.rationale)
    if not told and _plain(old.decision) != _plain(new.decision):
        yield _field(old, new, "decision", "decision", old.decision, new.decision)


def _links(old: Decision, new: Decision, told: list[FieldChange]) -> Iterator[FieldChange]:
    before = {(link.type, link.target): link for link in old.links}
    after = {(link.type, link.target): link for link in new.links}
    for key, link in after.items():
        if key not in before:
            change = FieldChange("link", "", _link(link), None, link.where)
            yield replace(change, counts=not _told(link, told, new.file, is_new=True))
    for key, link in before.items():
        if key not in after:
            change = FieldChange("link", _link(link), "", link.where, None)
            yield replace(change, counts=not _told(link, told, old.file, is_new=False))


def _link(link: AdrLink) -> str:
    return f"{link.type.replace('_', ' ')} {link.target}"


def _told(link: AdrLink, told: list[FieldChange], file: str, *, is_new: bool) -> bool:
    """Whether the link stands in a field that changed."""
    for change in told:
        place = change.new_place if is_new else change.old_place
        text = change.new if is_new else change.old
        if _plain(link.raw) and _plain(link.raw) in _plain(text):
            return True
        if place and link.where and place.artifact == file and overlap(place, link.where):
            return True
    return False


def overlap(one: Place, other: Place) -> bool:
    """Whether two places of one file share a part."""
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return False
    return one.artifact == other.artifact and one.start < other.end and other.start < one.end
