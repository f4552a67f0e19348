"""Carrying comments on diagrams: which diagram is which, by key, else by what they contain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from apps.engine.anchors.fates import Carried, lost
from apps.engine.anchors.partmap import PartMap
from apps.engine.anchors.parts import Part, parts_of
from apps.engine.anchors.selectors import (
    Anchor,
    AnchorError,
    ElementFragment,
    Polygon,
    Rectangle,
)
from apps.engine.diagrams.model import Diagram

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
        self._maps: dict[str, PartMap] = {}
        self._contents: dict[int, Counter[str]] = {}

    def concerns(self, anchor: Anchor) -> bool:
        """Whether the anchor is on an element or on a region of a drawing."""
        return bool(_diagram_key(anchor))

    def carry(self, anchor: Anchor) -> Carried:
        """The fate of an anchor on a diagram."""
        old = self.old.get(_diagram_key(anchor))
        new = self.partner(old) if old else None
        if old is None or new is None:
            return lost(anchor, "the diagram is gone")
        fragment = anchor.get(ElementFragment)
        if fragment is None:
            return _region(anchor, old, new)
        if old.key not in self._maps:
            self._maps[old.key] = PartMap(parts_of(old), parts_of(new))
        match = self._maps[old.key].match(fragment.element)
        place = _anchor(new, match.part) if match.part else None
        if match.kind == "lost" or place is None:
            return lost(anchor, match.method, place, match.score)
        if match.kind == "guess":
            return Carried(anchor, "relocated", match.score, match.method, place)
        if match.kind == "edited":
            return Carried(anchor, "edited", match.score, match.method, place)
        same = (old.key, old.where.artifact, fragment.element) == (
            new.key, new.where.artifact, match.part.key if match.part else "",
        )  # fmt: skip
        return Carried(anchor, "exact" if same else "carried", match.score, match.method, place)

    def partner(self, old: Diagram) -> Diagram | None:
        """The diagram of the new revision that this one became, or None."""
        if old.key not in self._partners:
            self._partners[old.key] = self._find(old)
        return self._partners[old.key]

    def _find(self, old: Diagram) -> Diagram | None:
        """The diagram that holds the most of this one, when this one holds the most of it, too."""
        best = self._nearest(old, self.new.values())
        if best is not None and self._nearest(best, self.old.values()) is old:
            return best
        same = self.new.get(old.key)
        owner = self._nearest(same, self.old.values()) if same else None
        return same if owner is None or owner is old else None

    def _nearest(self, one: Diagram, others: Iterable[Diagram]) -> Diagram | None:
        """The diagram that has most in common with this one; among several that of the same key."""
        ranked = sorted(
            ((_share(self._holds(one), self._holds(o)), o.key == one.key, o.key) for o in others),
            reverse=True,
        )
        if (
            not ranked
            or ranked[0][0] < _ALIKE
            or [e[:2] for e in ranked[:2]].count(ranked[0][:2]) > 1
        ):
            return None
        return next(other for other in others if other.key == ranked[0][2])

    def _holds(self, diagram: Diagram) -> Counter[str]:
        if id(diagram) not in self._contents:
            self._contents[id(diagram)] = _contents(diagram)
        return self._contents[id(diagram)]


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
