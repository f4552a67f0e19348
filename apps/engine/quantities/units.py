"""Units as people write them, turned into a factor and dimensions by our own registry.

pint's default registry has bytes without a dimension and reads K as kelvin, so we start from an empty
one (``unit_table.DEFINITIONS``) and put unit strings into its words before it sees them. pint is
imported on first use only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from apps.engine.quantities import unit_table as table

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*(?:[eE]\d+)?)(?P<scale>[kKMBGT](?![A-Za-z/]))?"
    r"|(?P<word>us\$|[$€£₹¥%#]|[^\W\d_]+(?:'s)?)"
    r"|(?P<power>\^\s*-?\d|\*\*\s*-?\d|⁻[¹²³]|[²³])"
    r"|(?P<op>[/*·⋅×()-])",
    re.IGNORECASE,
)
_PER = re.compile(r"\b(?:per|pro|je)\b(?=\s+\S)", re.IGNORECASE)
_A = re.compile(r"(?<=[\w$€£%])\s+(?:an?|each|every)\s+(?=\w)", re.IGNORECASE)
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "G": 1e9, "T": 1e12}
_POWERS = {"⁻¹": -1, "⁻²": -2, "⁻³": -3, "²": 2, "³": 3}
_MAX_UNIT = 80

Dims = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was read. ``factor`` turns a value into base units of ``dims``.

    ``months``, ``years`` and ``kilos`` are the exponents with which months, years and decimal byte
    prefixes take part, so that other month lengths and 1024 can be tried. ``soft_unknown`` holds
    words we took as countable things without knowing them. ``problem`` says why it was not read,
    ``ambiguous`` what to write instead.
    """

    text: str
    factor: float = 1.0
    dims: Dims = ()
    percent: bool = False
    months: int = 0
    years: int = 0
    kilos: int = 0
    soft_unknown: tuple[str, ...] = ()
    problem: str | None = None
    ambiguous: str | None = None

    @property
    def hard(self) -> Dims:
        """The dimensions whose mix-up is an error."""
        return tuple(pair for pair in self.dims if pair[0] in table.HARD)

    @property
    def soft(self) -> Dims:
        """The countable dimensions."""
        return tuple(pair for pair in self.dims if pair[0] not in table.HARD)

    def exponent(self, dimension: str) -> int:
        """Exponent of ``time``, ``information``, ``request`` ... in this unit."""
        return dict(self.dims).get(f"[{dimension}]", 0)


@dataclass(slots=True)
class _Reading:
    """What has been read of a unit string so far."""

    factor: float = 1.0
    dims: dict[str, int] = field(default_factory=dict)
    percent: bool = False
    months: int = 0
    years: int = 0
    kilos: int = 0
    unknown: list[str] = field(default_factory=list)
    ambiguous: str | None = None
    seen: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    """One word of a unit: its name in the registry and its prefix factor."""

    name: str
    factor: float = 1.0
    kilos: int = 0
    per_second: bool = False
    ambiguous: str | None = None


@cache
def registry() -> Any:
    """The unit registry: empty but for our definitions; made on first use, never changed after."""
    import pint

    made: Any = pint.UnitRegistry(None)
    for definition in table.DEFINITIONS:
        name, _, meaning = definition.partition(" = ")
        if meaning == "[request]" and name != "request":
            definition = f"{name} = request"  # noqa: PLW2901
        if meaning != "[]":
            made.define(definition)
    return made


@cache
def _base(name: str) -> tuple[float, Dims]:
    """Factor to base units and dimensions of a registry unit."""
    made = registry()
    factor, _ = made.get_root_units(name)
    dims = made.get_dimensionality(name)
    return float(factor), tuple(sorted((str(dim), int(power)) for dim, power in dims.items()))


@lru_cache(maxsize=16_384)
def parse_unit(text: str, context: str = "") -> Unit:
    """Read a unit string; ``context`` (the quantity's name) settles what TPS and Mb/s mean.

    Never raises: an unreadable unit comes back with ``problem``. An unknown word counts as a
    countable thing of its own.
    """
    written = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    plain = written.strip(" .:;()[]").lower() if written not in {"-", "–", "—"} else "-"
    if plain in table.DIMENSIONLESS or written in table.DIMENSIONLESS:
        return Unit(text)
    if plain in table.PERCENT or plain.startswith(("% of ", "percent of ")):
        return Unit(text, 0.01, percent=True)
    if len(written) > _MAX_UNIT:
        return Unit(text, problem="it is too long for a unit")
    reading = _read(written, context.lower())
    if reading is None:
        return Unit(text, problem="it is not a unit we know")
    dims = tuple(sorted((dim, power) for dim, power in reading.dims.items() if power))
    return Unit(
        text,
        reading.factor,
        dims,
        reading.percent,
        reading.months,
        reading.years,
        reading.kilos,
        tuple(reading.unknown),
        None,
        reading.ambiguous,
    )


def _read(written: str, context: str) -> _Reading | None:
    """Read the factors of a unit from left to right; parentheses only hold a denominator."""
    spelled = _PER.sub("/", _A.sub("/", written))
    reading = _Reading()
    sign, bracket_sign, depth = 1, 1, 0
    last: tuple[_Atom, int] | None = None
    for match in _TOKEN.finditer(spelled):
        op = match["op"]
        if op == "/":
            sign = -bracket_sign if depth else -1
        elif op in {"*", "·", "⋅", "×", "-"}:
            sign = sign if op == "-" or sign < 0 else 1
        elif op == "(":
            depth, bracket_sign = depth + 1, sign
        elif op == ")":
            depth, bracket_sign = max(0, depth - 1), 1
        elif match["number"]:
            _apply_number(reading, match, sign)
        elif match["power"]:
            if last is not None:
                _apply(reading, last[0], last[1] * (_power_of(match["power"]) - 1))
        else:
            atom = _atom(match["word"], context, _next_is_rate(spelled, match.end()))
            if atom is not None:
                _apply(reading, atom, sign)
                last = (atom, sign)
    return reading if reading.seen else None


def _power_of(written: str) -> int:
    """The exponent in ``^2``, ``**-1`` or ``²``."""
    return _POWERS.get(written) or int(written.lstrip("^*").strip())


def _next_is_rate(text: str, position: int) -> bool:
    """Whether a slash follows: ``Mb/s`` is clearer than ``Mb``."""
    return text[position : position + 2].strip().startswith("/")


def _apply_number(reading: _Reading, match: re.Match[str], sign: int) -> None:
    """A number inside a unit: ``USD per 1K requests``, ``1/s``."""
    digits = match["number"].replace(",", "")
    if digits.count(".") > 1:
        return
    value = float(digits) * _SCALES.get(match["scale"] or "", 1.0)
    if 0 < value < 1e15:
        reading.factor *= value**sign
        reading.seen = True


def _apply(reading: _Reading, atom: _Atom, sign: int) -> None:
    """Multiply (or divide) by one word."""
    reading.seen = True
    reading.ambiguous = reading.ambiguous or atom.ambiguous
    reading.factor *= atom.factor**sign
    reading.kilos += atom.kilos * sign
    if atom.per_second:
        reading.dims["[time]"] = reading.dims.get("[time]", 0) - sign
    if atom.name == "percent":
        reading.percent = True
        return
    if not atom.name:
        return
    if atom.name.startswith("["):
        reading.dims[atom.name] = reading.dims.get(atom.name, 0) + sign
        reading.unknown.append(atom.name[1:-1])
        return
    factor, dims = _base(atom.name)
    reading.factor *= factor**sign
    reading.months += sign * (atom.name == "month")
    reading.years += sign * (atom.name == "year")
    for dim, power in dims:
        reading.dims[dim] = reading.dims.get(dim, 0) + sign * power


_IGNORED = frozenset({
    "of", "the", "and", "in", "at", "per", "on", "for", "is", "peak", "total", "avg", "average",
    "mean", "max", "min", "daily", "active", "ram", "memory", "storage", "ssd", "disk", "decimal",
    "raw", "compressed", "stored", "each", "all", "pp", "approx", "new", "about", "net", "gross",
    "concurrent", "parallel", "end", "ca", "gb's", "p", "p50", "p95", "p99", "nvme", "hdd",
})  # fmt: skip


def _atom(word: str, context: str, before_slash: bool) -> _Atom | None:
    """One word of a unit; None when it says nothing about the unit."""
    lower = word.lower()
    if word in table.AMBIGUOUS:
        return _ambiguous(word, context, before_slash)
    known = _rate(word, context) or _symbol(word)
    if known:
        return known
    if lower in table.PERCENT:
        return _Atom("percent", 0.01)
    if lower in {"x", "#"} or lower in _IGNORED:
        return None
    named = _word(lower)
    if named is not None:
        return named
    prefixed = _prefixed(word)
    if prefixed is not None:
        return prefixed
    return _Atom(f"[{singular(lower)}]")


def _ambiguous(word: str, context: str, before_slash: bool) -> _Atom:
    """``Mb`` and its kin; ``Mb/s`` of a link is clear."""
    name, factor, advice = table.AMBIGUOUS[word]
    clear = before_slash and name == "bit" and any(w in context for w in table.LINK_WORDS)
    return _Atom(name, factor, ambiguous=None if clear else advice)


def _rate(word: str, context: str) -> _Atom | None:
    """QPS, KQPS, Gbps, GBps, TFLOPS and the like."""
    upper = word.upper()
    for prefix in ("", word[:1]):
        body = upper[len(prefix) :]
        if body in table.RATES and (not prefix or prefix in "kKMG"):
            name = table.RATES[body]
            if body == "TPS" and any(w in context for w in table.LLM_WORDS):
                name = "token"
            return _Atom(name, table.PREFIXES.get(prefix, 1.0), per_second=True)
    if upper.endswith("PS") and upper[:-2].endswith(("B", "BIT")) and len(word) <= 6:
        stem = _prefixed(word[:-2]) or _symbol(word[:-2])
        if stem and stem.name in {"bit", "byte"}:
            return _Atom(stem.name, stem.factor, stem.kilos, per_second=True)
    if upper.endswith("FLOPS") or (upper.endswith("OPS") and word[:1] in "GTP" and len(word) == 4):
        return _Atom("flop", table.PREFIXES.get(word[:1], 1.0) if word[0] in "MGTPE" else 1.0, per_second=True)  # fmt: skip
    return None


def _symbol(word: str) -> _Atom | None:
    """Short forms such as ``s``, ``req``, ``$``."""
    name = table.SYMBOLS.get(word)
    if name is None and len(word) > 1:
        name = table.SYMBOLS.get(word.lower())
    if name:
        return _Atom(name)
    if word in {"K", "k", "M", "G", "T"}:
        return _Atom("", _SCALES[word])
    return None


def _word(lower: str) -> _Atom | None:
    """Whole words, singular or plural, with synonyms."""
    if lower in table.CURRENCIES:
        return _Atom(lower)
    for form in (lower, singular(lower)):
        if form in table.WORDS:
            name, factor = table.WORDS[form]
            kilos = table.BINARY_POWER.get({3: "k", 6: "M", 9: "G", 12: "T", 15: "P"}.get(round(len(f"{factor:.0f}")) - 1, ""), 0)  # fmt: skip
            return _Atom(name, factor, kilos if name == "byte" else 0)
        if form in table.SYNONYMS:
            return _Atom(table.SYNONYMS[form])
        if form in _KNOWN:
            return _Atom(form)
    return None


_KNOWN = frozenset(definition.partition(" = ")[0] for definition in table.DEFINITIONS)
_STEMS = {"B": "byte", "b": "bit", "bit": "bit", "bits": "bit", "byte": "byte", "bytes": "byte", "s": "second", "W": "watt", "Wh": "watt", "sec": "second", "FLOP": "flop", "flop": "flop", "Byte": "byte", "Bytes": "byte", "Bit": "bit"}  # fmt: skip


def _prefixed(word: str) -> _Atom | None:
    """``ms``, ``kB``, ``GiB``, ``Mbit``: a prefix and a stem; ``kB`` and ``KB`` are the same."""
    for prefix, power in table.BINARY.items():
        if word.startswith(prefix) and word[2:] in _STEMS:
            return _Atom(_STEMS[word[2:]], 1024.0**power)
    stem = word[1:]
    if word[:1] not in table.PREFIXES or stem not in _STEMS:
        upper = word.upper()
        if upper in {"KB", "MB", "GB", "TB", "PB"} and word != upper:
            return _prefixed(upper)
        return _Atom("second", 1e-3) if upper == "MS" else None
    name = _STEMS[stem]
    small = name == "second"
    if small != (table.PREFIXES[word[0]] < 1):
        return None
    kilos = table.BINARY_POWER.get(word[0], 0) if name == "byte" else 0
    return _Atom(name, table.PREFIXES[word[0]], kilos)


def singular(word: str) -> str:
    """``queries`` -> ``query``, ``bytes`` -> ``byte``; names of one letter stay."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        return word[:-1]
    return word


def known_unit(text: str, context: str = "") -> bool:
    """Whether every word of the unit is in our tables."""
    unit = parse_unit(text, context)
    return unit.problem is None and not unit.soft_unknown


_PROSE_WORD = re.compile(r"\s?([^\W\d_]+|[%$€£])")
_PROSE_PER = re.compile(r"\s?(/|per\b|pro\b|a\b|an\b|each\b|every\b)\s?", re.IGNORECASE)
_PROSE_SCALE = re.compile(r"(\d+[kKMB]?)\s")


def take_unit(rest: str, context: str = "") -> str:
    """The unit at the start of the text behind a number in prose, else an empty string.

    Only words that we know are taken: ``requests per second and`` gives ``requests per second``.
    """
    position, taken = 0, 0
    for part in range(5):
        match = _PROSE_WORD.match(rest, position)
        if match is None or not _is_unit_word(match[1], context):
            break
        taken = match.end()
        per = _PROSE_PER.match(rest, taken)
        if per is None:
            if part == 0 and (two := _second_word(rest, taken, context)):
                taken = two
                per = _PROSE_PER.match(rest, taken)
            if per is None:
                break
        position = per.end()
        scale = _PROSE_SCALE.match(rest, position)
        position = scale.end() if scale else position
    return rest[:taken].strip()


def _second_word(rest: str, position: int, context: str) -> int:
    """End of ``-month`` in ``GB-month``, or 0."""
    if rest[position : position + 1] not in {"-", "·", "*"}:
        return 0
    match = _PROSE_WORD.match(rest, position + 1)
    return match.end() if match and _is_unit_word(match[1], context) else 0


def _is_unit_word(word: str, context: str) -> bool:
    """Whether a word of prose is a unit; single letters only where they are unmistakable."""
    if word.lower() in _IGNORED or word in {"a", "o", "y", "S", "H", "op", "tag"}:
        return False
    atom = _atom(word, context, before_slash=True)
    return atom is not None and not atom.name.startswith("[")
