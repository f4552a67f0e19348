"""Drawing diagrams as safe SVG with an element key on every part."""

from apps.engine.diagrams.draw.drawing import (
    DRAWING_VERSION,
    Drawing,
    cache_key,
    draw,
    unread_banner,
)
from apps.engine.diagrams.draw.elements import ElementText, element_texts

__all__ = [
    "DRAWING_VERSION",
    "Drawing",
    "ElementText",
    "cache_key",
    "draw",
    "element_texts",
    "unread_banner",
]
