"""Where in the documents decision records stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from apps.engine.decision_model import Decision
from apps.engine.text import Spans


class RecordSpans:
    """Asks whether a position of a file lies in a record, without looking at every record."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for decision in decisions:
            found[decision.file].append((decision.where.start or 0, decision.where.end or 0))
        self._spans = {path: Spans(spans) for path, spans in found.items()}

    def hold(self, path: str, position: int) -> bool:
        """Whether ``position`` of the file lies in a record."""
        spans = self._spans.get(path)
        return spans is not None and spans.hold(position)
