"""The words of a block as a reader sees them, and which of them changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from apps.engine.anchors.blocks import Words, words_of
from apps.engine.diff.model import WordChange

_BOUND = 30_000_000  # pairs of words that are compared at most; a longer text counts as one change
_ISLAND = 2  # words that may stay equal between two changes and still belong to them
_ISLAND_LETTERS = 3
_AROUND = 4  # words changed around such an island

Op = tuple[bool, int, int, int, int]


def visible_words(source: str, start: int, end: int, shown: str) -> Words:
    """The words of ``source[start:end]`` that stand in ``shown``, so without marks of the markup."""
    every = words_of(source, start, end)
    seen = words_of(shown, 0, len(shown)).forms
    if seen == every.forms:
        return every
    places: dict[str, list[int]] = defaultdict(list)
    for index, form in enumerate(every.forms):
        places[form].append(index)
    kept: list[int] = []
    following = 0
    for form in seen:
        known = places.get(form, [])
        at = bisect_left(known, following)
        if at < len(known):
            kept.append(known[at])
            following = known[at] + 1
    return Words(
        tuple(every.forms[k] for k in kept),
        tuple(every.starts[k] for k in kept),
        tuple(every.ends[k] for k in kept),
    )


def word_changes(old: Words, new: Words) -> tuple[WordChange, ...]:
    """The changes between two blocks; words that stay equal by chance are taken in."""
    ops = _merged(_operations(old.forms, new.forms), old.forms)
    return tuple(
        WordChange(*_range(old, first, last), *_range(new, low, high))
        for equal, first, last, low, high in ops
        if not equal
    )


def text_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """The same for two plain texts."""
    return word_changes(words_of(old, 0, len(old)), words_of(new, 0, len(new)))


def _range(words: Words, first: int, last: int) -> tuple[int, int]:
    """Offsets of words ``first:last``; an empty range is the point behind the word before."""
    if first < last:
        return words.starts[first], words.ends[last - 1]
    if not words.forms:
        return 0, 0
    point = words.ends[first - 1] if first else words.starts[0]
    return point, point


def _operations(old: Sequence[str], new: Sequence[str]) -> list[Op]:
    """Runs of equal and of changed words, alternating."""
    head = _common(old, new)
    tail = _common(
        old[: head - 1 : -1] if head else old[::-1], new[: head - 1 : -1] if head else new[::-1]
    )
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    ops: list[Op] = [(True, 0, head, 0, head)] if head else []
    if len(a) * len(b) > _BOUND:
        ops.append((False, head, head + len(a), head, head + len(b)))
    else:
        for op in Indel.opcodes(a, b):
            ends = (
                op.src_start + head,
                op.src_end + head,
                op.dest_start + head,
                op.dest_end + head,
            )
            ops.append((op.tag == "equal", *ends))
    if tail:
        ops.append((True, len(old) - tail, len(old), len(new) - tail, len(new)))
    return _joined(ops)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Length of the common beginning."""
    size = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        size += 1
    return size


def _joined(ops: list[Op]) -> list[Op]:
    """Neighbours of one kind taken together."""
    found: list[Op] = []
    for op in ops:
        if found and found[-1][0] == op[0]:
            last = found.pop()
            op = (op[0], last[1], op[2], last[3], op[4])  # noqa: PLW2901
        found.append(op)
    return found


def _merged(ops: list[Op], forms: Sequence[str]) -> list[Op]:
    """Runs with small equal islands between larger changes made part of the change."""
    changed = []
    for index, op in enumerate(ops):
        inner = 0 < index < len(ops) - 1
        if op[0] and inner and _is_island(forms[op[1] : op[2]]):
            around = sum(
                one[2] - one[1] + one[4] - one[3] for one in (ops[index - 1], ops[index + 1])
            )
            if around >= _AROUND:
                changed.append((False, *op[1:]))
                continue
        changed.append(op)
    return _joined(changed)


def _is_island(words: Sequence[str]) -> bool:
    return len(words) <= _ISLAND and all(len(word) <= _ISLAND_LETTERS for word in words)
