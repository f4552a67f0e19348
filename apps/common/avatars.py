"""The round picture of a person: letters on a colour, both made of the name alone."""

from __future__ import annotations

import zlib


def initials(name: object) -> str:
    """Up to two initials of a name."""
    words = str(name).replace("@", " ").split()
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "?"


def hue(name: object) -> int:
    """A stable colour number from 1 to 8."""
    return zlib.crc32(str(name).encode()) % 8 + 1
