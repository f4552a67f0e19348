"""The blocks of a pair of texts as HTML: before, after, and both in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.engine.diff.model import BlockDiff
from apps.engine.diff.side_by_side.rendered import Rendered, finished
from apps.engine.diff.side_by_side.words import mark_words
from apps.engine.text import Place

MAX_QUIET = 30
"""Unchanged blocks in a row up to which they are rendered, too."""


@dataclass(frozen=True, slots=True)
class BlockHtml:
    """Safe HTML of a block on both sides; empty where a side has none.

    ``one`` holds both texts, words that are gone as ``<del>`` before those that came as ``<ins>``.
    An unchanged block has ``new`` only. ``is_source`` tells that the text is shown as it is written,
    because what changed in it cannot be seen (the target of a link).
    """

    old: str = ""
    new: str = ""
    one: str = ""
    is_source: bool = False


def blocks_html(
    blocks: Sequence[BlockDiff], old: Rendered | None, new: Rendered | None
) -> tuple[BlockHtml | None, ...]:
    """HTML for each block; None for long unchanged stretches and for diagrams."""
    quiet = _quiet(blocks)
    return tuple(
        None if block.diagram is not None or position in quiet else _html(block, old, new)
        for position, block in enumerate(blocks)
    )


def _quiet(blocks: Sequence[BlockDiff]) -> set[int]:
    """Positions of unchanged blocks in long stretches."""
    found: set[int] = set()
    stretch: list[int] = []
    for position, block in enumerate(blocks):
        if block.status == "same":
            stretch.append(position)
            continue
        found.update(stretch if len(stretch) > MAX_QUIET else ())
        stretch = []
    return found | set(stretch if len(stretch) > MAX_QUIET else ())


def _html(block: BlockDiff, old: Rendered | None, new: Rendered | None) -> BlockHtml:
    before = (old, block.old) if old and block.old else None
    after = (new, block.new) if new and block.new else None
    if before and after and block.status != "same":
        return _pair(block, *before, *after)
    shown = finished(after[0].block(block.kind, after[1])) if after else ""
    if block.status == "same":
        return BlockHtml(new=shown)
    gone = finished(before[0].block(block.kind, before[1])) if before else ""
    return BlockHtml(gone, shown, shown or gone)


def _pair(
    block: BlockDiff, old: Rendered, old_place: Place, new: Rendered, new_place: Place
) -> BlockHtml:
    before = [(one.old_start, one.old_end) for one in block.words]
    after = [(one.new_start, one.new_end) for one in block.words]
    sides = [old.block(block.kind, old_place), new.block(block.kind, new_place)]
    gone = mark_words(sides[0], before, "del")
    came = mark_words(sides[1], after, "ins")
    is_source = bool(block.words) and not any((*gone, *came))
    if is_source:
        sides = [old.source(old_place), new.source(new_place)]
        gone = mark_words(sides[0], before, "del")
        mark_words(sides[1], after, "ins")
    one = new.source(new_place) if is_source else new.block(block.kind, new_place)
    mark_words(one, after, "ins", gone)
    return BlockHtml(finished(sides[0]), finished(sides[1]), finished(one), is_source)
