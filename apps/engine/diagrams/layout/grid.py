"""Nodes without edges stand in a grid, which is one box for the engine.

Left to the engine they would make one long row.
"""

from __future__ import annotations

from math import log

from apps.engine.diagrams.layout.plan import Frame, Size

GRID_SHAPE = 1.6
GRID_GAP = 26


def grid(names: list[str], found: dict[str, Size], shape: float) -> tuple[Size, dict[str, Frame]]:
    """A grid of boxes, row by row, as near to ``shape`` (width by height) as whole columns allow."""
    best: tuple[float, Size, dict[str, Frame]] | None = None
    for columns in range(1, min(len(names), 24) + 1):
        size, frames = _grid_of(names, found, columns)
        off = abs(log(size.width / size.height / shape))
        if best is None or off < best[0]:
            best = off, size, frames
        elif size.width / size.height > shape:
            break
    assert best is not None
    return best[1], best[2]


def _grid_of(
    names: list[str], found: dict[str, Size], columns: int
) -> tuple[Size, dict[str, Frame]]:
    """The grid with this number of columns; every box stands in the middle of its cell."""
    rows = [names[start : start + columns] for start in range(0, len(names), columns)]
    widths = [max(found[row[n]].width for row in rows if n < len(row)) for n in range(columns)]
    frames: dict[str, Frame] = {}
    y = 0.0
    for row in rows:
        height = max(found[name].height for name in row)
        x = 0.0
        for name, width in zip(row, widths, strict=False):
            size = found[name]
            frames[name] = Frame.around((x + width / 2, y + height / 2), size.width, size.height)
            x += width + GRID_GAP
        y += height + GRID_GAP
    return Size(sum(widths) + GRID_GAP * (columns - 1), y - GRID_GAP), frames
