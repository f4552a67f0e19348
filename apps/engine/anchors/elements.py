"""Carrying comments on elements of diagrams: nodes, groups, participants, edges and messages.

Diagrams are matched by key, else by what they contain. An element keeps its comment when its key
stayed and it is still called the same; a short id that now names something else is not trusted when
another element carries the old label. Messages are aligned in order of time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from apps.engine.anchors.fates import Carried, State, lost
from apps.engine.anchors.parts import Part, parts_of
from apps.engine.anchors.selectors import (
    Anchor,
    AnchorError,
    ElementFragment,
    Polygon,
    Rectangle,
)
from apps.engine.diagrams.model import Diagram
from apps.engine.names import similarity

RENAMED = 0.6  # similarity of labels among the same neighbours
_ALIKE = 0.3  # share of equal elements that makes two diagrams one


def anchor_element(diagram: Diagram, element: str) -> Anchor:
    """The anchor of an element by its key inside the diagram (``node:api``).

    Raises:
        AnchorError: the diagram has no such element.
    """
    part = parts_of(diagram).get(element)
    if part is None:
        raise AnchorError(
            "no-element",
            f"The diagram {diagram.key} has no element {element}.",
            "Choose it in the drawing or in the list of elements.",
        )
    return _anchor(diagram, part)


def _anchor(diagram: Diagram, part: Part) -> Anchor:
    fragment = ElementFragment(
        diagram.key, part.key, part.label, part.near, part.source, part.target
    )
    return Anchor(diagram.where.artifact, "element", (fragment,))


class DiagramMap:
    """Pairs of diagrams and of their elements, made when asked."""

    def __init__(self, old: Sequence[Diagram], new: Sequence[Diagram]) -> None:
        self.old = {diagram.key: diagram for diagram in old}
        self.new = {diagram.key: diagram for diagram in new}
        self._partners: dict[str, Diagram | None] = {}
        self._maps: dict[str, ElementMap] = {}
        self._labels = {key: _contents(one) for key, one in (*self.new.items(),)}

    def concerns(self, anchor: Anchor) -> bool:
        """Whether the anchor is on an element or on a region of a drawing."""
        return bool(_diagram_key(anchor))

    def partner(self, old: Diagram) -> Diagram | None:
        """The new revision of a diagram, or None when it is gone."""
        return self._partner(old)

    def carry(self, anchor: Anchor) -> Carried:
        """The fate of an anchor on a diagram."""
        old = self.old.get(_diagram_key(anchor))
        new = self._partner(old) if old else None
        if old is None or new is None:
            return lost(anchor, "the diagram is gone")
        fragment = anchor.get(ElementFragment)
        if fragment is None:
            return _region(anchor, old, new)
        if old.key not in self._maps:
            self._maps[old.key] = ElementMap(old, new)
        return self._maps[old.key].carry(anchor, fragment.element)

    def _partner(self, old: Diagram) -> Diagram | None:
        if old.key not in self._partners:
            self._partners[old.key] = self._find(old)
        return self._partners[old.key]

    def _kept(self, key: str) -> bool:
        """Whether the diagram of this key is the same on both sides."""
        return key in self.old and _contents(self.old[key]) == self._labels[key]

    def _find(self, old: Diagram) -> Diagram | None:
        own = _contents(old)
        same = self.new.get(old.key)
        twins = [key for key, other in self._labels.items() if own and other == own]
        if same is not None and len(twins) == 1 and not self._kept(twins[0]):
            return self.new[twins[0]]  # an untitled diagram has a key by number, which shifts
        shares = sorted(
            ((_share(own, other), key == old.key, key) for key, other in self._labels.items()),
            reverse=True,
        )
        if same is not None and (_share(own, self._labels[old.key]) >= _ALIKE or not own):
            return same
        free = [entry for entry in shares if entry[2] == old.key or entry[2] not in self.old]
        if free and free[0][0] >= _ALIKE and (len(free) == 1 or free[0][0] > free[1][0]):
            return self.new[free[0][2]]
        return same


def _diagram_key(anchor: Anchor) -> str:
    found = anchor.get(ElementFragment) or anchor.get(Rectangle) or anchor.get(Polygon)
    return found.diagram if found else ""


def _contents(diagram: Diagram) -> Counter[str]:
    """What a diagram holds, for telling it from others."""
    parts = parts_of(diagram).values()
    return Counter(f"{part.kind} {part.label} {part.source} {part.target}" for part in parts)


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def _region(anchor: Anchor, old: Diagram, new: Diagram) -> Carried:
    """A region of a drawing: safe only while the drawing is the same."""
    region = anchor.get(Rectangle) or anchor.get(Polygon)
    place: Rectangle | Polygon
    if isinstance(region, Rectangle):
        place = Rectangle(region.x, region.y, region.width, region.height, new.key)
    else:
        place = Polygon(region.points if region else (), new.key)
    found = Anchor(new.where.artifact, "region", (place,))
    if old.source != new.source:
        return lost(anchor, "the drawing changed", found, 0.5)
    same = (old.key, old.where.artifact) == (new.key, new.where.artifact)
    return Carried(anchor, "exact" if same else "carried", 1.0, "same drawing", found)


class ElementMap:
    """Two revisions of one diagram."""

    def __init__(self, old: Diagram, new: Diagram) -> None:
        self.old, self.new = old, new
        self.before, self.after = parts_of(old), parts_of(new)
        self._messages: dict[str, tuple[str, bool]] | None = None

    def partner(self, key: str) -> str | None:
        """Key of the new element that a comment on the old one would be carried to."""
        carried = self.carry(_anchor(self.old, self.before[key]), key).anchor
        fragment = carried.get(ElementFragment) if carried else None
        return fragment.element if fragment else None

    def carry(self, anchor: Anchor, key: str) -> Carried:
        """The fate of an element's anchor."""
        part = self.before.get(key)
        if part is None:
            return lost(anchor, "no such element")
        if part.kind == "message":
            return self._message(anchor, part)
        same = self.after.get(key)
        if same is not None and self._still(part, same):
            return self._found(anchor, part, same, 1.0, "same key")
        labelled = self._labelled(part)
        if labelled is not None:
            return self._found(anchor, part, labelled, 0.95, "same label")
        renamed = self._renamed(part)
        if renamed is not None:
            score, other = renamed
            return Carried(anchor, "relocated", score, "neighbours", _anchor(self.new, other))
        return lost(anchor, "no safe element", _anchor(self.new, same) if same else None)

    def _found(self, anchor: Anchor, old: Part, new: Part, score: float, method: str) -> Carried:
        state: State = "edited"
        if old.label == new.label:
            same = old.key == new.key and self.old.key == self.new.key
            same = same and self.old.where.artifact == self.new.where.artifact
            state = "exact" if same else "carried"
        return Carried(anchor, state, score, method, _anchor(self.new, new))

    def _peers(self, part: Part, parts: dict[str, Part]) -> list[Part]:
        return [one for one in parts.values() if one.kind == part.kind]

    def _still(self, old: Part, new: Part) -> bool:
        """Whether the same key still means the same thing."""
        if old.label == new.label:
            return True
        if self._labelled(old) is not None:
            return False
        return similarity(old.label, new.label) >= RENAMED or _same_company(old, new)

    def _labelled(self, part: Part) -> Part | None:
        """The only new element with the label that only this old element had."""
        if not part.label and part.kind != "edge":
            return None
        alike = [one for one in self._peers(part, self.after) if self._alike(part, one)]
        olds = [one for one in self._peers(part, self.before) if self._alike(part, one)]
        return alike[0] if len(alike) == 1 == len(olds) else None

    def _alike(self, part: Part, other: Part) -> bool:
        ends = part.kind != "edge" or (part.source, part.target) == (other.source, other.target)
        return ends and part.label == other.label

    def _renamed(self, part: Part) -> tuple[float, Part] | None:
        """A new element with the same neighbours and a similar label; none when two would do."""
        known = {(one.label, one.source, one.target) for one in self._peers(part, self.before)}
        scored = sorted(
            (
                (similarity(part.label, one.label), one.key)
                for one in self._peers(part, self.after)
                if (one.label, one.source, one.target) not in known and _same_company(part, one)
            ),
            reverse=True,
        )
        if not scored or scored[0][0] < RENAMED:
            return None
        if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.1:
            return None
        return scored[0][0], self.after[scored[0][1]]

    # Messages.

    def _message(self, anchor: Anchor, part: Part) -> Carried:
        if self._messages is None:
            self._messages = self._align_messages()
        partner = self._messages.get(part.key)
        if partner is not None and partner[1]:
            return self._found(anchor, part, self.after[partner[0]], 1.0, "order of messages")
        if partner is not None:
            place = _anchor(self.new, self.after[partner[0]])
            score = similarity(part.label, self.after[partner[0]].label)
            return Carried(anchor, "relocated", score, "order of messages", place)
        return lost(anchor, "no such message")

    def _align_messages(self) -> dict[str, tuple[str, bool]]:
        """Old message keys to new ones; the flag is False for a text that only resembles."""
        old = [one for one in self.before.values() if one.kind == "message"]
        new = [one for one in self.after.values() if one.kind == "message"]
        a, b = [_signature(one) for one in old], [_signature(one) for one in new]
        steps: dict[int, int] = {}
        for op in Indel.opcodes(a, b):
            if op.tag == "equal":
                steps.update(zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True))  # fmt: skip
        sure = {i: j for i, j in steps.items() if _certain(i, j, a, b, steps)}
        found = {old[i].key: (new[j].key, True) for i, j in sure.items()}
        taken = set(steps.values())
        for i, one in enumerate(old):
            if i in steps:
                continue
            left, right = steps.get(i - 1, -1 if i == 0 else None), steps.get(i + 1)
            right = len(new) if i == len(old) - 1 else right
            if left is None or right is None or right - left != 2 or left + 1 in taken:
                continue
            other = new[left + 1]
            ends = (one.source, one.target) == (other.source, other.target)
            if ends and similarity(one.label, other.label) >= RENAMED:
                found[one.key] = (other.key, False)
        return found


def _signature(part: Part) -> tuple[str, str, str]:
    return (part.source, part.target, part.label)


def _certain(
    i: int,
    j: int,
    a: list[tuple[str, str, str]],
    b: list[tuple[str, str, str]],
    steps: dict[int, int],
) -> bool:
    """A message said more or less often than before is sure only between the same neighbours."""
    if a.count(a[i]) == b.count(b[j]):
        return True
    left = steps.get(i - 1) == j - 1 or i == j == 0
    right = steps.get(i + 1) == j + 1 or (i == len(a) - 1 and j == len(b) - 1)
    return left and right


def _same_company(old: Part, new: Part) -> bool:
    """Whether two elements have the same neighbours; an edge's neighbours are its ends."""
    if old.kind == "edge":
        return (old.source, old.target) == (new.source, new.target)
    return bool(old.near) and Counter(old.near) == Counter(new.near)
