"""From what a browser or a program names to an anchor in a package, checked.

A target is a small JSON object: ``kind`` and what the kind needs.

=========  ==========================================================================
kind       fields
=========  ==========================================================================
text       ``artifact``, and ``start`` and ``end`` (code points) or ``exact`` with
           ``prefix`` and ``suffix``; with both, the text must be the quote
section    ``artifact``, ``slug``
cell       ``artifact``, and ``table``, ``row`` (-1 is the header), ``column``, or ``start``
element    ``element``: the full key, ``<diagram>/<kind>:<id>``
region     ``artifact`` of a picture or ``diagram``, and ``rect`` {x, y, width, height} or
           ``points`` [[x, y], ...], in percent
document   ``artifact``
=========  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from apps.engine.anchors.create import (
    anchor_cell,
    anchor_document,
    anchor_quote,
    anchor_region,
    anchor_section,
    anchor_text,
    check_text,
)
from apps.engine.anchors.elements import anchor_element
from apps.engine.anchors.selectors import (
    Anchor,
    AnchorError,
    Polygon,
    Rectangle,
    TextPosition,
    TextQuote,
)
from apps.engine.diagrams.model import Diagram
from apps.engine.document.model import Document
from apps.engine.package import Package
from apps.engine.text import CanonicalText

Target = Mapping[str, Any]


def anchor_for(package: Package, target: Target) -> Anchor:
    """The anchor that a target names.

    Raises:
        AnchorError: the target is not in the package, or its fields are not what its kind needs.
    """
    kind = str(target.get("kind", ""))
    if kind not in _KINDS:
        kinds = ", ".join(sorted(_KINDS))
        raise AnchorError("kind", f"“{kind}” is not a kind of place.", f"Use one of: {kinds}.")
    return _KINDS[kind](package, target)


def _text(package: Package, target: Target) -> Anchor:
    text = _text_of(package, target)
    document = package.documents.get(text.artifact)
    exact = target.get("exact")
    if target.get("start") is None:
        quote = TextQuote(
            _words(target, "exact"), _words(target, "prefix"), _words(target, "suffix")
        )
        return anchor_quote(text, quote, document)
    start, end = _number(target, "start"), _number(target, "end")
    anchor = anchor_text(text, start, end, document)
    if exact is not None:
        quoted = Anchor(text.artifact, "text", (TextQuote(str(exact)), TextPosition(start, end)))
        check_text(quoted, text)
    return anchor


def _section(package: Package, target: Target) -> Anchor:
    text = _text_of(package, target)
    return anchor_section(text, _document_of(package, text.artifact), _words(target, "slug"))


def _cell(package: Package, target: Target) -> Anchor:
    text = _text_of(package, target)
    document = _document_of(package, text.artifact)
    if target.get("start") is None:
        numbers = (_number(target, name) for name in ("table", "row", "column"))
        return anchor_cell(text, document, *numbers)
    at = _number(target, "start")
    for table in document.tables:
        for row, cells in enumerate((table.header, *table.rows), start=-1):
            for column, cell in enumerate(cells):
                if cell.start == at or cell.start <= at < cell.end:
                    return anchor_cell(text, document, table.index, row, column)
    raise AnchorError(
        "no-cell",
        f"{text.artifact} has no table cell at character {at}.",
        "Choose the cell in the document.",
    )


def _element(package: Package, target: Target) -> Anchor:
    diagram, _, element = _words(target, "element").partition("/")
    return anchor_element(_diagram_of(package, diagram), element)


def _region(package: Package, target: Target) -> Anchor:
    diagram = str(target.get("diagram") or "")
    artifact = _diagram_of(package, diagram).where.artifact if diagram else _file(package, target)
    rect, points = target.get("rect"), target.get("points")
    try:
        if rect is not None:
            x, y, width, height = (float(rect[name]) for name in ("x", "y", "width", "height"))
            return anchor_region(artifact, Rectangle(x, y, width, height, diagram))
        shape = tuple((float(x), float(y)) for x, y in points or ())
    except (KeyError, TypeError, ValueError) as error:
        raise AnchorError(
            "region",
            "The region has no rectangle and no points that are numbers.",
            "Give rect {x, y, width, height} or points [[x, y], …] in percent.",
        ) from error
    return anchor_region(artifact, Polygon(shape, diagram=diagram))


def _whole(package: Package, target: Target) -> Anchor:
    return anchor_document(_file(package, target))


_KINDS: Mapping[str, Callable[[Package, Target], Anchor]] = {
    "text": _text,
    "section": _section,
    "cell": _cell,
    "element": _element,
    "region": _region,
    "document": _whole,
}


def _file(package: Package, target: Target) -> str:
    path = _words(target, "artifact")
    if path not in package.paths():
        raise AnchorError(
            "no-file", f"The package has no file {path or '(none named)'}.", "Check the path."
        )
    return path


def _text_of(package: Package, target: Target) -> CanonicalText:
    path = _file(package, target)
    if path not in package.texts:
        raise AnchorError("no-text", f"{path} is not text.", "Comment on the file or on a region.")
    return package.texts[path]


def _document_of(package: Package, path: str) -> Document:
    if path not in package.documents:
        raise AnchorError(
            "no-document", f"{path} was not read as a document.", "Comment on a line of its text."
        )
    return package.documents[path]


def _diagram_of(package: Package, key: str) -> Diagram:
    for diagram in package.diagrams:
        if diagram.key == key:
            return diagram
    raise AnchorError(
        "no-diagram", f"The package has no diagram {key or '(none named)'}.", "Check the key."
    )


def _words(target: Target, name: str) -> str:
    return str(target.get(name) or "")


def _number(target: Target, name: str) -> int:
    value = target.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise AnchorError(
            "number", f"“{name}” is not a whole number.", "Positions count code points from 0."
        )
    return value
