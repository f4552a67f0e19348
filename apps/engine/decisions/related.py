"""Which records decide between the options of a matrix."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from apps.engine.decision_model import Decision
from apps.engine.decisions.choice import find_each, tokens

MAX_PAIRS = 2_500
"""Records times matrices from which options must have the same words; fewer are compared by likeness."""

_SHARED = 2


def related(decision: Decision, options: Sequence[str]) -> bool:
    """Tell whether a record decides between the options of a matrix (two of them at least)."""
    found = find_each(options, [option.title for option in decision.options])
    return len(found) - found.count(None) >= _SHARED


class Records:
    """The records of a design, to be asked once for each of ``matrices`` matrices."""

    def __init__(self, decisions: Sequence[Decision], matrices: int) -> None:
        self._decisions = decisions
        self._few = len(decisions) * matrices <= MAX_PAIRS

    def about(self, options: Sequence[str]) -> list[Decision]:
        """The records that decide between ``options``, in order."""
        if self._few:
            return [decision for decision in self._decisions if related(decision, options)]
        hits: Counter[int] = Counter()
        for option in options:
            hits.update(self._by_words.get(tokens(option), ()))
        return [self._decisions[at] for at in sorted(hits) if hits[at] >= _SHARED]

    @cached_property
    def _by_words(self) -> dict[frozenset[str], set[int]]:
        """Positions of records by the words of an option of theirs."""
        found: dict[frozenset[str], set[int]] = defaultdict(set)
        for at, decision in enumerate(self._decisions):
            for option in decision.options:
                if words := tokens(option.title):
                    found[words].add(at)
        return found
