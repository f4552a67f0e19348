"""Colours: the light values for pictures without a style sheet, and the choice of text on a fill.

``static/css/diagram.css`` holds the same values as variables, for both themes; a test compares them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from apps.engine.diagrams.model import Node, Role

INK, MUTE, PAGE = "#1f2933", "#52606d", "#ffffff"
BLACK, WHITE = "#000000", "#ffffff"
EDGE_COLOUR = "#64748b"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
FONT = "Arial, Liberation Sans, Arimo, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Tone:
    """Fill and border of a kind of box; ``name`` ends its CSS class ``dg-r-<name>``."""

    name: str
    fill: str
    stroke: str


TONES = MappingProxyType(
    {
        tone.name: tone
        for tone in (
            Tone("service", "#eef4fd", "#3b6fb6"),
            Tone("store", "#eaf6ee", "#2f855a"),
            Tone("queue", "#fff6e5", "#b7791f"),
            Tone("external", "#f1f3f5", "#7b8794"),
            Tone("person", "#f3eefb", "#6b46c1"),
            Tone("group", "#f8fafc", "#7d8ba0"),
            Tone("inner", "#eff3f8", "#73819a"),
        )
    }
)
CHANGES = MappingProxyType(
    {
        tone.name: tone
        for tone in (
            Tone("added", "#e6f6ea", "#1a7f37"),
            Tone("removed", "#fdecec", "#cf222e"),
            Tone("changed", "#fdf3dc", "#9a6700"),
            Tone("moved", "#f3ecfe", "#8250df"),
        )
    }
)
"""Fill and line of what a comparison marks."""
_BY_ROLE: MappingProxyType[Role, str] = MappingProxyType(
    {
        "actor": "person",
        "client": "person",
        "store": "store",
        "cache": "store",
        "queue": "queue",
        "external": "external",
    }
)


def tone_of(node: Node, shape: str) -> Tone:
    """The tone of a node: external first, then a decision, then what its role says."""
    if node.external or node.role == "external":
        return TONES["external"]
    if shape in {"diamond", "note"}:
        return TONES["queue"]
    return TONES[_BY_ROLE.get(node.role, "service")]


def checked(colour: str | None) -> str | None:
    """``colour`` in lower case if it is ``#rrggbb``, else None."""
    return colour.lower() if colour and _HEX.fullmatch(colour) else None


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """Black or white, whichever reads better on ``fill``; one of them always has 4.5 : 1."""
    return BLACK if contrast(fill, BLACK) >= contrast(fill, WHITE) else WHITE


_LINE = {"fill": "none", "stroke": EDGE_COLOUR, "stroke-width": "1.4"}
_NOTHING = {"fill": "none", "stroke": "none"}
_PAPER = {"fill": PAGE, "stroke": "none", "fill-opacity": "0.92"}
_FRAME = {"fill": "none", "stroke": EDGE_COLOUR, "stroke-width": "1"}
LITERAL = MappingProxyType(
    {
        "dg-s": {"stroke-width": "1.4"},
        "dg-cluster": {"stroke-width": "1", "stroke-dasharray": "5 3"},
        "dg-page": {"fill": PAGE, "stroke": "none"},
        "dg-line": _LINE,
        "dg-dashed": _LINE | {"stroke-dasharray": "5 4"},
        "dg-thick": _LINE | {"stroke-width": "2.8"},
        "dg-head": {"fill": EDGE_COLOUR, "stroke": EDGE_COLOUR, "stroke-width": "1.4"},
        "dg-hollow": {"fill": PAGE, "stroke": EDGE_COLOUR, "stroke-width": "1.4"},
        "dg-open": _LINE,
        "dg-hit": _NOTHING,
        "dg-band": _NOTHING,
        "dg-lb": _PAPER,
        "dg-icon": {"fill": "none", "stroke": "#6b46c1", "stroke-width": "1.4"},
        "dg-life": {"fill": "none", "stroke": "#7d8ba0", "stroke-dasharray": "4 4"},
        "dg-frame": _FRAME,
        "dg-rule": _FRAME | {"stroke-dasharray": "6 4"},
        "dg-tab": {"fill": PAGE, "stroke": EDGE_COLOUR, "stroke-width": "1"},
        "dg-tint": {"fill": "#eff3f8", "stroke": "none"},
        "dg-pale": {"fill-opacity": "0.16", "stroke": "none"},
        "dg-bar": {"fill": "#dce6f5", "stroke": "#3b6fb6", "stroke-width": "1"},
        "dg-ball": {"fill": EDGE_COLOUR, "stroke": "none"},
        "dg-solid": {"fill": INK, "stroke": "none"},
        "dg-t": {"fill": INK, "font-size": "14"},
        "dg-role": {"stroke": "none"},
        "dg-tag-box": {"stroke": PAGE, "stroke-width": "1.5"},
        "dg-tag-t": {"fill": PAGE, "font-size": "11", "font-weight": "bold"},
        "dg-t2": {"fill": MUTE, "font-size": "12"},
        "dg-t3": {"fill": INK, "font-size": "12"},
        "dg-tn": {"fill": PAGE, "font-size": "11"},
        "dg-gt": {"fill": INK, "font-size": "13", "font-weight": "bold"},
        "dg-b": {"font-weight": "bold"},
        "dg-i": {"font-style": "italic"},
    }
)


def marked(change: str, css: str) -> dict[str, str]:
    """What a mark makes of the look of a part with class ``css``, for pictures that stand alone."""
    tone = CHANGES[change]
    gone = {"stroke-dasharray": "4 3"} if change == "removed" else {}
    if css == "dg-s":
        return {"fill": tone.fill, "stroke": tone.stroke, "stroke-width": "2.4"} | gone
    if css == "dg-cluster":
        return {"fill": TONES["group"].fill, "stroke-dasharray": "5 3"}
    if css in {"dg-line", "dg-frame"}:
        return {"stroke": tone.stroke, "stroke-width": "2.4"} | gone
    if css == "dg-head":
        return {"fill": tone.stroke, "stroke": tone.stroke}
    if css in {"dg-open", "dg-hollow"}:
        return {"stroke": tone.stroke}
    if css == "dg-lb":
        return {"fill": tone.fill, "stroke": tone.stroke, "fill-opacity": "1"}
    if change == "removed" and css in _TEXTS:
        return {"text-decoration": "line-through"}
    return {}


_TEXTS = frozenset({"dg-t", "dg-t2", "dg-t3", "dg-gt"})
