"""Reference: which consistency class a data store has by default, and which settings change it.

The rows stand in ``data_stores.yaml``, each with its source and the date it was read; rows with
``confirmed: false`` were inferred from the replication design and only ask for a justification.
CAP's C is linearizability and its A means that every non-failing node answers; many systems are
neither in that strict sense (M. Kleppmann, "Please stop calling databases CP or AP", 2015), so a
class here is a default, never a verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from apps.engine import yamltext


@dataclass(frozen=True, slots=True)
class StoreClass:
    """Behaviour in a partition (``PA``/``PC``) and otherwise (``EL``/``EC``); None = not said."""

    partition: str | None
    otherwise: str | None

    @property
    def label(self) -> str:
        """``PA/EL``, or the half that is known."""
        return "/".join(half for half in (self.partition, self.otherwise) if half)

    def allows(self, claim: StoreClass) -> bool:
        """Tell whether ``claim`` does not contradict this class."""
        return all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in (
                (self.partition, claim.partition),
                (self.otherwise, claim.otherwise),
            )
        )


@dataclass(frozen=True, slots=True)
class StoreReference:
    """One row: default class, accepted classes, and settings that accept more.

    ``single`` tells that the store is often run on one node, where no class applies.
    """

    id: str
    names: tuple[str, ...]
    default: str
    accepted: tuple[StoreClass, ...]
    qualified: tuple[tuple[StoreClass, tuple[re.Pattern[str], ...], str], ...]
    source: str
    retrieved: str
    confirmed: bool
    single: bool

    def accepts(self, claim: StoreClass, nearby: str) -> bool:
        """Tell whether a claim fits, given the words that stand near it."""
        if any(own.allows(claim) for own in self.accepted):
            return True
        return any(
            own.allows(claim) and any(pattern.search(nearby) for pattern in patterns)
            for own, patterns, _ in self.qualified
        )

    def settings_for(self, claim: StoreClass) -> str:
        """Settings that would make the claim fit, as one readable list; empty when none would."""
        return "; ".join(words for own, _, words in self.qualified if own.allows(claim))


def parse_class(text: str) -> StoreClass:
    """``PC/EC``, ``PA`` or ``EL``; ``any`` allows everything."""
    halves = text.split("/")
    return StoreClass(
        next((half for half in halves if half in {"PA", "PC"}), None),
        next((half for half in halves if half in {"EL", "EC"}), None),
    )


@cache
def store_references() -> tuple[StoreReference, ...]:
    """All rows, read once."""
    data = yamltext.load(Path(__file__).with_name("data_stores.yaml").read_text("utf-8"))
    retrieved = str(data["retrieved"])
    return tuple(_row(row, data["sources"], retrieved) for row in data["stores"])


def _row(row: dict[str, object], sources: dict[str, str], retrieved: str) -> StoreReference:
    qualified = row.get("with")
    pairs = qualified.items() if isinstance(qualified, dict) else ()
    return StoreReference(
        id=str(row["id"]),
        names=tuple(str(row["names"]).split("; ")),
        default=str(row["default"]),
        accepted=tuple(parse_class(one) for one in str(row["accept"]).split("; ") if one),
        qualified=tuple(
            (
                parse_class(kind),
                tuple(_setting(word) for word in words.split("; ")),
                words.replace("*", ""),
            )
            for kind, words in pairs
        ),
        source=sources[str(row["source"])],
        retrieved=retrieved,
        confirmed=bool(row.get("confirmed", True)),
        single=bool(row.get("single", False)),
    )


def _setting(word: str) -> re.Pattern[str]:
    """Words of a setting; upper-case ones must be written so (``ALL`` is not "all")."""
    body = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"[\s_-]+")
    flags = 0 if word.isupper() or word == "all" else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){body}(?![\w])", flags)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, StoreReference]]:
    by_name = {name.casefold(): row for row in store_references() for name in row.names}
    ordered = sorted(by_name, key=len, reverse=True)
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in ordered)
    return re.compile(rf"(?<![\w.-])(?:{alternatives})(?!\w|-\w)", re.IGNORECASE), by_name


def find_stores(text: str) -> list[tuple[int, int, StoreReference]]:
    """Stores named in ``text`` as (start, end, row), in order, longest names first."""
    pattern, by_name = _names()
    return [
        (match.start(), match.end(), by_name[re.sub(r"[\s-]+", " ", match[0]).casefold()])
        for match in pattern.finditer(text)
        if re.sub(r"[\s-]+", " ", match[0]).casefold() in by_name
    ]


def store_named(text: str) -> StoreReference | None:
    """The store that a name or table cell means; None when we know none of that name."""
    found = find_stores(re.sub(r"(?<=[a-z])(?=[A-Z][a-z]{2})", " ", text)) or find_stores(text)
    if not found:
        return None
    special = [row for _, _, row in found if row.id in {"dynamodb-global", "memorydb"}]
    return special[0] if special else found[0][2]
