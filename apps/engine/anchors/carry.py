"""Carrying comments from one revision to the next.

``carry`` answers for every anchor with one of the states of a comment's place. Each pair of files
and each pair of diagrams is aligned once, however many comments there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from apps.engine.anchors.elements import DiagramMap
from apps.engine.anchors.fates import Carried, Side, State
from apps.engine.anchors.files import FileMap
from apps.engine.anchors.places import (
    carry_cell,
    carry_document,
    carry_region,
    carry_section,
    carry_text,
)
from apps.engine.anchors.selectors import Anchor, Surface

__all__ = ["Carried", "Side", "State", "carry"]

_OF_FILES: Mapping[Surface, Callable[[Anchor, FileMap], Carried]] = {
    "text": carry_text,
    "section": carry_section,
    "cell": carry_cell,
    "region": carry_region,
    "document": carry_document,
}


def carry(anchors: Sequence[Anchor], *, old: Side, new: Side) -> tuple[Carried, ...]:
    """The fate of every anchor, in the order given.

    Args:
        anchors: places in the old revision; a text anchor's position must hold its quote.
        old: the revision the anchors belong to.
        new: the revision they are carried to.
    """
    files = FileMap(old, new)
    diagrams = DiagramMap(old.diagrams, new.diagrams)
    return tuple(_one(anchor, files, diagrams) for anchor in anchors)


def _one(anchor: Anchor, files: FileMap, diagrams: DiagramMap) -> Carried:
    if diagrams.concerns(anchor):
        return diagrams.carry(anchor)
    return _OF_FILES[anchor.surface](anchor, files)
