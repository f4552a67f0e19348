"""How similar two names are, and which technology a name tells."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from apps.engine.names.vocabulary import (
    LONE_QUALIFIERS,
    MANAGED,
    MANAGED_WORDS,
    QUALIFIERS,
    TECHNOLOGIES,
)
from apps.engine.names.words import (
    bracket_texts,
    clean,
    comparable,
    is_technology,
    split_technology,
    strip_count,
    without_brackets,
)

SAME = 95.0
"""From here on two names are one thing (precision 1.00 on 82 labelled pairs)."""
NEAR = 75.0
"""From here on it is worth asking (precision 0.88)."""
_GUARDED = 60.0
_INITIALS = 90.0
_SHORT = 8
"""Shorter names without a common word are similar by chance ("rank" and "bank")."""
_NUMBER = re.compile(r"\s#?\d{1,3}\Z")
_PIECE = re.compile(r"[,;|/]|\s+(?:and|on|with|in|or)\s+")


def normalise(name: str) -> str:
    """The comparable form: equal strings are the same component ("recommend orchestrat")."""
    return " ".join(comparable(name))


def _guarded(left: str, right: str) -> bool:
    """Whether qualifiers say that these are two things."""
    a, b = set(left.split()), set(right.split())
    if (a & LONE_QUALIFIERS) != (b & LONE_QUALIFIERS):
        return True
    for sides in QUALIFIERS:
        mine = {i for i, side in enumerate(sides) if a & side}
        theirs = {i for i, side in enumerate(sides) if b & side}
        if mine and theirs and not mine & theirs:
            return True
    return False


def _initials(short: str, words: list[str]) -> bool:
    return len(short) > 1 and len(words) == len(short) and short == "".join(w[0] for w in words)


@lru_cache(maxsize=16384)
def similarity(a: str, b: str) -> float:
    """0-100; see ``SAME`` and ``NEAR``. Symmetric."""
    left, right = clean(a), clean(b)
    if bool(_NUMBER.search(left)) != bool(_NUMBER.search(right)):
        left, right = _NUMBER.sub("", left), _NUMBER.sub("", right)
    one, two = " ".join(comparable(left)), " ".join(comparable(right))
    if not one or not two:
        return 0.0
    if one == two:
        return 100.0
    score = float(fuzz.ratio(one, two))
    initials = _initials(left, right.split()) or _initials(right, left.split())
    if score <= _GUARDED and not initials:
        return score  # whatever the qualifiers say
    if _guarded(left, right):
        return min(score, _GUARDED)
    if initials:
        return max(score, _INITIALS)
    if not set(one.split()) & set(two.split()) and min(len(one), len(two)) < _SHORT:
        return min(score, NEAR - 1)
    numbers = {word for word in one.split() if word.isdigit()}
    if numbers != {word for word in two.split() if word.isdigit()}:
        return min(score, SAME - 1)
    return score


@lru_cache(maxsize=16_384)
def technology_of(name: str) -> str | None:
    """The technology a name tells: in brackets, behind a dash, or as its own name."""
    for text in bracket_texts(name):
        for piece in _PIECE.split(text):
            if piece.strip() and is_technology(piece):
                return piece.strip()
    plain = strip_count(without_brackets(name))
    head, suffix = split_technology(plain)
    if suffix:
        return suffix
    words = head.split()
    if is_technology(head):
        return head
    return next((word for word in reversed(words) if word.lower() in TECHNOLOGIES), None)


def is_managed(*texts: str | None) -> bool:
    """Whether a name, technology or description tells a service that its vendor runs redundantly."""
    for text in texts:
        if not text:
            continue
        lower = " ".join(text.lower().replace("-", " ").replace("(", " ").replace(")", " ").split())
        words = set(re.findall(r"[\w/]+", lower))
        if words & MANAGED_WORDS or "multi az" in lower or "multi region" in lower:
            return True
        if any(entry in words if " " not in entry else entry in lower for entry in MANAGED):
            return True
    return False
