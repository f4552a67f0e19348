"""What a quantity is: a role, bound only where its name and its unit both say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.engine.quantities.formula_syntax import slug
from apps.engine.quantities.units import Unit

UnitTest = Callable[[Unit], bool]


def is_request_rate(unit: Unit) -> bool:
    """Requests, or transactions where a request is called so, per time, and nothing else."""
    requests = unit.exponent("request") + unit.exponent("transaction")
    return requests == 1 and unit.hard == (("[time]", -1),) and len(unit.dims) == 2


def is_rate(unit: Unit) -> bool:
    """Some countable thing per time (per replica allowed)."""
    return unit.hard == (("[time]", -1),) and any(power > 0 for _, power in unit.soft)


def is_time(unit: Unit) -> bool:
    """A duration."""
    return unit.hard == (("[time]", 1),)


def is_size(unit: Unit) -> bool:
    """Bits or bytes, also per countable thing."""
    return unit.hard == (("[information]", 1),)


def is_bandwidth(unit: Unit) -> bool:
    """Information per time."""
    return unit.hard == (("[information]", 1), ("[time]", -1))


def is_count(unit: Unit) -> bool:
    """No hard dimension and no percent."""
    return not unit.hard and not unit.percent


def is_ratio(unit: Unit) -> bool:
    """A percentage or a plain number."""
    return not unit.dims


def is_money(unit: Unit) -> bool:
    """Some currency, per whatever."""
    return any(power == 1 and len(dim) == 5 and dim != "[time]" for dim, power in unit.hard)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A role, the words of its name, what its unit must be, and words that speak against it."""

    role: str
    name: re.Pattern[str]
    unit: UnitTest
    against: re.Pattern[str] | None = None


def _rule(role: str, name: str, unit: UnitTest, against: str = "") -> RoleRule:
    flags = re.IGNORECASE
    return RoleRule(
        role, re.compile(name, flags), unit, re.compile(against, flags) if against else None
    )


_PER_ONE = (
    r"\b(?:per|each|one|single|a)\s+(?:\w+\s+)?(?:replica|pod|node|instance|gpu|server|machine|host"
    r"|worker|broker|shard|vm|container|core|box|partition)s?\b"
)
_PEAK = r"\b(?:peak|max(?:imum)?|design|busiest|spitzen\w*|highest)\b"
_LOAD = r"(?:load|rate|qps|rps|throughput|traffic|requests?|queries|demand|volume|calls?)"

RULES: tuple[RoleRule, ...] = (
    _rule("cap_per_replica", _PER_ONE, is_rate, r"\b(?:cost|price|user)\b"),
    _rule("cap_per_replica", r"\b(?:capacity|throughput|rate)\b.*(?:/|\bof (?:a|one)\b)\s*(?:pod|replica|node|instance|gpu|server)\b", is_rate),
    _rule("token_rate", r"token|decode|prefill|generation|output", lambda u: is_rate(u) and u.exponent("token") == 1),
    _rule("fps", r"fps|frames?\b|frame rate|analysed|analyzed", lambda u: is_rate(u) and u.exponent("frame") == 1),
    _rule("event_rate", r"\bevents?\b|\bmessages?\b|publish|ingest", is_rate, r"per (?:user|request|session)"),
    _rule("origin_rate", r"\borigin\b|\bmiss(?:es)?\b|backend|behind the cache|after (?:the )?cache|uncached", is_rate, _PER_ONE),
    _rule("peak_rate", rf"{_PEAK}.*{_LOAD}|{_LOAD}.*{_PEAK}|\bpeak\b", is_request_rate, _PER_ONE),
    _rule("avg_rate", rf"\b(?:average|avg|mean|sustained|durchschnitt\w*|steady)\b.*{_LOAD}?", is_request_rate, _PER_ONE),
    _rule("req_per_user", r"\b(?:requests?|queries|actions?|calls?|sessions?|visits?|views?)\b.*\b(?:user|dau)|\bper user\b", lambda u: bool(u.soft) and u.exponent("user") == -1),
    _rule("req_per_user", r"\b(?:requests?|queries|actions?|calls?)\b.*\b(?:per|/) ?(?:user|dau)", lambda u: not u.exponent("information")),
    _rule("dau", r"\bdau\b|daily (?:active )?(?:users?|visitors?|customers?)|active users? (?:per|a) day|users? per day", is_count, r"\bper user\b|request|sessions?\b"),
    _rule("peak_factor", r"peak (?:factor|ratio|multiplier|to[- ]average)|peak[ /]av(?:erage|g)|spike factor|spitzenfaktor|burst factor", is_ratio),
    _rule("hit_ratio", r"hit[ -]?(?:ratio|rate|share)?\b|cache(?:d)? (?:ratio|share)|trefferquote", is_ratio, r"latenc|miss"),
    _rule("headroom", r"headroom|safety margin|reserve|spare", is_ratio),
    _rule("target_util", r"target util|max(?:imum)? util|utili[sz]ation", is_ratio),
    _rule("rf", r"replication factor|\brf\b|copies (?:of|per)|number of copies", is_count, r"cost"),
    _rule("growth", r"growth", is_ratio),
    _rule("shards", r"\bshards?\b|\bpartitions?\b", is_count, r"\bper (?:shard|partition)\b|replicas? per|size"),
    _rule("zones", r"\b(?:zones?|azs?)\b", is_count, r"\bper (?:zone|az)\b|replica|pod|node"),
    _rule("gpus_per_replica", r"gpus? per (?:replica|instance|pod|node|model)", is_count),
    _rule("replicas", r"\b(?:replicas?|instances?|pods?|nodes?|servers?|machines?|gpus?|workers?|hosts?|brokers?)\b", is_count, r"\bper (?!zone)|users?|vectors?|gpus? type|memory|core|max|min(?:imum)? |size"),
    _rule("streams", r"\b(?:streams?|cameras?)\b", is_count, r"\bper\b"),
    _rule("batch", r"\bbatch(?: size)?\b", is_count),
    _rule("vectors", r"\b(?:vectors?|items?|embeddings?|documents?|chunks?|products?|candidates?)\b", is_count, r"\bper\b|dimension|size|day"),
    _rule("dims", r"\bdim(?:ension)?s?\b|dimensionality", is_count),
    _rule("hnsw_m", r"\bhnsw\b.*\bm\b|\bgraph degree\b", is_count),
    _rule("params", r"\bparam(?:eter)?s?\b", is_count),
    _rule("layers", r"\blayers?\b", is_count),
    _rule("kv_heads", r"\bkv[ -]?heads?\b", is_count),
    _rule("head_dim", r"head dim", is_count),
    _rule("isl", r"\b(?:isl|input (?:length|tokens?|sequence)|prompt (?:length|tokens?|size))\b|prompt tokens", is_count),
    _rule("osl", r"\b(?:osl|output (?:length|tokens?|sequence)|(?:answer|response|completion) (?:length|tokens?))\b", is_count),
    _rule("max_seqs", r"max[ _]?(?:num[ _])?seqs|concurrent sequences|sequences per", is_count),
    _rule("concurrency", r"in[ -]?flight|concurren|little", is_count),
    _rule("ttft", r"\bttft\b|time to first token", is_time),
    _rule("tpot", r"\btpot\b|time per (?:output )?token|inter[- ]token", is_time),
    _rule("retention", r"retention|retain|kept for|keep for|aufbewahrung", is_time),
    _rule("mean_latency", r"\b(?:mean|average|avg)\b.*(?:latenc|time|duration)|\bservice time\b", is_time),
    _rule("slo_latency", r"\bp\d{2}(?:\.\d)?\b.*|latenc.*(?:slo|target|objective|limit)|(?:slo|target).*latenc|response time", is_time),
    _rule("event_size", r"event size|message size|size of (?:an? )?(?:event|message)|bytes per (?:event|message)", is_size),
    _rule("event_size", r"size", lambda u: is_size(u) and u.exponent("event") + u.exponent("message") < 0),
    _rule("payload", r"(?:response|request|payload|page|result|body|frame|object|image|record) (?:size|payload)|payload|bytes per (?:request|response)|size of (?:a |one )?(?:response|request)", is_size),
    _rule("bandwidth", r"bandwidth|egress|ingress|network|throughput|traffic|uplink|bit ?rate|ingest|data rate|write rate|transfer|stream rate", is_bandwidth),
    _rule("storage", r"storage|disk|volume|data ?set|lake|raw|total|database|index|memory|archive|vectors|log|stored|backup|recording|size", lambda u: is_size(u) and not u.soft),
    _rule("availability", r"availab|uptime|verfügbar|success(?:ful)?", lambda u: u.percent),
    _rule("cost_per_1k", r"(?:cost|price).*(?:1 ?k|thousand|1000|1,000|1 ?m|million)", is_money),
    _rule("monthly_cost", r"monthly|per month|cost|total", lambda u: is_money(u) and u.months != 0),
    _rule("unit_price", r"price|rate|cost", is_money),
)  # fmt: skip
_BY_ROLE: dict[str, list[RoleRule]] = {}
for _each in RULES:
    _BY_ROLE.setdefault(_each.role, []).append(_each)


def role_of(name: str, symbol: str, unit: Unit) -> str | None:
    """The role of a quantity, or None when name and unit do not both agree.

    A symbol that is the name of a role pins it, as long as the unit can be one of that role.
    """
    pinned = _BY_ROLE.get(slug(symbol)) if symbol else None
    if pinned and any(rule.unit(unit) for rule in pinned):
        return pinned[0].role
    for rule in RULES:
        named = rule.name.search(name) and not (rule.against and rule.against.search(name))
        if named and rule.unit(unit):
            return rule.role
    return None


_NEUTRAL = frozenset(["peak", "max", "maximum", "design", "average", "avg", "mean", "sustained", "request", "requests", "query", "queries", "rate", "load", "traffic", "qps", "rps", "total", "overall", "global", "system", "user", "users", "demand", "volume", "per", "second", "s", "throughput", "call", "calls", "api", "the", "of", "at", "in", "on", "and", "a", "an", "for", "expected", "our", "whole", "all", "daily", "active", "dau", "day", "number", "count", "stated", "value", "time", "latency", "server", "side", "end", "to", "p50", "p90", "p95", "p99", "slo", "target", "objective", "response", "availability", "uptime", "factor", "ratio", "hit", "replication", "successful", "success", "monthly", "cost", "usd", "eur", "required", "needed", "planned", "sunday", "evening", "incoming", "inbound", "ms", "service", "level", "highest", "busiest", "online", "serving", "main", "http", "successfully", "rf", "copies", "visitors", "customers", "share", "answered", "answers", "served", "serve", "month"])  # fmt: skip


def leftover(name: str) -> str:
    """Words of a quantity's name that name a subject of its own, in order; "" for the whole system."""
    words = re.findall(r"[^\W\d_]+\d*", name.lower())
    return " ".join(word for word in words if word not in _NEUTRAL)


_QUALIFIERS = re.compile(
    r"\b(?:current(?:ly)?|today'?s?|existing|now|phases?|if|would|were|was|instead|else|otherwise"
    r"|reject\w*|regions?|regional|years?|yearly|whether|future|later|eventually|initial(?:ly)?"
    r"|previous(?:ly)?|legacy|old|former(?:ly)?|pilot|mvp|launch|growth|grow\w*|forecast|projected"
    r"|scenario|worst[- ]case|could|might|should we|suppose|assuming|hypothetical(?:ly)?|what[- ]if"
    r"|next|by 20\d\d|in 20\d\d|after \d+|stage \d|per (?:zone|region|shard|cell|tenant|site|country)"
    r"|each (?:zone|region|shard|cell|tenant|site)|competitor\w*|rather than|not|never|double[sd]?"
    r"|twice|half|triple[sd]?|unless|until|when we|load[- ]?test(?:ed)?|prototype|benchmark\w*"
    r"|example|e\.g|imagine|black friday|heute|derzeit|würde|falls|wenn|jahr|region(?:en)?)\b"
    r"|\b20[2-9]\d\b|\b\d+ ?[x×]\b|[x×] ?\d",
    re.IGNORECASE,
)


def qualifiers_of(text: str) -> tuple[str, ...]:
    """Words that make a value one of another time, place or case (today, phase 2, if, region)."""
    return tuple(dict.fromkeys(match[0].lower() for match in _QUALIFIERS.finditer(text)))
