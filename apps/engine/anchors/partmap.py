"""Which element of a diagram is which one of its next revision.

A node, group or participant stays itself while its key stays and it is still called the same; a
short id that now names something else is not trusted when another element has the old label. An
edge follows its ends, a message its ends, its text and the order of time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from apps.engine.anchors.parts import Part
from apps.engine.anchors.worddiff import NONE, agreed
from apps.engine.names import similarity

RENAMED = 0.6  # similarity of labels among the same neighbours
_MARGIN = 0.1  # over the second most similar
_COMPANY = 0.5  # share of the neighbours that makes the same key the same thing

Parts = dict[str, Part]


@dataclass(frozen=True, slots=True)
class Match:
    """What became of an element. ``guess``: a person must confirm; ``lost``: ``part`` is a hint."""

    kind: Literal["same", "edited", "guess", "lost"]
    part: Part | None
    score: float
    method: str


class PartMap:
    """The elements of two revisions of one diagram."""

    def __init__(self, old: Parts, new: Parts) -> None:
        self.old, self.new = old, new
        self._found: dict[str, Match] = {}

    def match(self, key: str) -> Match:
        """What became of an element, by its key inside the diagram."""
        part = self.old.get(key)
        if part is None:
            return Match("lost", None, 0.0, "no such element")
        if key not in self._found:
            if part.kind == "message":
                self._found[key] = self._message(part)
            elif part.kind == "edge":
                self._found[key] = self._edge(part)
            else:
                self._found[key] = self._thing(part)
        return self._found[key]

    def partner(self, key: str) -> str | None:
        """Key of the new element that a comment would be carried to, to be confirmed or not."""
        match = self.match(key)
        return match.part.key if match.part and match.kind != "lost" else None

    def _partner(self, key: str) -> str:
        """Key of what a node or participant surely became; the old key, marked, when it is gone."""
        match = self.match(key)
        return match.part.key if match.part and match.kind in ("same", "edited") else f"old {key}"

    # Nodes, groups, participants, notes and fragments.

    def _thing(self, part: Part) -> Match:
        same, labelled = self.new.get(part.key), self._labelled(part)
        if same is not None and same.kind == part.kind:
            if same.label == part.label:
                return Match("same", same, 1.0, "same key")
            if labelled is None and _still(part, same):
                return Match("edited", same, 0.9, "same key")
        if labelled is not None:
            return Match("same", labelled, 0.95, "same label")
        return self._renamed(part) or Match("lost", same, 0.0, "no safe element")

    def _labelled(self, part: Part) -> Part | None:
        """The only new element with the label that only this old element had."""
        alike = [
            [one for one in parts.values() if (one.kind, one.label) == (part.kind, part.label)]
            for parts in (self.old, self.new)
        ]
        unique = bool(part.label) and len(alike[0]) == 1 == len(alike[1])
        return alike[1][0] if unique else None

    def _renamed(self, part: Part) -> Match | None:
        """A new element with the same neighbours and a similar label; none when two would do."""
        known = {one.label for one in self.old.values() if one.kind == part.kind}
        scored = sorted(
            (
                (_similar(part, one), one.key)
                for one in self.new.values()
                if one.kind == part.kind and one.label not in known and _company(part, one) == 1.0
            ),
            reverse=True,
        )
        if not scored or scored[0][0] < RENAMED:
            return None
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
            return None
        return Match("guess", self.new[scored[0][1]], scored[0][0], "same neighbours")

    # Edges.

    def _edge(self, part: Part) -> Match:
        """The edge between what its ends became; among parallel edges the one labelled the same."""
        ends = (self._partner(part.ends[0]), self._partner(part.ends[1]))
        olds = [one for one in self.old.values() if one.kind == "edge" and one.ends == part.ends]
        news = [one for one in self.new.values() if one.kind == "edge" and one.ends == ends]
        same_old = [one for one in olds if one.label == part.label]
        same_new = [one for one in news if one.label == part.label]
        if same_old and len(same_old) == len(same_new):
            return Match("same", same_new[same_old.index(part)], 1.0, "same ends")
        if len(olds) == 1 == len(news):
            return Match("edited", news[0], 0.9, "same ends")
        return Match("lost", news[0] if news else None, 0.0, "no such edge")

    # Messages.

    def _message(self, part: Part) -> Match:
        old, new = self._messages
        i = next(k for k, one in enumerate(old) if one.key == part.key)
        j = self._order[i]
        if j != NONE:
            return Match("same", new[j], 1.0, "order of messages")
        left, right = self._order[i - 1] if i else -1, len(new)
        right = self._order[i + 1] if i + 1 < len(old) else right
        if (i == 0 or left != NONE) and right - left == 2:
            other = new[left + 1]
            score = _similar(part, other)
            ends = tuple(self._partner(end) for end in part.ends)
            if left + 1 not in self._order and ends == other.ends and score >= RENAMED:
                return Match("guess", other, score, "order of messages")
        return Match("lost", None, 0.0, "no such message")

    @cached_property
    def _messages(self) -> tuple[list[Part], list[Part]]:
        old, new = (
            [one for one in parts.values() if one.kind == "message"]
            for parts in (self.old, self.new)
        )
        return old, new

    @cached_property
    def _order(self) -> list[int]:
        """For every old message the index of its new one: in order, or said once before and after."""
        old, new = self._messages
        before = ["\n".join((*map(self._partner, one.ends), one.label)) for one in old]
        after = ["\n".join((*one.ends, one.label)) for one in new]
        found, taken = agreed(before, after), [Counter(before), Counter(after)]
        return [
            after.index(said) if [count[said] for count in taken] == [1, 1] else found[i]
            for i, said in enumerate(before)
        ]


def _similar(old: Part, new: Part) -> float:
    return similarity(old.label, new.label) / 100


def _still(old: Part, new: Part) -> bool:
    """Whether the same key under another label still means the same thing."""
    return _similar(old, new) >= RENAMED or _company(old, new) >= _COMPANY


def _company(old: Part, new: Part) -> float:
    """Share of the neighbours that two elements have in common; 0 when one has none."""
    total = len(old.near) + len(new.near)
    shared = sum((Counter(old.near) & Counter(new.near)).values())
    return 2 * shared / total if total else 0.0
