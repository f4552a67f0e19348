"""Reading numbers as people write them: ``100K``, ``1.2 M``, ``100,000``, ``1e5``, ``~40``, ``30 %``.

Three digits after one comma are a thousands group unless the file uses the decimal comma; then a dot
before three digits is a thousands group. Which of the two a file uses is told by
``conventions.uses_decimal_comma`` and handed to every call as ``comma``. Nothing here knows what a unit means:
the text after the number is handed back as ``rest``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.engine.quantities.model import Number
from apps.engine.text import Place

SPACES = " \t\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f"
"""Blanks that may stand inside or after a number."""

_S = f"[{SPACES}]"
_CORE = (
    rf"(?:\d{{1,3}}(?:[{SPACES}'’_]\d{{3}})+(?:[.,]\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)*"
    r"|\.\d+)"
)
_POWER = rf"(?:[eE][+-]?\d{{1,3}}(?![\w.])|{_S}?[×x·*]{_S}?10(?:\^|\*\*)?[-−]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{{1,3}}(?!\d))"
_NUMBER = re.compile(rf"(?P<core>{_CORE})(?P<power>{_POWER})?")
_TEN = re.compile(r"10\s?(?:\^|\*\*)\s?([-−]?\d{1,2})(?!\d)|10([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
_PREFIX = re.compile(
    rf"(?:{_S}|[~≈∼≃<>≤≥=≲≳⩽⩾]|[+±](?=\s*\d)"
    r"|(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|c\.|some|nearly|almost"
    r"|up to|at most|at least|no more than|no less than|less than|more than|fewer than|not more than"
    r"|under|over|below|above|within|max\.?|min\.?|maximum|minimum|maximal|höchstens|mindestens|etwa"
    r"|rund|bis zu)\b\.?)*",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"(?P<symbol>US\$|A\$|C\$|[$€£¥₹])|(?P<code>USD|EUR|GBP|CHF|INR|JPY|CNY|RUB|PLN|CAD|AUD)\b",
    re.IGNORECASE,
)
_MULTIPLIER = re.compile(
    rf"(?P<gap>{_S}*)(?:(?P<letter>[kKMBGT])(?![\w/%°µ])"
    r"|(?P<word>thousand|million|billion|trillion|tsd|mio|mrd|mln|bln|bn|mn|tausend|millionen|milliarden|crore|lakh)"
    r"(?![\w/])\.?)",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"{_S}*(?:-|–|—|−|‒|\.\.\.?|…|\bto\b|\bbis\b){_S}*", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}-\d{1,2}(?:-\d{1,2})?(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{2,4}"
)
_ABSENT = re.compile(
    r"[\s\-–—−‐‑.·*]*\Z|n/?a\.?\Z|none\Z|nil\Z|not applicable\Z|/\Z", re.IGNORECASE
)
_WORD_FACTORS = {
    "thousand": 1e3, "tsd": 1e3, "tausend": 1e3, "lakh": 1e5,
    "million": 1e6, "mio": 1e6, "mln": 1e6, "mn": 1e6, "millionen": 1e6, "crore": 1e7,
    "billion": 1e9, "mrd": 1e9, "bn": 1e9, "bln": 1e9, "milliarden": 1e9, "trillion": 1e12,
}  # fmt: skip
_LETTER_FACTORS = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "T": 1e12}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_GROUP_MARKS = str.maketrans("", "", SPACES + "'’_")
_CURRENCY_CODES = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}  # fmt: skip

_REST = 160  # how much of the text behind a number is handed back

Convention = Literal["comma", "dot"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A number found in a text; ``value`` has the multiplier applied, never the percent sign.

    ``start``/``end`` are offsets in the text that was parsed and cover sign, currency, number and
    multiplier; ``rest`` is the text behind, stripped. ``step`` is one unit of the last printed digit.
    A range has ``low`` and ``high`` and its middle as value. ``relation`` is ``<=``, ``>=``, ``~`` or
    empty. ``multiplier`` is the letter or word as written, ``glued`` tells that it touched the digits.
    ``problem`` says why ``value`` is None.
    """

    value: float | None
    step: float
    start: int
    end: int
    rest: str
    relation: str = ""
    currency: str = ""
    multiplier: str = ""
    factor: float = 1.0
    glued: bool = False
    low: float | None = None
    high: float | None = None
    problem: str | None = None

    def scaled(self, factor: float) -> Parsed:
        """The same number with another multiplier (``500 B`` read as bytes has factor 1)."""
        ratio = factor / self.factor
        return Parsed(
            value=None if self.value is None else self.value * ratio,
            step=self.step * ratio,
            start=self.start,
            end=self.end,
            rest=self.rest,
            relation=self.relation,
            currency=self.currency,
            low=None if self.low is None else self.low * ratio,
            high=None if self.high is None else self.high * ratio,
            factor=factor,
            problem=self.problem,
        )


def is_absent(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, ``n/a``."""
    return _ABSENT.match(text.strip()) is not None


def digits_value(core: str, *, comma: bool = False) -> tuple[float, int] | None:
    """Value and number of decimals of bare digits with separators; None when they make no sense."""
    core = core.translate(_GROUP_MARKS)
    commas, dots = core.count(","), core.count(".")
    if commas and dots:
        mark, other = (",", ".") if core.rfind(",") > core.rfind(".") else (".", ",")
        whole, _, fraction = core.rpartition(mark)
        if mark in whole or not _grouped(whole, other):
            return None
        return float(whole.replace(other, "") + "." + fraction), len(fraction)
    mark = "," if commas else "."
    count = commas + dots
    if count == 0:
        return float(core), 0
    if count > 1:
        if not _grouped(core, mark):
            return None
        return float(core.replace(mark, "")), 0
    whole, _, fraction = core.partition(mark)
    if _is_group(whole, fraction) and (mark == ",") != comma:
        return float(whole + fraction), 0
    return float(f"{whole or '0'}.{fraction}"), len(fraction)


def _is_group(whole: str, fraction: str) -> bool:
    """Three digits behind at most three that do not begin with zero: it may be a thousands group."""
    return len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")


def _grouped(digits: str, mark: str) -> bool:
    """Whether ``mark`` separates groups of three digits, or lakhs and crores (``1,23,456``)."""
    first, *groups = digits.split(mark)
    if not groups:
        return True
    if not 1 <= len(first) <= 3 or len(groups[-1]) != 3:
        return False
    inner = {len(group) for group in groups[:-1]}
    return inner <= {3} or (mark == "," and inner == {2} and len(first) <= 2)


def convention_of(core: str) -> Convention | None:
    """Which decimal mark a written number proves, if any: ``3,5`` comma, ``2.5`` dot."""
    core = core.translate(_GROUP_MARKS)
    if core.count(",") + core.count(".") != 1:
        both = core.count(",") == 1 and core.rfind(",") > core.rfind(".") > 0
        return "comma" if both else "dot" if core.count(".") == 1 and "," in core else None
    mark = "," if "," in core else "."
    whole, _, fraction = core.partition(mark)
    if _is_group(whole, fraction):
        return None
    return "comma" if mark == "," else "dot"


def first_core(text: str) -> str | None:
    """The bare digits at the start of a cell, as written, or None."""
    begin = _PREFIX.match(text).end()  # type: ignore[union-attr]
    currency = _CURRENCY.match(text, begin)
    match = _NUMBER.match(text, _skip(text, currency.end()) if currency else begin)
    return match["core"] if match else None


def parse_number(text: str, *, comma: bool = False) -> Parsed | None:
    """The number at the start of ``text`` (behind ``~``, ``<=``, "about", a currency), else None.

    None means: there is no number here (a word, a dash, an empty cell). A number that cannot be
    understood comes back with ``value`` None and a ``problem``.
    """
    begin = _PREFIX.match(text).end()  # type: ignore[union-attr]
    return parse_at(text, begin, comma=comma)


def parse_at(text: str, begin: int, *, comma: bool = False) -> Parsed | None:
    """The number that begins exactly at ``begin`` (sign and currency included)."""
    start = begin
    currency = _CURRENCY.match(text, begin)
    if currency:
        begin = _skip(text, currency.end())
    negative = text[begin : begin + 1] in {"-", "−"} and text[begin + 1 : begin + 2].isdigit()
    begin += negative
    date = _DATE.match(text, begin)
    if date:
        return Parsed(None, 0.0, start, date.end(), "", problem="it is a date")
    first = _magnitude(text, begin, comma=comma)
    if first is None:
        return None
    if first.value is None:
        return first
    parsed = _with_range(text, first, comma=comma)
    sign = -1.0 if negative else 1.0
    return _finish(text, parsed, start, sign, currency)


def _finish(
    text: str, parsed: Parsed, start: int, sign: float, currency: re.Match[str] | None
) -> Parsed:
    """Add sign, currency behind the number, relation and the rest of the text."""
    end = parsed.end
    behind = _CURRENCY.match(text, _skip(text, end))
    if behind:
        currency, end = currency or behind, behind.end()
    written = (currency["symbol"] or currency["code"]).upper() if currency else ""
    low, high = parsed.low, parsed.high
    return Parsed(
        value=None if parsed.value is None else sign * parsed.value,
        step=parsed.step,
        start=start,
        end=end,
        rest=text[end : end + _REST].strip(SPACES + "\n"),
        relation=relation_of(text[max(0, start - 24) : start]),
        currency=_CURRENCY_CODES.get(written, written),
        multiplier=parsed.multiplier,
        factor=parsed.factor,
        glued=parsed.glued,
        low=low,
        high=high,
        problem=parsed.problem,
    )


def _skip(text: str, position: int) -> int:
    """Position of the next character that is no blank."""
    while position < len(text) and text[position] in SPACES:
        position += 1
    return position


def _magnitude(text: str, begin: int, *, comma: bool) -> Parsed | None:
    """Digits, power of ten and multiplier at ``begin``."""
    ten = _TEN.match(text, begin)
    if ten:
        exponent = int((ten[1] or ten[2]).translate(_SUPERSCRIPTS))
        value = float(10.0**exponent)
        return Parsed(value, value, begin, ten.end(), "")
    match = _NUMBER.match(text, begin)
    if match is None:
        return None
    read = digits_value(match["core"], comma=comma)
    after = text[match.end() : match.end() + 1]
    if read is None or (after in {"/", ":"} and text[match.end() + 1 : match.end() + 2].isdigit()):
        return Parsed(None, 0.0, begin, match.end(), "", problem="it is not one number")
    value, decimals = read
    power = _power(match["power"])
    if abs(power) > 30 or value > 1e30:
        return Parsed(None, 0.0, begin, match.end(), "", problem="it is too large")
    return _multiplied(text, begin, match.end(), value * 10.0**power, 10.0 ** (power - decimals))


def _power(written: str | None) -> int:
    """The exponent in ``e5`` or ``× 10^5``."""
    if not written:
        return 0
    if written[0] in "eE":
        return int(written[1:])
    digits = written[written.index("10") + 2 :].lstrip("^*")
    return int(digits.translate(_SUPERSCRIPTS) or 0)


def _multiplied(text: str, begin: int, end: int, value: float, step: float) -> Parsed:
    """Apply a lone K/M/B/G/T or a number word behind the digits."""
    match = _MULTIPLIER.match(text, end)
    letter = (match["letter"] or "") if match else ""
    if match is None or letter in {"m", "g", "b", "t"}:
        return Parsed(value, step, begin, end, "")
    written = letter or match["word"].lower()
    factor = _LETTER_FACTORS[letter] if letter else _WORD_FACTORS[written]
    return Parsed(
        value * factor,
        step * factor,
        begin,
        match.end(),
        "",
        multiplier=written,
        factor=factor,
        glued=not match["gap"],
    )


def _with_range(text: str, first: Parsed, *, comma: bool) -> Parsed:
    """Extend ``10`` to ``10-20``; the first number takes the multiplier of the second."""
    if text[first.end : first.end + 1] == "±" or text[first.end : first.end + 2] == " ±":
        spread = _magnitude(text, _skip(text, text.index("±", first.end) + 1), comma=comma)
        if spread and spread.value is not None and first.value is not None:
            low, high = first.value - spread.value, first.value + spread.value
            return _ranged(first, first.value, low, high, spread.end)
        return first
    dash = _RANGE.match(text, first.end)
    if dash is None or first.value is None:
        return first
    second = _magnitude(text, _skip_currency(text, dash.end()), comma=comma)
    if second is None or second.value is None:
        return first
    low = first.value * (second.factor if not first.multiplier else 1.0)
    if low > second.value:
        return first
    return _ranged(second, (low + second.value) / 2, low, second.value, second.end)


def _ranged(base: Parsed, value: float, low: float, high: float, end: int) -> Parsed:
    """A number with its bounds."""
    return Parsed(
        value, base.step, base.start, end, "", multiplier=base.multiplier, factor=base.factor,
        glued=base.glued, low=low, high=high,
    )  # fmt: skip


def _skip_currency(text: str, position: int) -> int:
    """Position behind a currency sign, if one stands there."""
    currency = _CURRENCY.match(text, position)
    return _skip(text, currency.end()) if currency else position


def relation_of(before: str) -> str:
    """``<=``, ``>=``, ``~`` or nothing, from the signs and words in front of a number."""
    tail = before.lower().rstrip(SPACES)
    if tail.endswith(("<", "≤", "<=", "=<", "⩽", "up to", "at most", "under", "below", "less than", "within", "no more than", "max", "max.", "fewer than", "höchstens", "bis zu")):  # fmt: skip
        return "<="
    if tail.endswith((">", "≥", ">=", "=>", "⩾", "at least", "over", "above", "more than", "min", "min.", "mindestens")):  # fmt: skip
        return ">="
    if tail.endswith(("~", "≈", "∼", "about", "approx", "approx.", "around", "roughly", "ca.", "ca", "circa", "nearly", "almost", "etwa", "rund")):  # fmt: skip
        return "~"
    return ""


_PROSE_START = re.compile(rf"(?<![\w.,/#§@^\\-])(?<![-\w]\$)(?:(?:US\$|[$€£])?{_S}?)?(?=\.?\d)")


def find_numbers(text: str, *, comma: bool = False) -> Iterator[Parsed]:
    """Numbers that stand free in prose, from left to right; names such as ``p99`` are none."""
    position = 0
    while True:
        match = _PROSE_START.search(text, position)
        if match is None:
            return
        parsed = parse_at(text, match.start() + _leading(match[0]), comma=comma)
        if parsed is None:
            position = match.end() + 1
            continue
        position = max(parsed.end, match.end() + 1)
        if parsed.value is not None:
            yield parsed


def _leading(written: str) -> int:
    """How many blanks stand before the sign or the digits."""
    return len(written) - len(written.lstrip(SPACES))


def to_number(parsed: Parsed, raw: str, where: Place, unit: str = "") -> Number:
    """The stored form of a parsed number."""
    return Number(
        raw=raw,
        value=parsed.value,
        step=parsed.step,
        where=where,
        unit=unit,
        problem=parsed.problem,
        low=parsed.low,
        high=parsed.high,
        relation=parsed.relation,
        currency=parsed.currency,
    )
