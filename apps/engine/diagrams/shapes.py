"""The shapes of nodes: one vocabulary for reading and drawing.

Mermaid's short names, aliases and bracket forms all end in one of ``SHAPES``.
"""

from __future__ import annotations

SHAPES: tuple[str, ...] = (
    "box",
    "round",
    "stadium",
    "subroutine",
    "cylinder",
    "queue",
    "disk",
    "circle",
    "double-circle",
    "ellipse",
    "diamond",
    "hexagon",
    "flag",
    "parallelogram",
    "parallelogram-alt",
    "trapezoid",
    "trapezoid-alt",
    "document",
    "documents",
    "stack",
    "cloud",
    "person",
    "note",
    "start",
    "stop",
    "bar",
    "triangle",
    "text",
)
"""``queue`` is a lying cylinder, ``flag`` the asymmetric box, ``bar`` the fork and join bar."""

_NAMES: dict[str, str] = {
    "box": "rect rectangle proc process sq square win-pane window-pane internal-storage "
    "div-rect div-proc divided-process divided-rectangle lin-rect lin-proc lined-process "
    "lined-rectangle shaded-process tag-rect tag-proc tagged-process tagged-rectangle "
    "notch-rect card notched-rectangle sl-rect manual-input sloped-rectangle bow-rect "
    "bow-tie-rectangle stored-data icon image",
    "round": "rounded event",
    "stadium": "pill terminal",
    "subroutine": "subprocess subproc framed-rectangle fr-rect",
    "cylinder": "cyl db database",
    "queue": "das h-cyl horizontal-cylinder queue delay half-rounded-rectangle",
    "disk": "lin-cyl disk-storage lined-cylinder",
    "circle": "circ sm-circ small-circle f-circ filled-circle junction cross-circ "
    "crossed-circle summary",
    "double-circle": "dbl-circ",
    "ellipse": "ellipse",
    "diamond": "diam decision question",
    "hexagon": "hex prepare",
    "flag": "odd asymmetric rect_left_inv_arrow",
    "parallelogram": "lean-r lean-right in-out",
    "parallelogram-alt": "lean-l lean-left out-in",
    "trapezoid": "trap-b priority trapezoid-bottom",
    "trapezoid-alt": "trap-t inv-trapezoid manual trapezoid-top curv-trap curved-trapezoid display",
    "document": "doc lin-doc lined-document tag-doc tagged-document",
    "documents": "docs st-doc stacked-document",
    "stack": "processes procs st-rect stacked-rectangle",
    "cloud": "bang",
    "person": "actor",
    "note": "comment brace brace-l brace-r braces odd-note",
    "start": "sm-start",
    "stop": "fr-circ framed-circle",
    "bar": "fork join",
    "triangle": "tri extract flip-tri flipped-triangle manual-file hourglass collate bolt com-link "
    "lightning-bolt notch-pent loop-limit notched-pentagon flag paper-tape",
    "text": "text",
}

SHAPE_NAMES: dict[str, str] = {
    **{name: name for name in SHAPES if name != "queue"},
    **{name: shape for shape, names in _NAMES.items() for name in names.split()},
}
"""Name in ``@{ shape: ... }`` -> shape."""

NOT_MERMAID: frozenset[str] = frozenset(
    {"queue", "box", "note", "person", "disk", "actor", "cloud"}
)
"""Names that we understand and Mermaid does not."""
