"""Turning a formula as written into an expression of placeholders that Python's parser can read.

Numbers, symbols and literals with units become placeholders bound to amounts; only our operators and
functions pass. Anything else is a problem with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from apps.engine.quantities.numbers import digits_value
from apps.engine.quantities.units import Unit, known_unit, parse_unit

MAX_LENGTH = 300

Mismatch = Literal["hard", "soft"]
ProblemKind = Literal["syntax", "unknown_symbol", "limit"]
FUNCTIONS = frozenset({"ceil", "floor", "round", "min", "max", "sqrt"})
_FUNCTION_ALIASES = {"roundup": "ceil", "ceiling": "ceil", "rounddown": "floor"}
_BEHIND = (
    r"(?:[eE][+-]?\d{1,3}(?![\w.]))?)(?P<scale>[kKMBGT](?![\w/]))?"
    r"|(?P<name>[^\W\d]\w*)|(?P<op>\*\*|[-+*/^(),;%×·⋅∙✕÷−–:²³{}\[\]]))"
)
_DOT_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+\.\d+|\d+|\.\d+)" + _BEHIND
)
_COMMA_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,3}(?:\.\d{3})+(?![\d.])(?:,\d+)?|\d+[.,]\d+|\d+)" + _BEHIND
)
_OPERATORS = {
    "×": "*", "·": "*", "⋅": "*", "∙": "*", "✕": "*", "÷": "/", ":": "/", "^": "**", "−": "-",
    "–": "-", ";": ",", "[": "(", "]": ")", "{": "(", "}": ")", "²": "**2", "³": "**3",
}  # fmt: skip
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12}


@dataclass(frozen=True, slots=True)
class Convention:
    """How long a month and a year are (days), and whether kB means 1024 bytes.

    ``drop`` leaves out bare literals that only convert units (8, 1000, 3600 ...), for authors who
    convert by hand although the units of the rows already say so.
    """

    name: str = ""
    month_days: float = 30.0
    year_days: float = 365.0
    binary: bool = False
    drop: bool = False

    def factor(self, unit: Unit) -> float:
        """Factor of a unit under this convention."""
        factor = unit.factor
        if unit.months:
            factor *= (self.month_days / 30.0) ** unit.months
        if unit.years:
            factor *= (self.year_days / 365.0) ** unit.years
        if self.binary and unit.kilos:
            factor *= 1.024**unit.kilos
        return factor


PLAIN = Convention()
CONVERSIONS = frozenset({
    8.0, 1e3, 1e6, 1e9, 1e12, 1024.0, 1024.0**2, 1024.0**3, 60.0, 3600.0, 86400.0, 24.0, 30.0, 365.0,
    0.125, 1e-3, 1e-6, 1e-9, 2592000.0, 2628000.0, 730.0, 720.0, 100.0,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a symbol of a formula stands for. ``bare`` tells that its row gives no unit at all."""

    name: str
    value: float
    unit: Unit
    bare: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in base units with its dimensions; ``number`` is the same without any conversion.

    ``literal`` tells a number written in the formula itself; the 1 of ``1 - hit`` is not ``bare``.
    """

    value: float
    number: float
    dims: tuple[tuple[str, int], ...] = ()
    bare: bool = False
    literal: bool = False


class FormulaError(Exception):
    """A formula that cannot be evaluated: kind and sentence."""

    def __init__(self, kind: ProblemKind, message: str) -> None:
        super().__init__(message)
        self.kind: ProblemKind = kind


@dataclass(slots=True)
class Translation:
    """State of one evaluation; ``curable`` tells that a unit on a bare number would mend a clash."""

    amounts: dict[str, Amount] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    mismatch: Mismatch | None = None
    clash: str = ""
    curable: bool = False


def slug(name: str) -> str:
    """``Peak request rate`` -> ``peak_request_rate``: the symbol of a quantity without one."""
    return re.sub(r"\W+", "_", name.strip().lower()).strip("_")


def strip_formula(text: str) -> str:
    """The formula without its leading "=", citations and a repeated result behind a second "="."""
    body = re.sub(r"\s*\[\^?\d{1,3}\]\s*\Z", "", text.strip()).strip("`$ ").lstrip("=").strip("`$ ")
    return re.split(r"[=≈]", body, maxsplit=1)[0].strip(" .`")


def translate(
    text: str,
    symbols: Mapping[str, Symbol],
    convention: Convention,
    context: Translation,
    *,
    comma: bool,
) -> str:
    """The formula with placeholders for numbers and symbols, ready for Python's parser."""
    tokens = _tokens(text, _COMMA_TOKEN if comma else _DOT_TOKEN)
    parts: list[str] = []
    index = 0
    while index < len(tokens):
        match = tokens[index]
        if match["number"]:
            index += _take_number(tokens, index, symbols, convention, context, parts, comma=comma)
        elif match["name"]:
            index += _take_name(tokens, index, symbols, convention, context, parts)
        else:
            operator = match["op"]
            if operator == "%":
                raise FormulaError("syntax", "a percent sign stands where no number is")
            parts.append(_OPERATORS.get(operator, operator))
            index += 1
    return " ".join(parts)


def _tokens(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Numbers, names and operators; anything else is a syntax problem."""
    tokens: list[re.Match[str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = pattern.match(text, position)
        if match is None:
            raise FormulaError(
                "syntax", f"we cannot read {text[position : position + 12].strip()!r}"
            )
        tokens.append(match)
        position = match.end()
    return tokens


def _hold(context: Translation, amount: Amount) -> str:
    """Keep an amount under a new placeholder name."""
    name = f"v{len(context.amounts)}"
    context.amounts[name] = amount
    return name


def _take_number(  # noqa: PLR0913, PLR0917 - the state of the translation
    tokens: list[re.Match[str]],
    index: int,
    symbols: Mapping[str, Symbol],
    convention: Convention,
    context: Translation,
    parts: list[str],
    *,
    comma: bool,
) -> int:
    """A number with its multiplier, percent sign or unit; returns how many tokens it took."""
    match = tokens[index]
    mantissa, _, exponent = re.split(r"([eE])", match["number"] + "e0", maxsplit=1)
    read = digits_value(mantissa, comma=comma)
    if read is None:
        raise FormulaError("syntax", f"we cannot read the number {match['number']!r}")
    power = int(exponent.removesuffix("e0") or 0)
    if abs(power) > 30:
        raise FormulaError("limit", "a number is too large")
    value = read[0] * 10.0**power * _SCALES.get(match["scale"] or "", 1.0)
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and following["op"] == "%":
        parts.append(_hold(context, Amount(value / 100, value / 100)))
        return 2
    if following is not None and following["name"]:
        words = _literal_unit(tokens, index + 1, symbols)
        if words:
            read_unit = parse_unit("/".join(words))
            amount = Amount(value * convention.factor(read_unit), value, read_unit.dims)
            parts.append(_hold(context, amount))
            return 2 * len(words)
    dropped = convention.drop and value in CONVERSIONS
    parts.append(_hold(context, _literal(1.0 if dropped else value, value)))
    return 1


def _literal(value: float, number: float) -> Amount:
    return Amount(value, number, bare=number != 1.0, literal=True)


def _literal_unit(
    tokens: list[re.Match[str]], index: int, symbols: Mapping[str, Symbol]
) -> list[str]:
    """Words of the unit behind a number (``8 kB``, ``1M items/s``); symbols and the sign x are none."""
    words: list[str] = []
    while index < len(tokens):
        word = tokens[index]["name"]
        if not word or word.lower() in symbols or word.lower() in {"x", *FUNCTIONS}:
            break
        if not known_unit(word):
            break
        words.append(str(word))
        if index + 1 >= len(tokens) or tokens[index + 1]["op"] != "/":
            break
        index += 2
    return words


def _take_name(  # noqa: PLR0913, PLR0917 - the state of the translation
    tokens: list[re.Match[str]],
    index: int,
    symbols: Mapping[str, Symbol],
    convention: Convention,
    context: Translation,
    parts: list[str],
) -> int:
    """A symbol, a function, the sign x or a quantity's name of several words."""
    word = tokens[index]["name"].lower()
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    function = _FUNCTION_ALIASES.get(word, word)
    if function in FUNCTIONS and following is not None and following["op"] == "(":
        parts.append(function)
        return 1
    if word == "x" and word not in symbols:
        parts.append("*")
        return 1
    for length in range(min(8, len(tokens) - index), 0, -1):
        group = tokens[index : index + length]
        if not all(t["name"] or t["op"] == "-" or t["number"] for t in group):
            continue
        key = slug(" ".join(t[0].strip() for t in group))
        if key in symbols and group[-1]["op"] is None:
            symbol = symbols[key]
            parts.append(_hold(context, _amount(symbol, convention)))
            context.used.append(key)
            return length
    raise FormulaError("unknown_symbol", f"no row defines {tokens[index]['name']!r}")


def _amount(symbol: Symbol, convention: Convention) -> Amount:
    """A symbol's value in base units; a percentage counts as a fraction."""
    unit = symbol.unit
    number = symbol.value * (0.01 if unit.percent and not unit.dims else 1.0)
    return Amount(symbol.value * convention.factor(unit), number, unit.dims, symbol.bare)
