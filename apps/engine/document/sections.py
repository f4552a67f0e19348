"""Headings to sections: numbers, slugs and the role each section plays in a design.

A heading plays a role when an alias of the vocabulary (``sections.toml``) stands in it as whole
words, longest alias first and none inside another; when none does, when one of its words or word
pairs is nearly an alias (a typing error).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

FUZZY = 90.0
"""Similarity of 100 from which a word or word pair counts as an alias."""

_NUMBER = re.compile(
    r"(?:(?:section|chapter|part|kapitel)[ \t]+)?"
    r"(?P<number>(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*(?P<mark>[.):]?)|[IVX]{1,5}(?P<roman>[.):]))"
    r"[ \t ]+(?=\S)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,2}\Z")
_ADR = re.compile(r"(?:adr|decision(?: record)?)[\s_-]*#?\d{1,4}\b", re.IGNORECASE)
_JOINING = frozenset({"and", "the", "of", "our", "a", "und"})
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Topic:
    """One entry of the vocabulary; aliases and topics as tuples of stemmed words.

    ``whole`` are aliases that must be the whole heading.
    """

    key: str
    name: str
    required: bool
    aliases: tuple[tuple[str, ...], ...]
    whole: tuple[tuple[str, ...], ...]
    topics: tuple[tuple[str, ...], ...]
    topic_texts: tuple[str, ...]


def _stem(word: str) -> str:
    """Singular of a plain English plural; enough to make "goals" and "goal" one word."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    """Words of ``text`` in lower case and singular; hyphens and slashes divide words."""
    return [_stem(match.group().casefold()) for match in _TOKEN.finditer(text)]


@cache
def vocabulary() -> dict[str, Topic]:
    """The section vocabulary, by role, in the order of a design document."""
    path = Path(__file__).with_name("sections.toml")
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: Topic(
            key,
            entry["name"],
            entry["required"],
            tuple(tuple(stems(alias)) for alias in entry["aliases"] if alias[0] != "="),
            tuple(tuple(stems(alias)) for alias in entry["aliases"] if alias[0] == "="),
            tuple(tuple(stems(topic)) for topic in entry["topics"]),
            tuple(entry["topics"]),
        )
        for key, entry in loaded.items()
    }


@cache
def _aliases() -> dict[tuple[str, ...], str]:
    return {alias: topic.key for topic in vocabulary().values() for alias in topic.aliases}


@cache
def _whole() -> dict[tuple[str, ...], str]:
    return {alias: topic.key for topic in vocabulary().values() for alias in topic.whole}


@cache
def _longest_alias() -> int:
    return max(len(alias) for alias in _aliases())


@lru_cache(maxsize=16_384)
def roles_of(title: str) -> tuple[str, ...]:
    """Roles that a heading (without its number) names, the one that it names first at the front."""
    if _ADR.match(title):
        return ("adr",)
    words = stems(title)
    whole = _whole().get(tuple(words))
    if whole:
        return (whole,)
    exact = _exact_roles(words)
    return exact or _fuzzy_roles(words)


def is_whole(title: str) -> bool:
    """Whether a heading consists of names of parts alone ("Security & privacy")."""
    words = stems(title)
    left = len(words) - sum(1 for word in words if word in _JOINING)
    return left <= len(_named(words)[1]) or tuple(words) in _whole()


def _exact_roles(words: Sequence[str]) -> tuple[str, ...]:
    found, _ = _named(words)
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def _named(words: Sequence[str]) -> tuple[dict[int, str], set[int]]:
    """Roles by the position of their alias, and the positions of all words that aliases take."""
    found: dict[int, str] = {}
    taken: set[int] = set()
    aliases = _aliases()
    for length in range(min(_longest_alias(), len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            role = aliases.get(tuple(words[at : at + length]))
            if role and not taken.intersection(range(at, at + length)):
                found[at] = role
                taken.update(range(at, at + length))
    return found, taken


@cache
def _fuzzy_targets() -> dict[str, str]:
    return {
        " ".join(alias): role
        for alias, role in _aliases().items()
        if len(alias) <= 2 and len(" ".join(alias)) >= 6
    }


def _fuzzy_roles(words: Sequence[str]) -> tuple[str, ...]:
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    found: list[str] = []
    for phrase in [*words, *pairs]:
        role = _fuzzy_role(phrase) if len(phrase) >= 6 else None
        if role:
            found.append(role)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16_384)
def _fuzzy_role(phrase: str) -> str | None:
    """Role of the alias that a word or word pair nearly is."""
    from rapidfuzz import fuzz, process

    targets = _fuzzy_targets()
    best = process.extractOne(phrase, targets.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY)
    return targets[best[0]] if best else None


def split_number(heading: str) -> tuple[str | None, str]:
    """Number and title of a heading: "3.2 Capacity" -> ("3.2", "Capacity").

    A bare number before the title is taken as one here; ``settle_numbers`` takes it back where the
    document does not number its headings that way.
    """
    match = _NUMBER.match(heading)
    if not match:
        return None, heading
    number = match["number"].rstrip(".):")
    if number.isalpha() and not (match["mark"] or match["roman"]):
        return None, heading
    return number, heading[match.end() :].strip()


def settle_numbers(headings: Sequence[str]) -> list[tuple[str | None, str]]:
    """Numbers and titles of all headings of a document.

    A bare number ("3 Capacity") is the heading's number only when another heading carries the
    number before or after it; so "5 whys" keeps its five.
    """
    split = [split_number(heading) for heading in headings]
    numbers = {number for number, _ in split if number}
    settled: list[tuple[str | None, str]] = []
    for (number, title), heading in zip(split, headings, strict=True):
        bare = number is not None and _BARE.match(number) and heading.startswith(f"{number} ")
        if bare and number is not None:
            neighbours = {str(int(number) - 1), str(int(number) + 1)}
            if not neighbours & numbers:
                settled.append((None, heading))
                continue
        settled.append((number, title))
    return settled
