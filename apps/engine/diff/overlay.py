"""One drawing of two revisions of a diagram: the union of both, with a mark on what changed.

The union is laid out once, the elements of the old diagram first and in their order, so that the
picture stays close to the old one and unchanged elements stand where they stood.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from apps.engine.diagrams.draw import Mark, draw
from apps.engine.diagrams.draw.marks import MarkChange
from apps.engine.diagrams.draw.svg import Paint
from apps.engine.diagrams.layout import LayoutEngine
from apps.engine.diagrams.model import Diagram
from apps.engine.diff.model import DiagramDiff, ElementChange, ElementChangeKind
from apps.engine.diff.union import GONE, united_graph, united_sequence
from apps.engine.diff.wording import clip

CROWDED = 0.4
"""Share of changed elements from which two pictures side by side say more than one."""

_MOST_TAG = 22
_ORDER: tuple[ElementChangeKind, ...] = (
    "added",
    "removed",
    "renamed",
    "relabelled",
    "changed",
    "regrouped",
    "moved",
    "reversed",
)


@dataclass(frozen=True, slots=True)
class OverlayElement:
    """A changed element of the drawing: ``data_el`` as in the SVG, full keys on both sides."""

    data_el: str
    change: ElementChangeKind
    tag: str
    old_key: str | None
    new_key: str | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """The drawing. ``svg`` is empty when nothing could be drawn; ``banner`` then says why.

    ``legend`` counts the changes by kind. ``crowded`` tells that so much changed that two pictures
    are easier to read.
    """

    svg: str
    banner: str | None
    legend: tuple[tuple[str, int], ...]
    elements: tuple[OverlayElement, ...]
    crowded: bool


def draw_overlay(
    diff: DiagramDiff,
    *,
    prefix: str,
    engine: LayoutEngine | None = None,
    paint: Paint = "css",
) -> Overlay:
    """Draw a pair of diagrams as one; what only one side has is drawn as it is.

    Elements keep their keys as ``data-el``; those that are gone have ``old:`` before it. Never raises
    for anything that a person wrote.
    """
    counts = Counter(one.kind for one in diff.elements if one.counts)
    legend = tuple((kind, counts[kind]) for kind in _ORDER if counts[kind])
    old, new = diff.old, diff.new
    shown = new or old
    if shown is None:
        return Overlay("", "There is no diagram to draw.", (), (), False)
    elements = _elements(diff)
    united = _united(old, new, diff) if old and new else shown
    if united is None:
        reason = "The two revisions are of different kinds, so there is no common drawing."
        return Overlay("", reason, legend, elements, True)
    marks = {one.data_el: _mark(one) for one in elements}
    drawing = draw(united, prefix=prefix, engine=engine, paint=paint, marks=marks)
    total = len(drawing.elements)
    crowded = bool(old and new) and len(elements) > CROWDED * max(1, total)
    return Overlay(drawing.svg, drawing.banner, legend, elements, crowded)


def draw_sides(
    diff: DiagramDiff, *, prefix: str, engine: LayoutEngine | None = None, paint: Paint = "css"
) -> tuple[str, str]:
    """Both diagrams by themselves as safe SVG, each with marks on what changed in it."""
    elements = _elements(diff)
    before = {_inner(one.old_key): _mark(one) for one in elements if one.old_key}
    after = {_inner(one.new_key): _mark(one) for one in elements if one.new_key}
    svgs = [
        draw(one, prefix=f"{prefix}-{side}", engine=engine, paint=paint, marks=marks).svg
        if one
        else ""
        for side, one, marks in (("old", diff.old, before), ("new", diff.new, after))
    ]
    return svgs[0], svgs[1]


def _mark(one: OverlayElement) -> Mark:
    return Mark(_CLASSES.get(one.change, "changed"), one.tag, "; ".join(one.sentences))


def _united(old: Diagram, new: Diagram, diff: DiagramDiff) -> Diagram | None:
    if old.graph and new.graph:
        labels = _labels(diff)
        return replace(new, graph=united_graph(old.graph, new.graph, diff.pairs, labels))
    if old.sequence and new.sequence:
        labels = _labels(diff)
        united = united_sequence(old.sequence, new.sequence, diff.pairs, labels)
        return replace(new, sequence=united)
    return None


def _labels(diff: DiagramDiff) -> dict[str, tuple[str, str]]:
    """Old and new label of relabelled edges and messages, by the new key."""
    return {
        _inner(one.new_key): (one.old, one.new)
        for one in diff.elements
        if one.kind == "relabelled"
        and one.element in {"edge", "message", "note", "fragment"}
        and one.new_key
    }


def _inner(key: str | None) -> str:
    return key.split("/", 1)[1] if key and "/" in key else ""


def _elements(diff: DiagramDiff) -> tuple[OverlayElement, ...]:
    """Changed elements in the order of the changes."""
    found: dict[str, list[ElementChange]] = defaultdict(list)
    for one in diff.elements:
        if one.counts and one.element != "diagram":
            key = _inner(one.new_key) if one.new_key else GONE + _inner(one.old_key)
            found[key].append(one)
    return tuple(
        OverlayElement(
            key,
            _kind(changes),
            _tag(changes),
            changes[0].old_key,
            changes[0].new_key,
            tuple(one.sentence for one in changes),
        )
        for key, changes in found.items()
    )


def _kind(changes: list[ElementChange]) -> ElementChangeKind:
    kinds = [one.kind for one in changes]
    return min(kinds, key=_ORDER.index)


_CLASSES: Mapping[ElementChangeKind, MarkChange] = MappingProxyType(
    {"added": "added", "removed": "removed", "regrouped": "moved", "moved": "moved"}
)


def _tag(changes: list[ElementChange]) -> str:
    """What stands at the corner of the element; edges and messages say it in their label."""
    if changes[0].element in {"edge", "message", "note", "fragment"}:
        return ""
    tags = [_one_tag(one) for one in changes]
    joined = ", ".join(tags)
    return joined if len(joined) <= _MOST_TAG else f"{len(tags)} changes"


def _one_tag(change: ElementChange) -> str:
    if change.kind == "added":
        return "+ added"
    if change.kind == "removed":
        return "− removed"
    if change.kind in {"regrouped", "moved"}:
        return "moved"
    values = f"{change.old or 'none'} → {change.new or 'none'}"
    if change.kind == "changed" and len(values) <= _MOST_TAG - 4:
        return values
    words = {"renamed": "renamed", "relabelled": "relabelled"}
    return words.get(change.kind, clip(f"{change.aspect} changed", _MOST_TAG))
