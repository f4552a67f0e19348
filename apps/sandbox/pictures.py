"""Work of a child for pages: a document as HTML, a diagram as SVG."""

from __future__ import annotations

import os
import tempfile
from typing import Any
from urllib.parse import quote

from apps.engine import storage
from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.layout import LayoutEngine, find_engine
from apps.engine.diagrams.model import Diagram
from apps.engine.document.render import render_html
from apps.engine.text import CanonicalText

_ENGINE = os.environ.get("AIE_LAYOUT_ENGINE", "auto")
"""The operator's choice; settings refuse a word that is none."""


def render(request: dict[str, Any]) -> dict[str, Any]:
    """Safe HTML of a document; diagrams are left open, files stand under ``root``."""
    paths, fences, root = set(request["files"]), set(request["fences"]), request["root"]

    def resolve(path: str) -> str | None:
        return root + quote(path) if path in paths else None

    def diagram(index: int) -> str | None:
        return f"<!--diagram {index}-->" if index in fences else None

    text = CanonicalText(request["path"], request["text"])
    html = render_html(request["path"], text, resolve=resolve, diagram=diagram)
    return {"html": html.encode("utf-8", "replace")}


def picture(request: dict[str, Any]) -> dict[str, Any]:
    """A diagram as safe SVG with all its elements in words."""
    diagram = storage.loads(request["diagram"], Diagram)
    drawing = draw(diagram, prefix=request["prefix"], engine=layout_engine())
    return {"drawing": storage.dumps(drawing)}


def layout_engine() -> LayoutEngine | None:
    """What lays out graphs, as the operator chose it."""
    return find_engine(_ENGINE)


def warm_up() -> None:
    """Find out before the first fork what a child could not: it may not write the file this takes."""
    tempfile.gettempdir()
    engine = layout_engine()
    if engine is not None:
        _ = engine.version
