"""Quantities of two packages: matched by symbol, by name and subject, or by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

from apps.engine.diff.model import QuantityDiff
from apps.engine.diff.wording import amount, unit_amount
from apps.engine.quantities.model import Quantity

_KEYS: tuple[Callable[[Quantity], Hashable | None], ...] = (
    lambda q: (q.source, q.symbol, q.section) if q.symbol else None,
    lambda q: (q.source, q.symbol) if q.symbol else None,
    lambda q: (q.source, q.name.casefold(), q.subject, q.percentile, q.qualifiers, q.section),
    lambda q: (q.source, q.name.casefold(), q.subject, q.percentile),
    lambda q: (q.source, q.role, q.subject, q.percentile, q.section) if q.role else None,
)


def diff_quantities(old: Sequence[Quantity], new: Sequence[Quantity]) -> tuple[QuantityDiff, ...]:
    """What changed, in the order of the new package; what is gone comes last."""
    pairs = _pairs(old, new)
    back = {j: i for i, j in pairs.items()}
    found = [_diff(old[back[j]] if j in back else None, quantity) for j, quantity in enumerate(new)]
    found += [_diff(quantity, None) for i, quantity in enumerate(old) if i not in pairs]
    return tuple(one for one in found if one is not None)


def _pairs(old: Sequence[Quantity], new: Sequence[Quantity]) -> dict[int, int]:
    """Equal values of a key are matched first, the others in order."""
    found: dict[int, int] = {}
    for key in _KEYS:
        taken = set(found.values())
        places: dict[Hashable, list[int]] = defaultdict(list)
        for j, quantity in enumerate(new):
            if j not in taken:
                places[key(quantity)].append(j)
        olds: dict[Hashable, list[int]] = defaultdict(list)
        for i, quantity in enumerate(old):
            if i not in found and key(quantity) is not None:
                olds[key(quantity)].append(i)
        for name, left in olds.items():
            found.update(_in_order(left, places.get(name, []), old, new))
    return found


def _in_order(
    left: list[int], right: list[int], old: Sequence[Quantity], new: Sequence[Quantity]
) -> dict[int, int]:
    found: dict[int, int] = {}
    values: dict[Hashable, list[int]] = defaultdict(list)
    for j in right:
        values[new[j].value, new[j].unit].append(j)
    for i in left:
        same = values.get((old[i].value, old[i].unit))
        if same:
            found[i] = same.pop(0)
    taken = set(found.values())
    rest = [j for j in right if j not in taken]
    found.update(zip((i for i in left if i not in found), rest, strict=False))
    return found


def _diff(old: Quantity | None, new: Quantity | None) -> QuantityDiff | None:
    """The difference, or None where there is none."""
    shown = new or old
    if shown is None:
        return None
    if old and new and _state(old) == _state(new):
        return None
    return QuantityDiff(
        "changed" if old and new else "added" if new else "removed",
        shown.name,
        shown.symbol,
        shown.subject,
        old.value if old else None,
        new.value if new else None,
        old.unit if old else "",
        new.unit if new else "",
        _amount(old, new) if old and new else "",
        old.computed if old else None,
        new.computed if new else None,
        old.where if old else None,
        new.where if new else None,
    )


def _state(quantity: Quantity) -> tuple[object, ...]:
    return quantity.value, quantity.unit, quantity.computed


def _amount(old: Quantity, new: Quantity) -> str:
    if old.value is None or new.value is None:
        return ""
    if old.value == new.value and old.unit == new.unit:
        return amount(old.computed, new.computed)
    return unit_amount(old.value, old.unit, new.value, new.unit)
