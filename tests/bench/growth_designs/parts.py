"""What the growing designs are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Files = dict[str, str]

_TOP = "# Design of the service\n\nIt answers queries for many people at once.\n\n"
_WORDS = ("Order", "Payment", "Search", "Ranking", "Profile", "Catalog", "Invoice", "Session")


@dataclass(frozen=True)
class Kind:
    """What grows: ``smallest`` is the size that counts as 1x, large enough to be timed."""

    name: str
    smallest: int
    files: Callable[[int], Files]


def one(*parts: str) -> Files:
    """A design in one file."""
    return {"design.md": _TOP + "\n".join(parts) + "\n"}


def named(n: int) -> str:
    """A component's name that no other has."""
    return f"{_WORDS[n % len(_WORDS)]} Service {n}"


def table_of(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    header = list(header)
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def sentence(n: int) -> str:
    """A sentence with three quantities."""
    return (
        f"At peak the {named(n)} takes {n + 100:,} requests per second on {n % 30 + 2} replicas, "
        f"and p99 stays below {n % 200 + 20} ms."
    )
