"""Selectors of the Web Annotation model to anchors of a package: the words first, then the position.

What others write is read as far as it says a place here: quotes also when line breaks differ, any
selector with those that refine it. What cannot be used is reported with where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from apps.engine.anchors.selectors import (
    MAX_QUOTE,
    AnchorError,
    Polygon,
    Rectangle,
    SectionFragment,
    TextPosition,
    TextQuote,
)
from apps.engine.exports import iris

MAX_SELECTORS = 20
"""Selectors of one target, with those that refine them."""
MAX_VALUE = 20_000
"""Characters of a fragment or SVG."""

Note = Callable[[str, str, str], None]
"""Reports a problem: where (a JSON pointer), what, what to do."""

_NUMBER = r"\s*([-+\d.eE]+)\s*"
_PERCENT = re.compile(rf"xywh=percent:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}\Z")
_VIEW = re.compile(rf"viewBox\s*=\s*[\"']{_NUMBER}[\s,]{_NUMBER}[\s,]{_NUMBER}[\s,]{_NUMBER}[\"']")
_POINTS = re.compile(r"<polygon\b[^>]*\bpoints\s*=\s*[\"']([^\"']*)[\"']")
_CELL = ("table", "row", "column")
_KINDS = ("node", "edge", "cluster", "participant", "message", "note", "fragment")


@dataclass
class Found:
    """What the selectors of one target say. ``first`` is what the most specific one is about."""

    quote: TextQuote | None = None
    position: TextPosition | None = None
    section: SectionFragment | None = None
    cell: tuple[int, int, int] | None = None
    diagram: str = ""
    element: str = ""
    rectangle: Rectangle | None = None
    polygon: Polygon | None = None
    first: str = ""
    given: int = 0

    def take(self, name: str, value: object) -> None:
        """Keep the first value of a kind."""
        if getattr(self, name) in (None, ""):
            setattr(self, name, value)
        self.first = self.first or name


def read_selectors(value: object, where: str, note: Note) -> Found:
    """Read a selector or a list of selectors at the JSON pointer ``where``."""
    found = Found()
    for one, place in _flat(value, where):
        found.given += 1
        if found.given > MAX_SELECTORS:
            note(place, f"There are more than {MAX_SELECTORS} selectors; the rest is not read.", "")
            break
        try:
            _read(one, found)
        except AnchorError as error:
            note(place, error.message, error.hint)
    return found


def _flat(value: object, where: str) -> Iterator[tuple[object, str]]:
    """Selectors in order, each followed by what refines it."""
    stack: list[tuple[object, str]] = [(value, where)]
    while stack:
        one, place = stack.pop()
        if isinstance(one, list):
            stack += [(item, f"{place}/{n}") for n, item in reversed(list(enumerate(one)))]
        elif one is not None:
            yield one, place
            if isinstance(one, dict) and "refinedBy" in one:
                stack.append((one["refinedBy"], f"{place}/refinedBy"))


def _read(one: object, found: Found) -> None:
    kind = one.get("type") if isinstance(one, dict) else None
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None or not isinstance(one, dict):
        said = f"a {kind}" if isinstance(kind, str) else "without a type"
        raise AnchorError(
            "unknown-selector",
            f"A selector that is {said[:80]} is not used here.",
            "Give a TextQuoteSelector, TextPositionSelector, FragmentSelector or SvgSelector.",
        )
    reader(one, found)


def _text(one: dict[str, object], name: str, limit: int) -> str:
    value = one.get(name, "")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        raise AnchorError("selector", f"“{name}” of the selector is no text.")
    if len(value) > limit:
        raise AnchorError(
            "too-long",
            f"“{name}” of the selector has {len(value):,} characters; at most {limit:,} are read.",
            "Select less, or comment on the section.",
        )
    return value


def _quote(one: dict[str, object], found: Found) -> None:
    exact = _text(one, "exact", MAX_QUOTE)
    if not exact.strip():  # an empty cell has nothing to quote
        return
    quote = TextQuote(exact, _text(one, "prefix", MAX_QUOTE), _text(one, "suffix", MAX_QUOTE))
    found.take("quote", quote)


def _position(one: dict[str, object], found: Found) -> None:
    start, end = _whole(one.get("start")), _whole(one.get("end"))
    if not 0 <= start <= end:
        raise AnchorError(
            "range",
            "“start” and “end” of the position are not whole numbers with 0 <= start <= end.",
            "They count code points of the file's text.",
        )
    if start < end:
        found.take("position", TextPosition(start, end))


def _whole(value: object) -> int:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
    return value if fits and isinstance(value, int) else -1


def _fragment(one: dict[str, object], found: Found) -> None:
    value = _text(one, "value", MAX_VALUE).removeprefix("#")
    conforms = one.get("conformsTo")
    if conforms == iris.SECTION:
        found.take("section", SectionFragment(_parts(value).get("section", "")))
    elif conforms == iris.CELL:
        found.take("cell", _cell(_parts(value)))
    elif conforms == iris.ELEMENT:
        _element(_parts(value), found)
    elif value.startswith("xywh="):
        found.take("rectangle", _rectangle(value))
    elif "=" not in value and value:
        found.take("section", SectionFragment(unquote(value).removeprefix("u-")))
    else:
        raise AnchorError(
            "unknown-selector",
            f"The fragment “{value[:80]}” is of a kind that is not used here.",
            "Give the slug of a heading, an xywh=percent rectangle, or a fragment of ours.",
        )


def _parts(value: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in value.split("&"))
    return {name: unquote(part) for name, _, part in pairs}


def _cell(parts: dict[str, str]) -> tuple[int, int, int]:
    try:
        table, row, column = (int(parts[name]) for name in _CELL)
    except (KeyError, ValueError):
        raise AnchorError(
            "no-cell", "The fragment does not say table, row and column in numbers."
        ) from None
    return table, row, column


def _element(parts: dict[str, str], found: Found) -> None:
    kind = next((kind for kind in _KINDS if kind in parts), "")
    found.diagram = found.diagram or parts.get("diagram", "")
    if kind:
        word = "group" if kind == "cluster" else kind
        found.take("element", f"{word}:{parts[kind]}")


def _rectangle(value: str) -> Rectangle:
    match = _PERCENT.match(value)
    if match is None:
        raise AnchorError(
            "region",
            f"The rectangle “{value[:80]}” is not in percent of the picture.",
            "Write xywh=percent:x,y,width,height.",
        )
    x, y, width, height = _floats(match.groups())
    return Rectangle(x, y, width, height)


def _svg(one: dict[str, object], found: Found) -> None:
    value = _text(one, "value", MAX_VALUE)
    points, view = _POINTS.search(value), _VIEW.search(value)
    if points is None:
        if found.rectangle is None:
            raise AnchorError(
                "region", "Of SVG only a polygon is read.", "Give its points, or a rectangle."
            )
        return
    if view is None:
        raise AnchorError(
            "region",
            "The polygon has no viewBox, so its points cannot be turned into percent.",
            'Write viewBox="0 0 <width> <height>".',
        )
    left, top, width, height = _floats(view.groups())
    numbers = _floats(re.split(r"[\s,]+", points[1].strip()))
    if width <= 0 or height <= 0 or len(numbers) % 2:
        raise AnchorError("region", "The polygon's points or its viewBox do not make sense.")
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    scaled = tuple(((x - left) / width * 100, (y - top) / height * 100) for x, y in pairs)
    if (left, top, width, height) == (0, 0, 100, 100):
        scaled = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    found.take("polygon", Polygon(scaled))


def _floats(words: tuple[str, ...] | list[str]) -> list[float]:
    try:
        return [float(word) for word in words]
    except ValueError:
        raise AnchorError("region", "A number of the region cannot be read.") from None


_READERS: dict[str, Callable[[dict[str, object], Found], None]] = {
    "TextQuoteSelector": _quote,
    "TextPositionSelector": _position,
    "FragmentSelector": _fragment,
    "SvgSelector": _svg,
}
