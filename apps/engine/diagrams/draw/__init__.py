"""Drawing diagrams as safe SVG with an element key on every part."""

from apps.engine.diagrams.draw.cache import DRAWING_VERSION, cache_key
from apps.engine.diagrams.draw.drawing import Drawing, draw, unread_banner
from apps.engine.diagrams.draw.elements import ElementText, element_texts
from apps.engine.diagrams.draw.marks import Mark, Marks

__all__ = [
    "DRAWING_VERSION",
    "Drawing",
    "ElementText",
    "Mark",
    "Marks",
    "cache_key",
    "draw",
    "element_texts",
    "unread_banner",
]
