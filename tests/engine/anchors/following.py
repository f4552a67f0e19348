"""Following comments between two small revisions, for tests."""

from __future__ import annotations

from apps.engine.anchors.carry import Carried, Side, carry
from apps.engine.anchors.create import anchor_text
from apps.engine.text import canonical_text
from tests.engine.packages import package_of


def follow(old: str, new: str, quote: str, copy: int = 0) -> tuple[str, str]:
    """State of a comment on a copy of ``quote``, and the text it stands on in the new revision."""
    state, place = follow_range(old, new, quote, copy)
    return state, new[slice(*place)] if place else ""


def follow_range(
    old: str, new: str, quote: str, copy: int = 0
) -> tuple[str, tuple[int, int] | None]:
    """State and offsets of a comment on the copy of ``quote`` with number ``copy`` from 0."""
    start = -1
    for _ in range(copy + 1):
        start = old.index(quote, start + 1)
    return follow_span(old, new, start, start + len(quote))


def follow_span(old: str, new: str, start: int, end: int) -> tuple[str, tuple[int, int] | None]:
    """State and offsets of a comment on ``old[start:end]``."""
    before, after = canonical_text("d.md", old.encode()), canonical_text("d.md", new.encode())
    anchor = anchor_text(before, start, end)
    (found,) = carry([anchor], old=Side({"d.md": before}), new=Side({"d.md": after}))
    return found.state, found.anchor.range if found.anchor else None


def sides(old: dict[str, str] | str, new: dict[str, str] | str) -> tuple[Side, Side]:
    """The sides of two packages of texts by path; a single text is ``design.md``."""
    return Side.of(package_of(old)), Side.of(package_of(new))


def shown(found: Carried, side: Side) -> tuple[str, str]:
    """State and the text of the new place."""
    if found.anchor is None:
        return found.state, ""
    start, end = found.anchor.range
    return found.state, side.texts[found.anchor.artifact].text[start:end]
