"""An anchor in words: what it is about, and the beginning of what it quotes."""

from __future__ import annotations

from apps.engine.anchors.selectors import (
    Anchor,
    CellFragment,
    ElementFragment,
    Polygon,
    Rectangle,
    TextQuote,
)

_QUOTE = 200  # code points


def label_of(anchor: Anchor) -> str:
    """The place in a few words: "Rec Orchestrator → Ranking Service, edge"."""
    element, cell = anchor.get(ElementFragment), anchor.get(CellFragment)
    if element is not None:
        return _element(element)
    if cell is not None:
        names = [_short(one) for one in (cell.row_name, cell.column_name) if one]
        return f"{', '.join(names) or 'cell'}, table {cell.table + 1}"
    if anchor.surface == "region":
        region = anchor.get(Rectangle) or anchor.get(Polygon)
        return f"region of {(region.diagram if region else '') or anchor.artifact}"
    if anchor.surface == "document":
        return anchor.artifact
    quote = quote_of(anchor)
    return quote.lstrip("# ") if anchor.surface == "section" else f"“{_short(quote)}”"


def _element(element: ElementFragment) -> str:
    kind = element.element.partition(":")[0]
    if kind in ("edge", "message"):
        name = f"{element.source} → {element.target}"
        return f"{name}, {kind}" + (f" “{_short(element.label)}”" if element.label else "")
    return f"{element.label or element.element.partition(':')[2]}, {kind}"


def quote_of(anchor: Anchor) -> str:
    """What the anchor quotes, on one line, cut after 200 code points; empty without a quote."""
    quote = anchor.get(TextQuote)
    text = " ".join(quote.exact.split()) if quote else ""
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"


def _short(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def element_key(anchor: Anchor) -> str:
    """The full key of a diagram's element, or the key of the diagram that a region lies in."""
    element = anchor.get(ElementFragment)
    if element is not None:
        return f"{element.diagram}/{element.element}"
    region = anchor.get(Rectangle) or anchor.get(Polygon)
    return region.diagram if region else ""
