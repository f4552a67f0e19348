"""Everything a page shows of two packages: what differs, changed blocks as HTML, drawings of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from apps.engine.diagrams.layout import LayoutEngine
from apps.engine.diff import PackageDiff
from apps.engine.diff.model import DiagramDiff, DocumentDiff
from apps.engine.diff.overlay import Overlay, draw_overlay, draw_sides
from apps.engine.diff.side_by_side.blocks import BlockHtml, blocks_html
from apps.engine.diff.side_by_side.rendered import Rendered
from apps.engine.package import Package

MAX_DRAWN = 30
"""Changed diagrams that are drawn; the others are told in words."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pair of diagrams in one drawing, and each by itself (safe SVG, empty where there is none)."""

    overlay: Overlay
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``blocks`` and ``drawings`` follow the documents and the diagrams of ``diff``.

    The texts of the blocks in ``diff`` are left out: they stand in ``blocks``.
    """

    diff: PackageDiff
    blocks: tuple[tuple[BlockHtml | None, ...], ...]
    drawings: tuple[Drawn | None, ...]


def compare_pages(
    diff: PackageDiff,
    old: tuple[Package, Mapping[str, str]],
    new: tuple[Package, Mapping[str, str]],
    *,
    engine: LayoutEngine | None,
) -> Comparison:
    """What ``diff`` looks like; a side is a package with the rendered HTML of its documents by path."""
    blocks = [
        blocks_html(one.blocks, _rendered(old, one.old), _rendered(new, one.new))
        if one.old and one.new
        else ()
        for one in diff.documents
    ]
    return Comparison(
        replace(diff, documents=tuple(_slim(one) for one in diff.documents)),
        tuple(blocks),
        _drawings(diff.diagrams, engine),
    )


def _rendered(side: tuple[Package, Mapping[str, str]], path: str | None) -> Rendered | None:
    package, html = side
    if path is None or path not in package.texts:
        return None
    return Rendered(html.get(path), package.texts[path].text)


def _slim(document: DocumentDiff) -> DocumentDiff:
    blocks = tuple(replace(one, old_text="", new_text="", words=()) for one in document.blocks)
    return replace(document, blocks=blocks)


def _drawings(
    diagrams: tuple[DiagramDiff, ...], engine: LayoutEngine | None
) -> tuple[Drawn | None, ...]:
    found: list[Drawn | None] = []
    drawn = 0
    for number, diff in enumerate(diagrams):
        if diff.status == "same" or drawn >= MAX_DRAWN:
            found.append(None)
            continue
        drawn += 1
        prefix = f"diagram-{number}"
        overlay = draw_overlay(diff, prefix=prefix, engine=engine)
        sides = (
            draw_sides(diff, prefix=prefix, engine=engine) if diff.old and diff.new else ("", "")
        )
        found.append(Drawn(overlay, *sides))
    return tuple(found)
