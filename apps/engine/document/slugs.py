"""Heading slugs as GitHub makes them, so that links written for its pages work here too."""

from __future__ import annotations

import unicodedata


def github_slug(heading: str) -> str:
    """Slug of a heading's plain text: lower case, punctuation dropped, blanks to hyphens."""
    text = "".join(
        character
        for character in heading.strip().lower()
        if character in " -_"
        or unicodedata.category(character)[0] in "LNM"
        or unicodedata.category(character) == "Pc"
    )
    return text.replace(" ", "-")


class Slugger:
    """Makes slugs unique in one document: the second "setup" becomes "setup-1"."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, heading: str) -> str:
        """The next free slug for ``heading``."""
        base = github_slug(heading)
        candidate = base
        while candidate in self._seen:
            self._seen[base] += 1
            candidate = f"{base}-{self._seen[base]}"
        self._seen[candidate] = 0
        return candidate
