"""Numbers in prose as candidates: bound to a role only where the words around leave no doubt.

A candidate has confidence 0.6. Words such as today, phase, if, would, region split it from the rest
(``qualifiers``); beside target or SLO it is a target, beside gives, chain or sum it was computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.engine.decision_model import Decision
from apps.engine.decision_spans import RecordSpans
from apps.engine.document.model import Document
from apps.engine.quantities.model import Quantity
from apps.engine.quantities.numbers import Parsed, find_numbers, to_number
from apps.engine.quantities.roles import is_request_rate, is_time, qualifiers_of
from apps.engine.quantities.rows import percentile_in
from apps.engine.quantities.units import Unit, parse_unit, take_unit
from apps.engine.text import CanonicalText

CONFIDENCE = 0.6
_MAX_SENTENCE = 800
_KINDS = frozenset({"para", "item", "quote"})
_SKIPPED_ROLES = frozenset({"risks", "references"})
_BLANKED = re.compile(
    r"`[^`\n]{0,200}`|\]\([^()\s]{0,300}\)|<!--.*?-->|<[^<>\n]{1,200}>|\[\^?\d{1,3}\]", re.DOTALL
)
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!approx\.)(?<!ca\.)[*_)]{0,3}\s+(?=[A-Z0-9\"(*_~≈])|\n\s*\n"
)
_CLAUSE = re.compile(
    r"[;—]|,(?!\d)|\b(?:and|but|while|whereas|plus|versus|vs\.?|against|und|aber)\b", re.IGNORECASE
)

_PEAK = re.compile(r"\b(?:peaks?|peaking|busiest|spitze\w*|spikes?|rush hour)\b", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\b(?:averages?|avg|mean|averaging|on average|durchschnitt\w*|sustained)\b", re.IGNORECASE
)
_DAILY = re.compile(r"\bdaily\b|\b(?:per|a|each|every) day\b|\bdau\b|täglich", re.IGNORECASE)
_NOT_THE_SYSTEM = re.compile(
    r"\b(?:per|each|every|one|single)\s+(?:\w+\s+)?(?:pod|replica|node|instance|server|machine|gpu|shard|zone|region"
    r"|partition|core|worker|broker|user|tenant|camera|host|az|thread|token)s?\b"
    r"|\b(?:caches?|cached|databases?|db|stores?|writes?|reads?|events?|queues?|brokers?|kafka|redis|index(?:es)?"
    r"|model|models|gpus?|origin|miss(?:es)?|embeddings?|search|ingest\w*|postgres\w*|pods?|replicas?|instances?"
    r"|nodes?|servers?(?![- ]side)|machines?|shards?|endpoint|batch|training|vendor|limit(?:s|ed)?|quota|throttl\w*|survivors?|surviving"
    r"|lost|loss|fail\w*|remaining|per second per|orchestrator|ranker|ranking|webhooks?|uploads?"
    r"|admin|analytics|internal|crawl\w*|bots?|retries|attack|ddos|threads?|cpu|autoscal\w*|scale[sd]? (?:to|up|out)"
    r"|headroom|buffer|capacity of|largest|vcpu)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:targets?|slos?|objectives?|goals?|must|require[sd]?|requirements?|promis\w*|guarantee\w*|shall|ziel\w*"
    r"|within|commit\w*|need(?:s|ed)? to|agreed|aim(?:s|ed)?|R\d{1,2})\b",
    re.IGNORECASE,
)
_COMPUTED = re.compile(
    r"\b(?:gives?|given|chain|sums?|yields?|compos\w*|product|reach(?:es)?|comput\w*|works? out|amounts?|adds? up"
    r"|total(?:s|ling)?|measured|results?|ends? at|leaves?|reserve|so that|observed|estimated?)\b",
    re.IGNORECASE,
)
_AVAILABILITY = re.compile(r"\b(?:availab\w*|uptime|verfügbar\w*|slo)\b", re.IGNORECASE)
_WHOLE_LATENCY = re.compile(
    r"\b(?:end[- ]to[- ]end|server[- ]side|overall|latency (?:slo|target|objective|goal)|response time"
    r"|user[- ](?:facing|visible|perceived)|slo|target|whole request|every request|requests?|answers?|responses?)\b",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    r"\b(?:per|a|each|every) month\b|\bmonthly\b|/\s?mo(?:nth)?\b|\bpro monat\b", re.IGNORECASE
)
_WHOLE_COST = re.compile(
    r"\b(?:totals?|altogether|in all|all[- ]in|overall|sums? to|adds? up|whole (?:system|design|platform|service)"
    r"|(?:system|platform|design|solution|infrastructure|service) costs?|monthly (?:cost|bill|total|spend)|gesamt\w*)\b",
    re.IGNORECASE,
)
_PART_OF_COST = re.compile(
    r"\b(?:fte|engineers?|people|salar\w*|managed|self[- ]host\w*|option|alternative|build|buy|vendor|budget|limit"
    r"|below|under|at most|ceiling|cap\b|per (?:user|request|camera|1k|1m|thousand|million|token|gb|tb|node|gpu)"
    r"|gpus?|storage|egress|licen[cs]e\w*|endpoint|sav(?:e[sd]?|ings?)|cheaper|more|less|extra|additional|grows?"
    r"|break[- ]?even|api|revenue|earn\w*|each|one|reserved|spot|discount\w*|support|cache|kafka|without)\b",
    re.IGNORECASE,
)
_OTHER_PERCENT = re.compile(
    r"durab|\bhit|accura|recall|precision|\bcpu|confiden|memory|utili|percentile|users?\b|traffic"
    r"|\bsla\b|\bms\b|\bp\d\d",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"gateway|balanc|edge|cdn|entry|front", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:replicas?|pods?|instances?|copies)\b", re.IGNORECASE)
_NOT_THE_COUNT = re.compile(
    r"\b(?:per|each|every|a|in one) (?:zone|az|region|shard|node|site|partition|cell)\b|\b(?:lost|lose[sd]?|loss|fail\w*"
    r"|remain\w*|surviv\w*|at least|minimum|min|max\w*|more|extra|additional|spare|need\w*|requir\w*|up to|scal\w*"
    r"|shard\w*|canary|from|to|between|start\w*|idle|of which|first|only|other|second)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose: ``text`` begins at ``start`` of its artifact's canonical text."""

    artifact: str
    start: int
    text: str
    source: str
    section_role: str = "other"
    comma: bool = False


def passages(
    documents: Sequence[Document],
    texts: Mapping[str, CanonicalText],
    decisions: Sequence[Decision],
    comma: Mapping[str, bool],
) -> Iterator[Passage]:
    """Paragraphs and list items of the documents, then the sections of decisions kept as files."""
    records = RecordSpans(decisions)
    for document in documents:
        text = texts.get(document.path)
        if text is None:
            continue
        for block in document.blocks:
            if block.kind in _KINDS:
                adr = records.hold(document.path, block.start)
                role = "adr" if adr else document.sections[block.section].role
                source = text.text[block.start : block.end]
                yield Passage(
                    document.path,
                    block.start,
                    source,
                    "adr" if adr else "prose",
                    role,
                    comma.get(document.path, False),
                )
    paths = {document.path for document in documents}
    for decision in decisions:
        text = texts.get(decision.file)
        if decision.file in paths or text is None:
            continue
        for name in ("context", "decision", "rationale", "consequences"):
            place = decision.field_places.get(name)
            if place is not None and place.start is not None and place.end is not None:
                yield Passage(
                    decision.file, place.start, text.text[place.start : place.end], "adr", "adr"
                )


def read_prose(
    found: Sequence[Passage], texts: Mapping[str, CanonicalText], components: Mapping[str, str]
) -> tuple[Quantity, ...]:
    """Role-bound numbers of all passages; ``components`` maps names as written to subjects."""
    pattern = _component_pattern(components)
    quantities: dict[tuple[str, int], Quantity] = {}
    for passage in found:
        for sentence in _sentences(passage):
            for quantity in _in_sentence(
                passage, sentence, texts[passage.artifact], pattern, components
            ):
                key = (passage.artifact, quantity.where.start or 0)
                quantities.setdefault(key, quantity)
    return tuple(quantities.values())


def _component_pattern(components: Mapping[str, str]) -> re.Pattern[str] | None:
    """One expression for all component names, the longest first."""
    names = sorted((name for name in components if len(name) > 3), key=len, reverse=True)[:500]
    if not names:
        return None
    return re.compile(
        r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b", re.IGNORECASE
    )


def blanked(text: str) -> str:
    """Code, link targets, comments and citations as blanks of the same length."""
    return _BLANKED.sub(lambda match: " " * len(match[0]), text)


def _sentences(passage: Passage) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets in the passage."""
    text = blanked(passage.text)
    begin = 0
    for match in _SENTENCE.finditer(text):
        yield begin, text[begin : match.start()]
        begin = match.end()
    yield begin, text[begin:]


def _in_sentence(
    passage: Passage,
    sentence: tuple[int, str],
    text: CanonicalText,
    pattern: re.Pattern[str] | None,
    components: Mapping[str, str],
) -> Iterator[Quantity]:
    """Bound numbers of one sentence."""
    offset, words = sentence
    if len(words) > _MAX_SENTENCE or not any(c.isdigit() for c in words):
        return
    numbers = list(find_numbers(words, comma=passage.comma))
    named = (
        []
        if pattern is None
        else [
            components.get(m[0], components.get(m[0].lower(), m[0]))
            for m in pattern.finditer(words)
        ]
    )
    for parsed, clause in _with_clauses(words, numbers):
        percent = parsed.rest.startswith(("%", "percent"))
        unit_text = parsed.currency or ("%" if percent else take_unit(parsed.rest, clause))
        unit_text = unit_text or _unit_before(words, parsed) or _counted_name(pattern, parsed.rest)
        unit = parse_unit(unit_text, clause)
        bound = _bind(passage, parsed, unit, unit_text, clause, words, named)
        if bound is None:
            continue
        role, subject, purpose = bound
        start = passage.start + offset + parsed.start
        end = start + (parsed.end - parsed.start)
        where = text.place(start, end)
        raw = words[parsed.start : parsed.end] + (
            f" {unit_text}" if unit_text and not parsed.currency else ""
        )
        yield Quantity(
            name=role.replace("_", " "), symbol="", role=role, subject=subject, value=parsed.value,
            unit=unit_text, formula=None, computed=None,
            source="adr" if passage.source == "adr" else "prose", where=where,
            number=to_number(parsed, raw.strip(), where, unit_text), basis=" ".join(words.split())[:300],
            qualifiers=qualifiers_of(words), confidence=CONFIDENCE,
            purpose="target" if purpose == "target" else "computed" if purpose == "computed" else "stated",
            percentile=percentile_in(clause) if role == "slo_latency" else None,
        )  # fmt: skip


_RATE_BEFORE = re.compile(
    r"\b(QPS|RPS|req/s|requests/s|(?:requests|queries) per second)\b\W{0,3}(?:is|of)?\s*[~≈]?\s*\Z",
    re.IGNORECASE,
)


def _unit_before(sentence: str, parsed: Parsed) -> str:
    """The unit in front of a bare number: ``Peak QPS: 10K``."""
    match = _RATE_BEFORE.search(sentence, max(0, parsed.start - 30), parsed.start)
    return match[1] if match and not re.match(r"[^\W\d]", parsed.rest) else ""


def _counted_name(pattern: re.Pattern[str] | None, rest: str) -> str:
    """The counted word behind a component's name: ``100 Rec Orchestrator pods``."""
    name = pattern.match(rest) if pattern else None
    counted = _COUNTED.match(rest[name.end() :].lstrip()) if name else None
    return counted[0] if counted else ""


def _with_clauses(sentence: str, numbers: Sequence[Parsed]) -> Iterator[tuple[Parsed, str]]:
    """Every number with its clause; a clause without a number belongs to the next one."""
    cuts = [match.start() for match in _CLAUSE.finditer(sentence)]
    bounds = [0, *cuts, len(sentence)]
    spans: list[tuple[int, int]] = []
    begin = 0
    for end in bounds[1:]:
        if any(begin <= n.start < end for n in numbers):
            spans.append((begin, end))
            begin = end
    if spans and begin < len(sentence):
        spans[-1] = (spans[-1][0], len(sentence))
    for number in numbers:
        for start, end in spans:
            if start <= number.start < end:
                yield number, sentence[start:end]
                break


def _bind(  # noqa: PLR0913, PLR0917 - what is known about a number
    passage: Passage,
    parsed: Parsed,
    unit: Unit,
    unit_text: str,
    clause: str,
    sentence: str,
    named: Sequence[str],
) -> tuple[str, str, str] | None:
    """Role, subject and purpose of a number, or None."""
    if parsed.low is not None or unit.problem:
        return None
    if _COUNTED.match(unit_text):
        return _bind_replicas(parsed, clause, named)
    entry = is_request_rate(unit) and all(_ENTRY.search(name) for name in named)
    if (named and not entry) or passage.section_role in _SKIPPED_ROLES:
        return None
    if passage.section_role == "tradeoffs" and not is_request_rate(unit):
        return None
    if parsed.currency:
        whole = _WHOLE_COST.search(sentence) and _MONTHLY.search(sentence)
        return (
            ("monthly_cost", "", "stated") if whole and not _PART_OF_COST.search(sentence) else None
        )
    if is_request_rate(unit):
        return _bind_rate(parsed, clause, sentence)
    if unit.percent:
        return _bind_availability(parsed, clause, passage.section_role)
    if is_time(unit):
        return _bind_latency(clause, sentence)
    if unit.exponent("user") == 1 and len(unit.dims) == 1 and _DAILY.search(clause):
        return None if _NOT_THE_SYSTEM.search(clause) else ("dau", "", "stated")
    return None


def _bind_replicas(
    parsed: Parsed, clause: str, named: Sequence[str]
) -> tuple[str, str, str] | None:
    """Replicas of the one component that the sentence names."""
    if len(set(named)) != 1 or _NOT_THE_COUNT.search(clause):
        return None
    if parsed.value is None or not float(parsed.value).is_integer():
        return None
    return "replicas", named[0], "stated"


def _bind_rate(parsed: Parsed, clause: str, sentence: str) -> tuple[str, str, str] | None:
    """Peak or average request rate of the whole system, by the nearest of the two words."""
    if _NOT_THE_SYSTEM.search(sentence) or (parsed.relation == ">=" and "over" in clause.lower()):
        return None
    peak = min((abs(m.start() - _at(parsed, clause)) for m in _PEAK.finditer(clause)), default=None)
    average = min(
        (abs(m.start() - _at(parsed, clause)) for m in _AVERAGE.finditer(clause)), default=None
    )
    if peak is None and average is None:
        return None
    if average is None or (peak is not None and peak < average):
        return "peak_rate", "", "stated"
    return "avg_rate", "", "stated"


def _at(parsed: Parsed, clause: str) -> int:
    """Position of a number in its clause (its unit text is found from the rest)."""
    found = clause.find(parsed.rest[:12]) if parsed.rest else -1
    return found if found >= 0 else len(clause) // 2


def _bind_availability(
    parsed: Parsed, clause: str, section_role: str
) -> tuple[str, str, str] | None:
    """The system's availability; a target only beside a word that says so."""
    if parsed.value is None or not 90 <= parsed.value < 100 or _OTHER_PERCENT.search(clause):
        return None
    nines = parsed.value >= 99 and section_role in {"reliability", "requirements"}
    if not (nines or _AVAILABILITY.search(clause)) or _NOT_THE_SYSTEM.search(clause):
        return None
    if _COMPUTED.search(clause) and not _TARGET.search(clause):
        return "availability", "", "computed"
    return ("availability", "", "target") if _TARGET.search(clause) else None


def _bind_latency(clause: str, sentence: str) -> tuple[str, str, str] | None:
    """The latency target of the whole system: percentile, target word, no part of it."""
    percentile = percentile_in(clause)
    if percentile is None or not percentile.startswith("p") or _NOT_THE_SYSTEM.search(sentence):
        return None
    if re.search(
        r"\b(?:timeout|ttl|interval|retry|retries|budget|alert\w*|age|fresh\w*|lag)\b",
        sentence,
        re.IGNORECASE,
    ):
        return None
    if not _WHOLE_LATENCY.search(sentence) or not re.search(
        r"laten|respon|answer|slo", sentence, re.IGNORECASE
    ):
        return None
    if _COMPUTED.search(clause):
        return "slo_latency", "", "computed"
    return ("slo_latency", "", "target") if _TARGET.search(clause) else None
