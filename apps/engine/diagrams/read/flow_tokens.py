"""Tokens of Mermaid flowcharts: ids, links and the brackets of shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal["solid", "dashed", "thick", "invisible"]

_ID = r"(?:[^\s\[\](){}<>|\"~;:&=\-@^%]|-(?![->.\s]|$)|=(?![=>])|:(?!::)|%(?!%))+"
ID = re.compile(rf"{_ID}(?:&{_ID})*")
"""An id as Mermaid accepts it: dots, slashes, dashes, colons, any letters, and a close ``&`` (``Q&A``)."""

LINK = re.compile(r"\s*([xo<]?)(--+[-xo>]|==+[=xo>]|-?\.+-[xo>]?|~~~+)")
"""A whole link, for example ``-->``, ``x--x``, ``-.->``, ``==>``, ``~~~``."""

OPEN_LINK = re.compile(r"\s*([xo<]?)(--|==|-\.)[ \t]*")
"""The first half of a link with its text in between: ``-- text -->``."""

CLOSE_LINK = {
    "--": re.compile(r"[xo<]?(--+[-xo>])"),
    "==": re.compile(r"[xo<]?(==+[=xo>])"),
    "-.": re.compile(r"[xo<]?(\.+-[xo>]?)"),
}

ODD_LINK = re.compile(
    r"\s*(<?)(?:-+|=+|—+|–+)>|\s*(<?)(?:→|⟶|⇒|➜|-+\s?[—–]>|[—–]+->?|-+\|>|\.\.+>)"
)
"""Arrows that Mermaid refuses and whose meaning is plain: ``->``, ``=>``, ``→``."""

EDGE_ID = re.compile(r"[ \t]*([^\s\"@\[\](){}|;&]{1,100})@(?=[ \t]*[xo<]?(?:--|==|-\.|~~~))")
AT_SIGN = re.compile(r"[^\s\"]@(?![{\"])")
"""What Mermaid takes for the id of an edge, even inside a label without quotes."""

CLASS = re.compile(r"[ \t]*:::((?:\w|-(?![->.]))+)")
PIPE = re.compile(r"\s*\|")

HEADS = {">": "arrow", "x": "cross", "o": "circle", "<": "arrow"}
MAX_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two lists of nodes; ``text`` is raw."""

    at: int
    style: Style
    head: str
    tail: str
    length: int
    text: str = ""
    markdown: bool = False


def link_of(at: int, tail: str, body: str) -> Link:
    """The link that ``tail`` (x, o, < or nothing) and ``body`` (``-->``) mean."""
    if body.startswith("~"):
        return Link(at, "invisible", "none", "none", min(len(body) - 2, MAX_LENGTH))
    head = HEADS.get(body[-1], "none")
    tail_end = HEADS.get(tail, "none")
    if body[0] in "-." and "." in body:
        length = body.count(".")
        return Link(at, "dashed", head, tail_end, min(length, MAX_LENGTH))
    style: Style = "thick" if body[0] == "=" else "solid"
    return Link(at, style, head, tail_end, max(1, min(len(body) - 2, MAX_LENGTH)))


@dataclass(frozen=True, slots=True)
class Bracket:
    """How a shape is written: what opens it and what closes it."""

    opens: str
    closes: tuple[tuple[str, str], ...]


BRACKETS: tuple[Bracket, ...] = (
    Bracket("(((", ((")))", "double-circle"),)),
    Bracket("((", (("))", "circle"),)),
    Bracket("([", (("])", "stadium"),)),
    Bracket("(-", (("-)", "ellipse"),)),
    Bracket("[[", (("]]", "subroutine"),)),
    Bracket("[(", ((")]", "cylinder"),)),
    Bracket("[/", (("/]", "parallelogram"), ("\\]", "trapezoid"))),
    Bracket("[\\", (("\\]", "parallelogram-alt"), ("/]", "trapezoid-alt"))),
    Bracket("{{", (("}}", "hexagon"),)),
    Bracket("(", ((")", "round"),)),
    Bracket("[", (("]", "box"),)),
    Bracket("{", (("}", "diamond"),)),
    Bracket(">", (("]", "flag"),)),
)
"""Longest openings first."""
