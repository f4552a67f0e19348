"""Numbers of table cells, with the unit that the cell, its column or its row gives them."""

from __future__ import annotations

import re

from apps.engine.document.model import Cell
from apps.engine.quantities.model import Number
from apps.engine.quantities.numbers import Parsed, is_absent, parse_number, to_number
from apps.engine.quantities.tables import View, plain_cell
from apps.engine.quantities.units import known_unit, parse_unit, take_unit
from apps.engine.text import Place

_SIZE_WORDS = re.compile(
    r"\b(?:size|payload|memory|ram|bytes?|storage|disk|volume)\b", re.IGNORECASE
)
_INFORMATION_B = re.compile(r"^(?:B|[Bb]ytes?)\b")
_LONE_M = re.compile(r"^m(?![\w²³/])")


def cell_number(view: View, cell: Cell | None, *, unit: str = "", name: str = "") -> Number | None:
    """The number of a cell; None when the cell is absent, ``value`` None when it is no number.

    ``unit`` is what the row or the header says, a unit inside the cell wins.
    """
    if cell is None:
        return None
    text = plain_cell(cell.text)
    if is_absent(text):
        return None
    return text_number(text, view.place(cell), unit=unit, name=name, comma=view.comma)


def text_number(
    text: str, where: Place, *, unit: str = "", name: str = "", comma: bool = False
) -> Number:
    """The number that begins a cell's text."""
    parsed = parse_number(text, comma=comma)
    if parsed is None:
        return Number(text, None, 0.0, where, unit, problem="there is no number in it")
    parsed, bytes_meant, ambiguous = _billions_or_bytes(parsed, unit, name)
    own = "B" if bytes_meant and not unit else own_unit(parsed.rest, name)
    if own and unit and not _says_more(own, unit, name):
        own = ""
    number = to_number(parsed, text, where, own or unit)
    if ambiguous:
        return _with_problem(number, "B can be billion or byte")
    if _LONE_M.match(parsed.rest) and not own:
        return _with_problem(number, "m can be minutes, metres or million")
    return number


def _with_problem(number: Number, problem: str) -> Number:
    """The same number, marked ambiguous."""
    return Number(
        number.raw, number.value, number.step, number.where, number.unit, problem, True,
        number.low, number.high, number.relation, number.currency,
    )  # fmt: skip


def _billions_or_bytes(parsed: Parsed, unit: str, name: str) -> tuple[Parsed, bool, bool]:
    """Settle what a lone B behind a number means: the number, whether bytes, whether unclear."""
    if parsed.multiplier != "B" or parsed.value is None:
        return parsed, False, False
    unclear = abs(parsed.value / parsed.factor) > 1e6
    in_bytes = bool(_INFORMATION_B.match(unit)) or bool(_SIZE_WORDS.search(name) and not unit)
    if in_bytes or (not unit and not parsed.glued and not parsed.rest):
        return parsed.scaled(1.0), True, unclear
    return parsed, False, unclear


def own_unit(rest: str, name: str = "") -> str:
    """The unit written behind the number in the cell itself."""
    if not rest:
        return ""
    whole = rest.split("(", maxsplit=1)[0].split(",", maxsplit=1)[0].strip(" .;")
    if whole and len(whole) <= 40 and known_unit(whole, name):
        return whole
    return take_unit(rest, name)


def _says_more(own: str, unit: str, name: str) -> bool:
    """Whether the unit in the cell replaces that of the row: it is one, and not just a repetition."""
    inner, outer = parse_unit(own, name), parse_unit(unit, name)
    if inner.dims == outer.dims and inner.factor == outer.factor and inner.percent == outer.percent:
        return False
    return bool(inner.dims or inner.percent)


def fraction_of(number: Number | None, unit: str = "") -> float | None:
    """An availability or a ratio as a fraction: 99.95, 99.95 % and 0.9995 are the same."""
    if number is None or number.value is None:
        return None
    percent = "%" in number.raw or parse_unit(number.unit or unit).percent or number.value > 1
    return number.value / 100 if percent else number.value


def fraction_step(number: Number) -> float:
    """One unit of the last printed digit of an availability, as a fraction."""
    percent = "%" in number.raw or parse_unit(number.unit).percent or (number.value or 0) > 1
    return number.step / 100 if percent else number.step
