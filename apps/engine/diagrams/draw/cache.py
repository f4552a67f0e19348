"""Under which name a drawing is stored."""

from __future__ import annotations

import hashlib

from apps.engine.diagrams.draw.svg import Paint
from apps.engine.diagrams.layout import LayoutEngine, find_engine
from apps.engine.diagrams.model import Diagram

DRAWING_VERSION = "2"
"""Raise it with every change of the output, or stored drawings stay as they were."""


def cache_key(
    diagram: Diagram,
    *,
    prefix: str = "",
    paint: Paint = "css",
    engine: LayoutEngine | None = None,
) -> str:
    """SHA-256 of everything a drawing depends on: model, drawing version, engine, prefix, paint.

    The theme is no part of it, because colours are variables of the style sheet.
    """
    import msgspec

    engine = engine or find_engine() if diagram.graph is not None else None
    parts = (
        diagram,
        DRAWING_VERSION,
        engine.name if engine else "",
        engine.version if engine else "",
        prefix,
        paint,
    )
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
