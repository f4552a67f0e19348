"""Decision records of two packages, by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

from apps.engine.decision_model import Decision
from apps.engine.diff.decision_fields import field_changes
from apps.engine.diff.model import Change, DecisionDiff, FieldChange
from apps.engine.diff.wording import clip, excerpt
from apps.engine.names import similarity
from apps.engine.text import Place

_SAME_TITLE = 0.75
_LONG = 60  # code points from which a field is told by what changed in it


def diff_decisions(
    old: Sequence[Decision], new: Sequence[Decision], files: Mapping[str, str]
) -> list[tuple[Decision | None, Decision | None, DecisionDiff]]:
    """Pairs in the order of the new package, removed records last.

    ``files`` maps old paths to new ones.
    """
    pairs = _pairs(old, new, files)
    back = {j: i for i, j in pairs.items()}
    found: list[tuple[Decision | None, Decision | None, DecisionDiff]] = []
    for j, after in enumerate(new):
        before = old[back[j]] if j in back else None
        found.append(
            (before, after, _changed(before, after) if before else _alone(after, is_new=True))
        )
    for i, before in enumerate(old):
        if i not in pairs:
            found.append((before, None, _alone(before, is_new=False)))
    return found


def _pairs(
    old: Sequence[Decision], new: Sequence[Decision], files: Mapping[str, str]
) -> dict[int, int]:
    """By file and number, by file and title, by number and title, by the only one of a file."""
    keys: tuple[Callable[[Decision, bool], Hashable | None], ...] = (
        lambda d, is_old: (_file(d, files, is_old), d.number, d.title.casefold()),
        lambda d, is_old: (_file(d, files, is_old), d.title.casefold()),
        lambda d, is_old: (_file(d, files, is_old), d.number) if d.number is not None else None,
        lambda d, _: (d.number, d.title.casefold()),
        lambda d, _: d.title.casefold(),
        lambda d, is_old: _file(d, files, is_old),
    )
    found: dict[int, int] = {}
    for key in keys:
        taken = set(found.values())
        olds, news = defaultdict(list), defaultdict(list)
        for i, decision in enumerate(old):
            if i not in found:
                olds[key(decision, True)].append(i)
        for j, decision in enumerate(new):
            if j not in taken:
                news[key(decision, False)].append(j)
        for name, left in olds.items():
            if name is not None and len(left) == 1 == len(news.get(name, ())):
                found[left[0]] = news[name][0]
    found.update(_alike(old, new, found))
    return found


def _file(decision: Decision, files: Mapping[str, str], is_old: bool) -> str:
    return files.get(decision.file, "\0" + decision.file) if is_old else decision.file


def _alike(
    old: Sequence[Decision], new: Sequence[Decision], found: dict[int, int]
) -> dict[int, int]:
    """Same number and a title that is nearly the same."""
    taken = set(found.values())
    return {
        i: j
        for i, before in enumerate(old)
        if i not in found and before.number is not None
        for j, after in enumerate(new)
        if j not in taken
        and after.number == before.number
        and similarity(before.title, after.title) >= _SAME_TITLE
    }


def _alone(decision: Decision, *, is_new: bool) -> DecisionDiff:
    kind = "added" if is_new else "removed"
    name = _name(decision)
    change = Change(
        area="decision",
        kind="added" if is_new else "removed",
        subject=name,
        sentence=f"Decision record {kind}: {name}",
        section=name,
        old_place=None if is_new else decision.where,
        new_place=decision.where if is_new else None,
    )
    return DecisionDiff(
        "added" if is_new else "removed",
        decision.label,
        decision.title,
        change.old_place,
        change.new_place,
        changes=(change,),
    )


def _changed(old: Decision, new: Decision) -> DecisionDiff:
    fields = field_changes(old, new)
    name = _name(new)
    changes = tuple(_change(one, name, old, new) for one in fields)
    return DecisionDiff(
        "changed" if fields else "same",
        new.label,
        new.title,
        old.where,
        new.where,
        fields,
        changes,
    )


def _name(decision: Decision) -> str:
    if decision.label == decision.title:
        return clip(decision.title)
    return f"{decision.label} {clip(decision.title)}"


def _change(field: FieldChange, name: str, old: Decision, new: Decision) -> Change:
    kind = "changed" if field.old and field.new else "added" if field.new else "removed"
    words = f"{clip(field.old) or 'none'} → {clip(field.new) or 'none'}"
    if min(len(field.old), len(field.new)) > _LONG:
        words = excerpt(field.old, field.new, field.words)
    change = Change(
        area="decision",
        kind="changed",
        subject=f"{name}: {field.field}",
        sentence=f"{name}, {field.field}: {words}",
        old=field.old,
        new=field.new,
        section=name,
        old_place=field.old_place or Place(old.file, line=old.where.line),
        new_place=field.new_place or Place(new.file, line=new.where.line),
        counts=field.counts,
    )
    return (
        change if kind == "changed" else replace(change, kind="added" if field.new else "removed")
    )
