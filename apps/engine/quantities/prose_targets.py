"""Targets written as sentences or list items in the requirements section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from apps.engine.quantities.model import Requirement
from apps.engine.quantities.numbers import Parsed, find_numbers, to_number
from apps.engine.quantities.prose import Passage, blanked
from apps.engine.quantities.roles import is_rate, is_time
from apps.engine.quantities.rows import attribute_of, percentile_in
from apps.engine.quantities.units import parse_unit, take_unit
from apps.engine.text import CanonicalText

_SPLIT = re.compile(r"(?<=[.!?;])\s+|\n")
_SCOPE = re.compile(
    r"\b(?:per|over|in|within|every|each|a)\s+(?:a\s+)?(?:rolling\s+)?(?:\d+\s+)?(?:days?|months?|weeks?|years?|hours?|quarter)\b"
    r"|\b(?:monthly|weekly|yearly|daily|globally?|per region|at peak)\b|\d+[- ]day",
    re.IGNORECASE,
)
_ID = re.compile(r"^\W*((?:N?FR|R|REQ|NFR|QA|SLO|S|Q)-?\d{1,3})\b", re.IGNORECASE)
_MAX = 60
_A_DAY = 86400.0


def prose_requirements(
    found: Sequence[Passage], texts: Mapping[str, CanonicalText]
) -> tuple[Requirement, ...]:
    """At most sixty targets of the requirements sections' prose, in order."""
    targets: list[Requirement] = []
    for passage in found:
        if passage.section_role == "requirements":
            targets += _of_passage(passage, texts[passage.artifact])
    return tuple(targets[:_MAX])


def _of_passage(passage: Passage, text: CanonicalText) -> Iterator[Requirement]:
    """Targets of one paragraph or list item."""
    plain = blanked(passage.text)
    begin = 0
    for match in [*_SPLIT.finditer(plain), None]:
        end = match.start() if match else len(plain)
        sentence = plain[begin:end]
        if len(sentence) <= 500:
            for parsed in find_numbers(sentence, comma=passage.comma):
                target = _target(passage, text, sentence, begin, parsed)
                if target is not None:
                    yield target
        begin = match.end() if match else end


def _target(
    passage: Passage, text: CanonicalText, sentence: str, begin: int, parsed: Parsed
) -> Requirement | None:
    """One number as a target when its unit fits what the words around it are about."""
    before = sentence[max(0, parsed.start - 80) : parsed.start]
    near = f"{before} {sentence[parsed.end : parsed.end + 60]}"
    unit_text = take_unit(parsed.rest, near)
    unit = parse_unit(unit_text, near)
    attribute = attribute_of(near)
    percentile = percentile_in(near)
    if unit.percent:
        fits = attribute in {"availability", "quality"} or (parsed.value or 0) >= 99
        attribute = (
            "availability" if (parsed.value or 0) >= 99 and attribute != "quality" else attribute
        )
    elif is_time(unit):
        window = attribute != "freshness" and (parsed.value or 0) * unit.factor >= _A_DAY
        fits = not window and (percentile is not None or attribute in {"latency", "freshness"})
        attribute = attribute if attribute in {"latency", "freshness"} else "latency"
    else:
        fits, attribute = is_rate(unit), "throughput"
    if not fits or not unit_text:
        return None
    start = passage.start + begin + parsed.start
    where = text.place(start, start + parsed.end - parsed.start)
    identifier = _ID.match(sentence)
    scope = _SCOPE.search(sentence)
    return Requirement(
        id=identifier[1] if identifier else "",
        attribute=attribute,
        metric=" ".join(sentence.split())[:200],
        target=to_number(parsed, sentence[parsed.start : parsed.end], where, unit_text),
        unit=unit_text,
        scope=scope[0] if scope else "",
        percentile=percentile,
        source="prose",
        where=where,
    )
