"""An anchor as the columns of a row: where its text stands, its words, its selectors."""

from __future__ import annotations

from typing import Any

from apps.engine.anchors.describe import element_key, label_of, quote_of
from apps.engine.anchors.plain import selectors_to_plain
from apps.engine.anchors.selectors import Anchor, TextPosition
from apps.engine.package import Package


def values_of(anchor: Anchor, package: Package) -> dict[str, Any]:
    """Columns of a row for an anchor; what lies in a drawing stands where its fence begins."""
    position = anchor.get(TextPosition) or _fence(anchor, package)
    return {
        "surface": anchor.surface,
        "artifact": anchor.artifact,
        "start": position.start if position else None,
        "end": position.end if position else None,
        "element": element_key(anchor)[:700],
        "label": label_of(anchor)[:300],
        "quote": quote_of(anchor)[:300],
        "selectors": selectors_to_plain(anchor),
    }


def _fence(anchor: Anchor, package: Package) -> TextPosition | None:
    key = element_key(anchor).partition("/")[0]
    for diagram in package.diagrams:
        where = diagram.where
        if key and diagram.key == key and where.start is not None and where.end is not None:
            return TextPosition(where.start, where.end)
    return None
