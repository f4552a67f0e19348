"""Replacements in a canonical text, all counted in the text as it was before any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apps.engine.anchors.selectors import AnchorError


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Code points ``start:end``, which hold ``expected``, become ``insert``."""

    start: int
    end: int
    expected: str
    insert: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made.

    Raises:
        AnchorError: the text is not what an edit expects, or two edits overlap.
    """
    parts: list[str] = []
    place = 0
    for edit in sorted(edits):
        if text[edit.start : edit.end] != edit.expected:
            raise AnchorError(
                "base-differs",
                f"The text at character {edit.start} is not the one that the suggestion was "
                "written for.",
                "Make the change by hand, or ask for a new suggestion.",
            )
        if edit.start < place:
            raise AnchorError(
                "overlap",
                "Two suggestions change the same words.",
                "Take one of them out of the draft first.",
            )
        parts += [text[place : edit.start], edit.insert]
        place = edit.end
    return "".join([*parts, text[place:]])


def encoded_like(original: bytes, text: str) -> bytes:
    """A canonical text as the bytes of a file that had ``original``: its line ends, its mark."""
    if b"\r\n" in original:
        text = text.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if original.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode("utf-8", "surrogatepass")
