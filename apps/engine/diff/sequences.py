"""Two revisions of a sequence: participants, messages, notes and frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Indel

from apps.engine.diagrams.model import (
    FragmentClose,
    FragmentElse,
    FragmentOpen,
    Message,
    Note,
    Participant,
    Sequence,
)
from apps.engine.diff.element_words import Words
from apps.engine.diff.model import ElementChange
from apps.engine.diff.order import moved
from apps.engine.names import similarity

_ALIKE = 0.4  # similarity of the texts of two messages in the same gap
_MOST = 3_000  # messages up to which their order is compared


def diff_sequence(
    old: Sequence, new: Sequence, pairs: dict[str, str], words: Words
) -> list[ElementChange]:
    """All changes; ``pairs`` holds the participants and grows by the rest."""
    found = list(_participants(old, new, pairs, words))
    ids = _ids(old, new, pairs)
    found += _fragments(old, new, pairs, words)
    found += _messages(old, new, pairs, ids, words)
    found += _notes(old, new, pairs, ids, words)
    return found


def _ids(old: Sequence, new: Sequence, pairs: dict[str, str]) -> dict[str, str]:
    after = {one.key: one.id for one in new.participants}
    return {one.id: after[pairs[one.key]] for one in old.participants if one.key in pairs}


# Participants.


def _participants(
    old: Sequence, new: Sequence, pairs: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    before = {one.key: one for one in old.participants}
    back = {b: a for a, b in pairs.items()}
    for one in new.participants:
        if one.key not in back:
            yield words.added("participant", _name(one), one.key, one.line)
            continue
        former = before[back[one.key]]
        ends = (former.key, one.key, former.line, one.line)
        if _name(former) != _name(one):
            yield words.renamed("participant", _name(former), _name(one), ends)
        if former.kind != one.kind:
            yield words.changed("participant", "kind", _name(one), former.kind, one.kind, ends)
        boxes = _box(old, former), _box(new, one)
        if boxes[0] != boxes[1]:
            yield words.regrouped("participant", _name(one), *boxes, ends, counts=True)
    for one in old.participants:
        if one.key not in pairs:
            yield words.removed("participant", _name(one), one.key, one.line)
    yield from _columns(old, new, pairs, words)


def _columns(
    old: Sequence, new: Sequence, pairs: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    """Declared participants in another order; others stand where they are first used."""
    used = [{m.line for m in side.messages} for side in (old, new)]
    places = {one.key: n for n, one in enumerate(new.participants) if one.line not in used[1]}
    kept = [
        one
        for one in old.participants
        if one.line not in used[0] and pairs.get(one.key, "") in places
    ]
    order = [places[pairs[one.key]] for one in kept]
    for position in sorted(moved(order), key=lambda n: order[n]):
        former, one = kept[position], new.participants[order[position]]
        ends = (former.key, one.key, former.line, one.line)
        yield words.moved("participant", _name(one), ends)


def _name(participant: Participant) -> str:
    return participant.label or participant.id


def _box(sequence: Sequence, participant: Participant) -> str:
    titles = {box.id: box.title or box.id for box in sequence.boxes}
    return titles.get(participant.box or "", "")


# Fragments.


@dataclass(slots=True)
class _Frame:
    """A fragment with its branches; ``around`` are the keys of the frames it stands in."""

    item: FragmentOpen
    branches: list[str]


def frames_of(sequence: Sequence) -> tuple[list[_Frame], dict[str, str]]:
    """All frames, and the innermost frame around every message, by key."""
    frames: list[_Frame] = []
    around: dict[str, str] = {}
    stack: list[_Frame] = []
    for item in sequence.items:
        if isinstance(item, FragmentOpen):
            frames.append(_Frame(item, []))
            if stack:
                around[item.key] = stack[-1].item.key
            stack.append(frames[-1])
        elif isinstance(item, FragmentElse) and stack:
            stack[-1].branches.append(item.label)
        elif isinstance(item, FragmentClose) and stack:
            stack.pop()
        elif isinstance(item, Message) and stack:
            around[item.key] = stack[-1].item.key
    return frames, around


def _fragments(
    old: Sequence, new: Sequence, pairs: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    before, after = frames_of(old)[0], frames_of(new)[0]
    steps = _aligned(
        [(f.item.kind, f.item.label) for f in before],
        [(f.item.kind, f.item.label) for f in after],
        lambda i, j: before[i].item.kind == after[j].item.kind,
    )
    back = {j: i for i, j in steps.items()}
    for j, frame in enumerate(after):
        item = frame.item
        if j not in back:
            yield words.added("fragment", _frame(item), item.key, item.line)
            continue
        former = before[back[j]]
        ends = (former.item.key, item.key, former.item.line, item.line)
        pairs[former.item.key] = item.key
        if former.item.label != item.label:
            yield words.relabelled("fragment", item.kind, former.item.label, item.label, ends)
        if former.branches != frame.branches:
            one, other = ", ".join(former.branches), ", ".join(frame.branches)
            yield words.changed("fragment", "branches", _frame(item), one, other, ends)
    for i, frame in enumerate(before):
        if i not in steps:
            yield words.removed("fragment", _frame(frame.item), frame.item.key, frame.item.line)


def _frame(item: FragmentOpen) -> str:
    return f"{item.kind} {item.label}".strip()


# Messages and notes.


def _messages(
    old: Sequence, new: Sequence, pairs: dict[str, str], ids: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    before, after = old.messages[:_MOST], new.messages[:_MOST]
    a = [(ids.get(m.source, "\0"), ids.get(m.target, "\0"), m.text) for m in before]
    b = [(m.source, m.target, m.text) for m in after]
    steps = _aligned(
        a,
        b,
        lambda i, j: a[i][:2] == b[j][:2] and _texts_alike(a[i][2], b[j][2]),
    )
    elsewhere = _moved_messages(a, b, steps)
    back = {j: i for i, j in {**steps, **elsewhere}.items()}
    pairs.update((before[i].key, after[j].key) for j, i in back.items())
    around = frames_of(old)[1], frames_of(new)[1]
    names = {one.id: _name(one) for one in new.participants}
    for j, message in enumerate(after):
        if j not in back:
            yield words.added("message", _message(message, names), message.key, message.line)
            continue
        former = before[back[j]]
        ends = (former.key, message.key, former.line, message.line)
        if back[j] in elsewhere or not _same_frame(around, former, message, pairs):
            yield words.moved("message", _message(message, names), ends)
        yield from _one(former, message, ends, names, words)
    names = {one.id: _name(one) for one in old.participants}
    for message in before:
        if message.key not in pairs:
            yield words.removed("message", _message(message, names), message.key, message.line)


def _one(
    old: Message, new: Message, ends: tuple[str, str, int, int], names: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    name = f"{names.get(new.source, new.source)} → {names.get(new.target, new.target)}"
    if old.text != new.text:
        yield words.relabelled("message", name, old.text, new.text, ends)
    if old.kind != new.kind:
        yield words.changed("message", "kind", _message(new, names), old.kind, new.kind, ends)
    elif (old.head, old.line_style) != (new.head, new.line_style):
        one, other = (f"{m.line_style} {m.head}" for m in (old, new))
        yield words.changed("message", "arrow", _message(new, names), one, other, ends)


def _same_frame(
    around: tuple[dict[str, str], dict[str, str]],
    old: Message,
    new: Message,
    pairs: dict[str, str],
) -> bool:
    """Whether a message stands in the same frame, not counting frames that came or went."""
    known = set(pairs.values())
    outer, inner = around[0].get(old.key), around[1].get(new.key)
    while outer is not None and outer not in pairs:
        outer = around[0].get(outer)
    while inner is not None and inner not in known:
        inner = around[1].get(inner)
    return (pairs.get(outer) if outer else None) == inner


def _texts_alike(one: str, other: str) -> bool:
    return similarity(one, other) >= _ALIKE or not one or not other


def _message(message: Message, names: dict[str, str]) -> str:
    ends = names.get(message.source, message.source), names.get(message.target, message.target)
    return f"{ends[0]} → {ends[1]}" + (f": {message.text}" if message.text else "")


def _moved_messages(
    a: list[tuple[str, str, str]], b: list[tuple[str, str, str]], steps: dict[int, int]
) -> dict[int, int]:
    """Messages that stand elsewhere: equal, and the only such one left on both sides."""
    taken = set(steps.values())
    left = [i for i in range(len(a)) if i not in steps]
    right = [j for j in range(len(b)) if j not in taken]
    found = {}
    for i in left:
        same = [j for j in right if b[j] == a[i]]
        if len(same) == 1 and sum(a[k] == a[i] for k in left) == 1:
            found[i] = same[0]
    return found


def _notes(
    old: Sequence, new: Sequence, pairs: dict[str, str], ids: dict[str, str], words: Words
) -> Iterator[ElementChange]:
    before = [item for item in old.items if isinstance(item, Note)]
    after = [item for item in new.items if isinstance(item, Note)]
    a = [(tuple(ids.get(one, "\0") for one in n.over), _text(n)) for n in before]
    b = [(n.over, _text(n)) for n in after]
    steps = _aligned(
        a, b, lambda i, j: a[i][0] == b[j][0] or similarity(a[i][1], b[j][1]) >= _ALIKE
    )
    back = {j: i for i, j in steps.items()}
    for j, note in enumerate(after):
        if j not in back:
            yield words.added("note", _text(note), note.key, note.line)
            continue
        former = before[back[j]]
        pairs[former.key] = note.key
        ends = (former.key, note.key, former.line, note.line)
        if _text(former) != _text(note):
            yield words.relabelled("note", "", _text(former), _text(note), ends)
        if a[back[j]][0] != b[j][0]:
            one, other = ", ".join(former.over), ", ".join(note.over)
            yield words.changed("note", "place", _text(note), one, other, ends)
    for i, note in enumerate(before):
        if i not in steps:
            yield words.removed("note", _text(note), note.key, note.line)


def _text(note: Note) -> str:
    return " ".join(note.label_lines)


def _aligned(a: list[Any], b: list[Any], alike: Callable[[int, int], bool]) -> dict[int, int]:
    """Equal entries in order, then alike ones inside the same gap, in order."""
    steps: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    for op in Indel.opcodes(a, b):
        olds, news = range(op.src_start, op.src_end), range(op.dest_start, op.dest_end)
        if op.tag == "equal":
            steps.update(zip(olds, news, strict=True))
        elif gaps and gaps[-1][0].stop == olds.start and gaps[-1][1].stop == news.start:
            gaps[-1] = (range(gaps[-1][0].start, olds.stop), range(gaps[-1][1].start, news.stop))
        else:
            gaps.append((olds, news))
    for olds, news in gaps:
        following = news.start
        for i in olds:
            j = next((j for j in range(following, news.stop) if alike(i, j)), None)
            if j is not None:
                steps[i] = j
                following = j + 1
    return steps
