"""Anchors as selectors of the Web Annotation model, most specific first.

Every place in a file gets at least two selectors, so that a program that does not know our fragments
finds it by the words, by the position or by a rectangle.
"""

from __future__ import annotations

from collections.abc import Mapping

from apps.engine.anchors.create import text_selectors
from apps.engine.anchors.selectors import (
    Anchor,
    CellFragment,
    ElementFragment,
    Polygon,
    Rectangle,
    SectionFragment,
    Selector,
    TextPosition,
    TextQuote,
)
from apps.engine.diagrams.draw import element_texts
from apps.engine.exports import iris
from apps.engine.package import Package

Json = dict[str, object]
Boxes = Mapping[tuple[str, str], Rectangle]
"""Where elements stand in their drawings, by the keys of diagram and element."""

_WORDS = {"group": "cluster"}


def selectors_json(anchor: Anchor, package: Package, boxes: Boxes) -> list[Json]:
    """The selectors of an anchor; empty for a whole file."""
    found: list[Json] = []
    for one in anchor.selectors:
        found += _written(one)
        if isinstance(one, ElementFragment):
            box = boxes.get((one.diagram, one.element))
            if box is not None:
                found[-1]["refinedBy"] = _rectangle(box)
            found += [json for part in _line(one, package) for json in _written(part)]
    return found


def _written(one: Selector) -> list[Json]:
    match one:
        case TextQuote():
            context = {"prefix": one.prefix, "suffix": one.suffix}
            given = {name: words for name, words in context.items() if words}
            return [{"type": "TextQuoteSelector", "exact": one.exact, **given}]
        case TextPosition():
            return [{"type": "TextPositionSelector", "start": one.start, "end": one.end}]
        case SectionFragment():
            return [_fragment(iris.SECTION, section=one.slug)]
        case CellFragment():
            numbers = {"table": one.table, "row": one.row, "column": one.column}
            return [_fragment(iris.CELL, **{key: str(value) for key, value in numbers.items()})]
        case ElementFragment():
            kind, _, name = one.element.partition(":")
            return [_fragment(iris.ELEMENT, diagram=one.diagram, **{_WORDS.get(kind, kind): name})]
        case Rectangle():
            shape = "".join(
                f' {name}="{_number(value)}"'
                for name, value in zip(("x", "y", "width", "height"), _sides(one), strict=True)
            )
            return [_rectangle(one), _svg(f"<rect{shape}/>"), *_drawing(one.diagram)]
        case Polygon():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in one.points)
            shown = _svg(f'<polygon points="{points}"/>')
            return [shown, _rectangle(_around(one)), *_drawing(one.diagram)]


def _fragment(conforms: str, **parts: str) -> Json:
    value = "&".join(f"{name}={_escaped(part)}" for name, part in parts.items())
    return {"type": "FragmentSelector", "conformsTo": conforms, "value": value}


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace("&", "%26")


def _drawing(diagram: str) -> list[Json]:
    return [_fragment(iris.ELEMENT, diagram=diagram)] if diagram else []


def _rectangle(one: Rectangle) -> Json:
    value = "xywh=percent:" + ",".join(_number(side) for side in _sides(one))
    return {"type": "FragmentSelector", "conformsTo": iris.MEDIA, "value": value}


def _sides(one: Rectangle) -> tuple[float, float, float, float]:
    return (one.x, one.y, one.width, one.height)


def _svg(shape: str) -> Json:
    space = 'viewBox="0 0 100 100" preserveAspectRatio="none"'
    value = f'<svg xmlns="http://www.w3.org/2000/svg" {space}>{shape}</svg>'
    return {"type": "SvgSelector", "value": value}


def _around(one: Polygon) -> Rectangle:
    xs, ys = [x for x, _ in one.points], [y for _, y in one.points]
    return Rectangle(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _line(one: ElementFragment, package: Package) -> tuple[Selector, ...]:
    """The line of the source that an element comes from, as text."""
    diagram = next((d for d in package.diagrams if d.key == one.diagram), None)
    text = package.texts.get(diagram.where.artifact) if diagram else None
    if diagram is None or text is None:
        return ()
    line = next((e.line for e in element_texts(diagram) if e.key == one.element), None)
    if line is None or not 1 <= line <= len(text.line_starts):
        return ()
    start, end = text.line_span(line)
    words = text.text[start:end]
    start += len(words) - len(words.lstrip())
    return text_selectors(text.text, start, start + len(words.strip()))
