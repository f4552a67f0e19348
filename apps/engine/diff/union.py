"""The union of two graphs or sequences: all of the new one, and what is gone where it stood.

What is gone gets ``old:`` before its id and key, so that it never meets an element of the new side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Sequence as Listed
from dataclasses import replace
from typing import TypeVar

import msgspec

from apps.engine.diagrams.draw.scene import depths_of
from apps.engine.diagrams.model import (
    Edge,
    FragmentOpen,
    Graph,
    Group,
    Item,
    Message,
    Node,
    Note,
    Participant,
    Sequence,
)

GONE = "old:"
Labels = Mapping[str, tuple[str, str]]
Part = TypeVar("Part", Node, Edge, Group, Participant)


def united_graph(old: Graph, new: Graph, pairs: Mapping[str, str], labels: Labels) -> Graph:
    """Both graphs in one; ``labels`` are old and new label of relabelled edges by new key."""
    ids = _ids([*old.nodes, *old.groups], [*new.nodes, *new.groups], pairs)
    groups = _in_order(
        old.groups, new.groups, pairs,
        lambda g: replace(g, id=GONE + g.id, key=GONE + g.key, parent=ids.get(g.parent or "")),
    )  # fmt: skip
    nodes = _in_order(
        old.nodes, new.nodes, pairs,
        lambda n: replace(n, id=GONE + n.id, key=GONE + n.key, group=ids.get(n.group or "")),
    )  # fmt: skip
    edges = _in_order(
        old.edges, new.edges, pairs,
        lambda e: replace(
            e, key=GONE + e.key, source=ids[e.source], target=ids[e.target],
            label_lines=e.label_lines or ("−",),
        ) if e.source in ids and e.target in ids else e,
    )  # fmt: skip
    known = set(pairs.values())
    shown = [_labelled(edge, known, labels) for edge in edges]
    graph = Graph(new.direction, tuple(nodes), tuple(shown), tuple(groups))
    depths = depths_of(graph)
    return replace(graph, groups=tuple(sorted(groups, key=lambda g: depths[g.id])))


def _labelled(edge: Edge, known: set[str], labels: Labels) -> Edge:
    """The edge with a sign when it is new, with both labels when it has another one."""
    if edge.key in labels:
        return replace(edge, label_lines=_both(*labels[edge.key]))
    if edge.key not in known and not edge.key.startswith(GONE):
        return replace(edge, label_lines=_as_new(edge.label_lines))
    return edge


def _both(old: str, new: str) -> tuple[str, ...]:
    return (f"{old or 'no label'} → {new or 'no label'}",)


def _as_new(lines: tuple[str, ...]) -> tuple[str, ...]:
    return (f"+ {lines[0]}", *lines[1:]) if lines else ("+",)


def _ids(
    old: Iterable[Node | Group | Participant],
    new: Iterable[Node | Group | Participant],
    pairs: Mapping[str, str],
) -> dict[str, str]:
    """Ids of the old side to ids of the union."""
    after = {one.key: one.id for one in new}
    return {
        one.id: after[pairs[one.key]] if pairs.get(one.key) in after else GONE + one.id
        for one in old
    }


def _in_order(
    old: Iterable[Part], new: Listed[Part], pairs: Mapping[str, str], gone: Callable[[Part], Part]
) -> list[Part]:
    """The old elements as they are now, in the old order, then those that came."""
    after = {one.key: one for one in new}
    found: dict[str, Part] = {}
    for one in old:
        partner = after.get(pairs.get(one.key, ""))
        shown = partner if partner is not None else gone(one)
        found.setdefault(shown.key, shown)
    for one in new:
        found.setdefault(one.key, one)
    return list(found.values())


def united_sequence(
    old: Sequence, new: Sequence, pairs: Mapping[str, str], labels: Labels
) -> Sequence:
    """Both sequences in one: messages and notes that are gone stand behind what was before them.

    Frames are those of the new sequence; one that is gone is named by the list of changes only.
    """
    ids = _ids(old.participants, new.participants, pairs)
    people = _in_order(
        old.participants, new.participants, pairs,
        lambda p: replace(
            p, id=GONE + p.id, key=GONE + p.key, box=None, created_at=None, destroyed_at=None
        ),
    )  # fmt: skip
    people.sort(key=_places(people, new).__getitem__)
    behind = _behind(old, pairs, ids)
    known = set(pairs.values())
    items: list[Item] = list(behind.get("", []))
    for item in new.items:
        items.append(_shown(item, known, labels))
        if isinstance(item, Message | Note):
            items += behind.get(item.key, [])
    return _numbered(replace(new, participants=tuple(people), items=tuple(items)))


def _places(people: list[Participant], new: Sequence) -> dict[Participant, tuple[int, int]]:
    """Columns as in the new sequence; one that is gone stays beside its old neighbour."""
    order = {one.key: n for n, one in enumerate(new.participants)}
    last = -1
    places = {}
    for n, one in enumerate(people):
        last = order.get(one.key, last)
        places[one] = (last, n if one.key not in order else -1)
    return places


def _behind(
    old: Sequence, pairs: Mapping[str, str], ids: Mapping[str, str]
) -> dict[str, list[Item]]:
    """What is gone, by the new key of what stood before it and stayed."""
    found: dict[str, list[Item]] = {}
    last = ""
    for item in old.items:
        if not isinstance(item, Message | Note):
            continue
        if item.key in pairs:
            last = pairs[item.key]
        elif isinstance(item, Message):
            found.setdefault(last, []).append(_gone_message(item, ids))
        else:
            over = tuple(ids.get(one, one) for one in item.over)
            gone = msgspec.structs.replace(item, key=GONE + item.key, over=over)
            found.setdefault(last, []).append(gone)
    return found


def _gone_message(message: Message, ids: Mapping[str, str]) -> Message:
    return msgspec.structs.replace(
        message,
        key=GONE + message.key,
        source=ids.get(message.source, message.source),
        target=ids.get(message.target, message.target),
        label_lines=message.label_lines or ("−",),
        activate=False,
        deactivate=False,
    )


def _shown(item: Item, known: set[str], labels: Labels) -> Item:
    """A message with a sign when it is new, with both texts when it has another one."""
    if isinstance(item, FragmentOpen):
        sign = "" if item.key in known else "+ "
        label = _both(*labels[item.key])[0] if item.key in labels else sign + item.label
        return msgspec.structs.replace(item, label=label)
    if not isinstance(item, Message | Note):
        return item
    if item.key in labels:
        return msgspec.structs.replace(item, label_lines=_both(*labels[item.key]))
    if item.key not in known:
        return msgspec.structs.replace(item, label_lines=_as_new(item.label_lines))
    return item


def _numbered(sequence: Sequence) -> Sequence:
    """Messages counted anew, and lifelines that begin and end at the same messages as before."""
    numbers: dict[int, int] = {}
    items: list[Item] = []
    count = 0
    for item in sequence.items:
        if isinstance(item, Message):
            count += 1
            if not item.key.startswith(GONE):
                numbers[item.n] = count
            items.append(msgspec.structs.replace(item, n=count))
        else:
            items.append(item)
    people = tuple(
        replace(
            one,
            created_at=numbers.get(one.created_at) if one.created_at else None,
            destroyed_at=numbers.get(one.destroyed_at) if one.destroyed_at else None,
        )
        for one in sequence.participants
    )
    return replace(sequence, participants=people, items=tuple(items))
