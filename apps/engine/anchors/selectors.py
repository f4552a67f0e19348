"""What a comment is attached to: selectors that fit the W3C Web Annotation model.

Offsets are code points of the artifact's canonical text. Selectors stand in an anchor most specific
first; a reader that does not know the first uses the next.
Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017, section 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

MAX_QUOTE = 4000  # code points of a quote
CONTEXT = 32  # code points of prefix and suffix

Surface = Literal["text", "section", "cell", "element", "region", "document"]


class AnchorError(ValueError):
    """A selector that does not fit. ``code`` is for programs, ``hint`` says what to do."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class TextQuote:
    """The words themselves, with up to 32 code points before and after."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class TextPosition:
    """Code points ``start:end`` of the canonical text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SectionFragment:
    """The slug of a heading: the section itself, or where to look when the quote is lost."""

    slug: str


@dataclass(frozen=True, slots=True)
class CellFragment:
    """A table cell by numbers from 0 and by the words that name its row and column.

    ``row`` -1 is the header. ``row_name`` is the text of the row's first cell.
    """

    table: int
    row: int
    column: int
    row_name: str = ""
    column_name: str = ""


@dataclass(frozen=True, slots=True)
class ElementFragment:
    """An element of a diagram: its key, and what tells it apart when the key changes.

    ``element`` is the key inside the diagram (``node:api``). ``near`` are labels of what it is
    connected to. ``source``, ``target`` and ``label`` tell edges and messages.
    """

    diagram: str
    element: str
    label: str = ""
    near: tuple[str, ...] = ()
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle in percent of a picture; ``diagram`` is its key when the picture is a drawing."""

    x: float
    y: float
    width: float
    height: float
    diagram: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A polygon of at least three points in percent of a picture."""

    points: tuple[tuple[float, float], ...]
    diagram: str = ""


Selector = (
    TextQuote
    | TextPosition
    | SectionFragment
    | CellFragment
    | ElementFragment
    | Rectangle
    | Polygon
)
S = TypeVar("S", bound=Selector)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of a comment in one revision. Without selectors: the whole file."""

    artifact: str
    surface: Surface
    selectors: tuple[Selector, ...] = ()

    def get(self, kind: type[S]) -> S | None:
        """The first selector of a kind."""
        return next((one for one in self.selectors if isinstance(one, kind)), None)

    @property
    def range(self) -> tuple[int, int]:
        """Code points of the canonical text; (0, 0) for what has none."""
        position = self.get(TextPosition)
        return (position.start, position.end) if position else (0, 0)
