"""Header cells in free wording: what the words of "Max load per instance" say about the column.

Asked only where no alias of the data file fits. Patterns are tried in order on the comparable name
(lower case, singular, pods and nodes written as "replica").
"""

from __future__ import annotations

import re
from functools import lru_cache

_MONEY = r"(?:usd|eur|gbp|chf|dollar|euro|[$€£])"
_PER = r"(?:/|per|a|je|pro)"

_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "fleet": (
        (
            "capacity",
            (r"\bper replica\b|\bper (?:gpu|shard|card)\b|\b(?:each|one|single) replica\b"
            r"|\bper replica$|\beach (?:can|could|may|take|handle|serve|carr)|\breplica (?:can|limit)"
            r"|(?<!demand) / replica\b"),
        ),
        ("zones", r"\bzones?\b|\bazs?\b"),
        (
            "demand",
            (r"\bat peak\b|\bpeak\b.*\b(?:load|demand|rate|traffic|throughput|[qrt]ps)\b"
            r"|\b(?:required|offered|expected|needed)\b.*\b(?:load|rate|throughput|traffic|[qrt]ps)\b"
            r"|\bdemand\b"),
        ),
        ("replicas", r"^(?:#|how many|running|planned|deployed|provisioned)? ?replica\b"),
        ("component", r"\b(?:micro ?)?service\b|\bcomponent\b|\bsubsystem\b|\bworkload\b|\btier\b"),
    ),
    "latency": (
        ("p999", r"\bp ?99\.9\b|\bp ?999\b"),
        ("p99", r"\bp ?99\b|\b99th\b|\b99 %"),
        ("p95", r"\bp ?95\b|\b95th\b|\b95 %"),
        ("p90", r"\bp ?90\b|\b90th\b"),
        ("p50", r"\bp ?50\b|\b50th\b|\bmedian\b"),
        ("latency", r"^(?:milliseconds?|ms|seconds?|time taken|how long)$|\b(?:latency|duration)\b"),
        ("step", r"^what\b|\b(?:stage|step|hop|phase|component|service|span|part)\b"),
    ),
    "availability": (
        ("availability", r"\bavailabilit|\buptime\b"),
        ("dependency", r"\b(?:component|dependency|service|part|system)\b"),
        ("hard", r"\b(?:needed|necessary|required|critical|hard|mandatory)\b"),
    ),
    "cost": (
        (
            "monthly",
            (rf"^{_MONEY} ?{_PER} ?(?:month|mo)\b|\b(?:cost|total|sum|amount|spend)\b.*{_PER} ?(?:month|mo)\b"
            r"|\bmonthly\b.*\b(?:cost|total|bill|spend|price)\b"),
        ),
        (
            "unit_price",
            (rf"^{_MONEY} ?{_PER} ?(?:h|hr|hour|gb|tb|unit|replica|day)\b|\b(?:unit|hourly) (?:cost|price|rate)\b"
            rf"|\bprice\b|\bcost {_PER} (?:hour|h|unit|replica|gb)\b"),
        ),
        ("hours", rf"\b(?:h|hr|hour)s? ?{_PER} ?month\b|\bhours?\b"),
        ("quantity", r"^how many\b|^(?:how many )?(?:number|units?|replica|quantity)\b"),
        ("item", r"^what\b|\b(?:item|resource|position|expense|service|component|machine)\b"),
    ),
    "consistency": (
        ("claim", r"\bcap\b|\bpacelc\b|\bclassification\b|\bconsistency (?:class|model|choice)\b"),
        ("store", r"\b(?:store|datastore|database)\b"),
        ("setting", r"\bconfiguration\b|\bsettings?\b"),
        ("data", r"\b(?:content|keep|hold|store|data)s?\b"),
    ),
    "failure": (
        ("detection", r"\b(?:notice|noticed|detect|alert|signal)"),
        ("recovery", r"\brto\b|\brpo\b|^recovery\b"),
        ("mitigation", r"\bwhat we do\b|\b(?:countermeasure|mitigat|respon|reaction|handl|fallback)"),
        ("effect", r"\bwhat happens\b|\b(?:consequence|effect|impact)"),
        ("failure", r"\bwhat (?:fails|breaks)\b|\bfail(?:s|ure|ing)\b"),
    ),
    "requirements": (
        (
            "scope",
            r"\b(?:window|period|interval|time ?frame|horizon)\b|\b(?:observed|measured|valid) (?:over|in|during)\b",
        ),
        ("metric", r"\b(?:indicator|metric|measured?|sli|kpi)\b"),
        ("attribute", r"\b(?:quality|attribute|property|characteristic|dimension)\b"),
        ("target", r"\b(?:target|objective|goal|threshold|limit)\b"),
        ("unit", r"^units?$"),
    ),
    "capacity": (
        ("formula", r"\b(?:formula|calculat|computation|derivation|derived)"),
        ("unit", r"^units?$"),
    ),
}  # fmt: skip
_PATTERNS = {
    role: tuple((column, re.compile(pattern)) for column, pattern in words)
    for role, words in _WORDS.items()
}


@lru_cache(maxsize=16_384)
def guess_column(role: str, name: str) -> str:
    """Canonical column of a header in free wording, empty when its words say nothing."""
    if not name or len(name) > 80:
        return ""
    for column, pattern in _PATTERNS.get(role, ()):
        if pattern.search(name):
            return column
    return ""
