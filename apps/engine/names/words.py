"""From a written name to comparable words: splitting, brackets, technologies, synonyms, stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from apps.engine.names.vocabulary import COMPOUNDS, GENERIC, SYNONYMS, TECHNOLOGIES

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(
    r"\(([^()]{0,200})\)|\[([^\[\]]{0,200})\]|\{([^{}]{0,200})\}|<<([^<>]{0,200})>>"
)
_SCOPE = re.compile(
    r"\b(?:per|each|/)\s?(shard|partition|replica|zone|region|node|az|cluster|site|tenant)\b"
)
_COUNT = re.compile(
    r"(?<![\w.])(?:[x×*]\s?\d[\d,]*|\d[\d,]*\s?[x×])(?![\w])"
    r"|\b(?:replicas?|instances?|pods?|count|n)\s?[:=]\s?\d[\d,]*"
    r"|\b\d[\d,]*\s(?:replicas?|instances?|pods?|nodes|copies|tasks|workers|servers|machines|vms)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*(?:\s[-–—|]\s|:\s|\s?/\s?|[-–—_])\s*")
_WORD = re.compile(r"[^\W_]+(?:[+#.](?=\w)[^\W_]+|\+\+|#)*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "ors", "er", "or", "ed")
_KEEP = frozenset(
    "index cach stor queu log stream model load feature event numb rout transf us serv hand "
    "comput ord us pow oth pap lett memb numb cent layer lay broker brok filt buff clust regist "
    "parameter paramet folder fold provid track vect direct sect edit".split()
)
"""What is left of words whose ending belongs to them, or whose doer is another thing."""


def scope_of(name: str) -> str:
    """``per shard`` of "ANN Index (per shard)"; empty without one."""
    found = _SCOPE.search(name.lower())
    return f"per {found[1]}" if found else ""


def bracket_texts(name: str) -> list[str]:
    """What stands in brackets, in order."""
    return [
        next(part for part in found.groups("") if part is not None and part != "")
        if any(found.groups())
        else ""
        for found in _BRACKETS.finditer(name)
    ]


def _split_camel(word: str) -> str:
    """``FeatureStore`` -> ``Feature Store``; names of technologies stay whole."""
    if word.lower() in TECHNOLOGIES or word.lower() in SYNONYMS:
        return word
    return _CAMEL.sub(" ", word)


def is_technology(text: str) -> bool:
    """Whether ``text`` is the name of a technology, perhaps with a vendor or version beside it."""
    words = [word for word in _WORD.findall(text.lower()) if not word.replace(".", "").isdigit()]
    joined = " ".join(words)
    if text.strip().lower() in TECHNOLOGIES or joined in TECHNOLOGIES:
        return True
    specific = [word for word in words if word not in GENERIC]
    return bool(specific) and (
        " ".join(specific) in TECHNOLOGIES or all(word in TECHNOLOGIES for word in specific)
    )


def without_brackets(name: str) -> str:
    """The name without what stands in brackets; the inside when there is nothing else."""
    outside = _BRACKETS.sub(" ", name).strip(" -–—:/")
    return outside or " ".join(bracket_texts(name)) or name


def split_technology(name: str) -> tuple[str, str | None]:
    """Name and the technology behind a dash, colon or slash ("Search API - FastAPI")."""
    for found in _SUFFIX.finditer(name):
        head, tail = name[: found.start()].strip(), name[found.end() :].strip()
        if head and tail and is_technology(tail):
            return head, tail
    return name, None


def strip_count(name: str) -> str:
    """The name without ``x12`` and the like."""
    return " ".join(_COUNT.sub(" ", name).split())


@lru_cache(maxsize=16_384)
def clean(name: str) -> str:
    """The readable plain form, lower case: ``rec orchestrator``. Used in subjects."""
    text = unicodedata.normalize("NFKC", name[:400])
    text = without_brackets(strip_count(text))
    text = split_technology(text)[0]
    words = [part for word in _WORD.findall(text) for part in _split_camel(word).split()]
    return " ".join(words).lower()


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A light stem: plural and the endings of doers and doings."""
    if len(word) <= 4 or word in TECHNOLOGIES:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in _ENDINGS:
        left = word[: -len(ending)]
        if word.endswith(ending) and len(left) >= 4 and left not in _KEEP:
            return (
                left[:-1]
                if len(left) > 4 and left[-1] == left[-2] and left[-1] not in "sl"
                else left
            )
    return word[:-1] if word.endswith("e") and len(word) > 5 else word


_BALANCER_KINDS = frozenset(["network", "application", "elastic", "classic"])
"""Product lines of load balancers: "NLB" and "Network Load Balancer" are load balancers."""


def expand(words: list[str]) -> list[str]:
    """Compounds split and short forms written out."""
    parts = [part for word in words for part in COMPOUNDS.get(word, word).split()]
    written = [part for word in parts for part in SYNONYMS.get(word, word).split()]
    return [
        word
        for word, after in zip(written, [*written[1:], ""], strict=False)
        if not (after == "load" and word in _BALANCER_KINDS)
    ]


@lru_cache(maxsize=16_384)
def comparable(name: str) -> tuple[str, ...]:
    """The sorted stems of a name's telling words."""
    words = expand(clean(name).split())
    telling = [word for word in words if word not in GENERIC] or words
    if len(telling) > 1 and telling[-1] in TECHNOLOGIES and telling[0] not in TECHNOLOGIES:
        telling = telling[:-1]
    return tuple(sorted(stem(word) for word in telling))
