"""Which decimal mark a file uses: the comma only where some number of the file proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from apps.engine.quantities.numbers import Convention, convention_of, first_core

_PROSE_COMMA = re.compile(
    r"(?<![\w.,;(\[{/:=^-])(?<!\d\s)(\d+,\d+)(?![\w]*\()(?!\d)(?!,\d)(?!\.\d)(?!\s*[\])}])"
)
_LISTED = re.compile(
    r"(?:fig(?:ure|s|ures)?|tab(?:le|les)?|sections?|steps?|lines?|pages?|pp?|refs?|chapters?|phases?"
    r"|levels?|zones?|nodes?|tiers?|equations?|eqs?|items?|points?|questions?|days?|weeks?|shards?"
    r"|adrs?|and|,|&|#|§|abbildung(?:en)?|tabellen?|abschnitte?|schritte?|seiten?|zeilen?)\.?\s*\Z",
    re.IGNORECASE,
)


def uses_decimal_comma(cells: Iterable[str], prose: Iterable[str]) -> bool:
    """Whether a file writes the decimal comma, from its table cells and its prose (no code)."""
    return any(cell_convention(cell) == "comma" for cell in cells) or any(
        _prose_comma(text) for text in prose
    )


def _prose_comma(text: str) -> bool:
    """Whether a paragraph holds a number with a decimal comma; ``Figures 1,2`` is a list."""
    return any(
        convention_of(match[1]) == "comma"
        and not _LISTED.search(text[max(0, match.start() - 16) : match.start()])
        for match in _PROSE_COMMA.finditer(text)
    )


def cell_convention(text: str) -> Convention | None:
    """The convention that a cell proves when it begins with a number; else None."""
    core = first_core(text)
    return convention_of(core) if core else None
