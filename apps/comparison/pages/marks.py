"""Plain texts with marked words, as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from apps.engine.diff.model import WordChange
from apps.engine.diff.words import text_changes

_MOST = 4_000
"""Code points up to which a cell is compared word by word."""


def marked_pair(old: str, new: str, words: Sequence[WordChange] = ()) -> tuple[str, str]:
    """Both texts with their changed words in ``<del>`` and ``<ins>``."""
    return (
        _marked(old, [(one.old_start, one.old_end) for one in words], "del"),
        _marked(new, [(one.new_start, one.new_end) for one in words], "ins"),
    )


def compared(old: str, new: str) -> tuple[str, str]:
    """Both texts with what differs marked; short ones as a whole."""
    if not old or not new or len(old.split()) < 4 or len(new.split()) < 4:
        return _whole(old, "del"), _whole(new, "ins")
    if max(len(old), len(new)) > _MOST:
        return _whole(old, "del"), _whole(new, "ins")
    return marked_pair(old, new, text_changes(old, new))


def _whole(text: str, tag: str) -> SafeString:
    return _marked(text, [(0, len(text))], tag)


def _marked(text: str, ranges: Sequence[tuple[int, int]], tag: str) -> SafeString:
    pieces: list[str] = []
    done = 0
    for start, end in ranges:
        if start < end:
            pieces.append(conditional_escape(text[done:start]))
            pieces.append(format_html(f"<{tag}>{{}}</{tag}>", text[start:end]))
            done = end
    pieces.append(conditional_escape(text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
