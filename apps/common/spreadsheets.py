"""Cells of CSV files that no spreadsheet program runs."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORMULA = re.compile(r"\s*[=@+\-\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""How text begins that spreadsheets may take for a formula, also in full-width signs.

Source: OWASP, CSV Injection.
"""
_PLAIN = re.compile(r"[+-]?[\d.,]*\d\s?%?|[-+]+")
"""Numbers and dashes are what they look like: quoting them would only spoil them."""


def harmless(cells: Iterable[object]) -> list[str]:
    """The cells of one line as text; text that begins like a formula is quoted."""
    return [_cell("" if one is None else str(one)) for one in cells]


def _cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN.fullmatch(text) else text
