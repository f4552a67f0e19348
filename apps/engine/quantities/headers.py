"""What the header cells of a table mean: aliases, units in brackets, canonical column names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from apps.engine import yamltext
from apps.engine.quantities.units import known_unit, singular

_BRACKET = re.compile(r"[(\[{]([^()\[\]{}]{0,60})[)\]}]")
_COUNT_OF = re.compile(r"^(?:number|no\.?|nr\.?|num\.?|#|count|total number) ?(?:of )?(?=\w)")
_REPLICA = re.compile(
    r"\b(?:replicas?|instances?|pods?|nodes?|servers?|hosts?|machines?|workers?|containers?|vms?"
    r"|tasks?|boxes|units?(?= count)|gpus?(?= count)|brokers?)\b"
)
_MARKUP = re.compile(r"[*_`~:?!]+|\s+")
_TRAILING_UNIT = re.compile(r"^(?P<name>.*\S)[,\s]+(?:in\s+)?(?P<unit>\S{1,16})$")
_IN_UNIT = re.compile(r"\bin (?P<unit>[^\s,]{1,16}(?:\s*/\s*\w{1,8})?)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A header cell: its name for comparing, and the unit it carries."""

    name: str
    unit: str
    raw: str


@dataclass(frozen=True, slots=True)
class RoleHeaders:
    """The columns of one table role: alias -> canonical names in order of the data file."""

    needs: tuple[tuple[str, ...], ...]
    aliases: dict[str, tuple[str, ...]]


@cache
def role_headers() -> dict[str, RoleHeaders]:
    """The data file ``headers.yaml``, read once."""
    data = yamltext.load(Path(__file__).with_name("headers.yaml").read_text("utf-8"))
    return {role: _role(spec) for role, spec in data.items()}


def _role(spec: dict[str, str]) -> RoleHeaders:
    """One role of the data file."""
    aliases: dict[str, tuple[str, ...]] = {}
    for column, names in spec.items():
        for alias in names.split("; ") if column != "needs" else ():
            key = header_name(alias)
            if column not in aliases.get(key, ()):
                aliases[key] = (*aliases.get(key, ()), column)
    return RoleHeaders(tuple(tuple(need.split()) for need in spec["needs"].split("; ")), aliases)


@lru_cache(maxsize=16_384)
def header_name(text: str) -> str:
    """A header for comparing: ``No. of Pods`` -> ``replica``, ``Throughput per pod`` -> ``throughput
    per replica``.
    """
    plain = _MARKUP.sub(" ", text.replace("\u00a0", " ").replace("-", " ").lower()).strip(" .-–=")
    plain = _REPLICA.sub("replica", _COUNT_OF.sub("", plain))
    return " ".join(singular(word) if len(word) > 3 else word for word in plain.split())


@lru_cache(maxsize=16_384)
def read_heading(text: str) -> Heading:
    """Split a header cell into name and unit: ``Price (USD/hour)``, ``p99 [ms]``, ``p99 ms``."""
    unit = ""
    for bracket in _BRACKET.finditer(text):
        inner = bracket[1].strip()
        for candidate in (inner, inner.split(",")[0].strip(), inner.removeprefix("in ").strip()):
            if candidate and known_unit(candidate, text):
                unit = candidate
                break
    outside = " ".join(_BRACKET.sub(" ", text).split()) or text.strip()
    if not unit:
        outside, unit = _unit_at_end(outside)
    return Heading(header_name(outside), unit or _only_a_unit(outside), text)


_MONEY_RATE = re.compile(
    r"^(?P<money>USD|EUR|GBP|CHF|[$€£])\s*(?:/|per|a)\s*(?P<per>\w{1,8})(?:\s+each)?$",
    re.IGNORECASE,
)
_TIME_UNITS = {"milliseconds": "ms", "millisecond": "ms", "ms": "ms", "seconds": "s"}


def _only_a_unit(header: str) -> str:
    """The unit of a header that is nothing else: ``$/hour``, ``EUR per month``, ``Milliseconds``."""
    rate = _MONEY_RATE.match(header)
    if rate is not None:
        return f"{rate['money']}/{rate['per']}"
    return _TIME_UNITS.get(header.lower().strip(), "")


_UNIT_AT_END = frozenset({
    "ms", "s", "us", "µs", "qps", "rps", "usd", "eur", "$", "€", "%", "gb", "tb", "mb", "gbps", "mbps",
    "usd/hour", "usd/month", "$/hour", "$/month", "eur/month", "$/h", "usd/h", "req/s", "fps", "tps", "seconds",
    "items/s", "qps/pod", "rps/pod", "$/mo",
})  # fmt: skip


def _unit_at_end(text: str) -> tuple[str, str]:
    """``p99 ms`` and ``Monthly cost in USD``; only unmistakable units."""
    match = _IN_UNIT.search(text) or _TRAILING_UNIT.match(text)
    if match is None or match["unit"].lower() not in _UNIT_AT_END:
        return text, ""
    name = text[: match.start("unit")].rstrip(" ,").removesuffix(" in")
    return name, match["unit"]
