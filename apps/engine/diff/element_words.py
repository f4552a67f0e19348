"""Changes of elements put into words, with full element keys."""

from __future__ import annotations

from dataclasses import dataclass, replace

from apps.engine.diagrams.model import Diagram, Edge
from apps.engine.diff.model import ElementChange, ElementChangeKind
from apps.engine.diff.wording import clip

Ends = tuple[str, str, int, int]
_WORDS = {"edge": "connection"}
_ASPECTS = {"kind": "kind", "replicas": "replicas", "mode": "mode", "line": "line style"}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called on both sides."""

    old: dict[str, str]
    new: dict[str, str]

    def edge(self, edge: Edge, *, is_new: bool) -> str:
        """``API Gateway → Orders DB: SQL``."""
        names = self.new if is_new else self.old
        label = f": {edge.label}" if edge.label else ""
        ends = names.get(edge.source, edge.source), names.get(edge.target, edge.target)
        return f"{ends[0]} → {ends[1]}{label}"


@dataclass(frozen=True, slots=True)
class Words:
    """Makes the changes of one pair of diagrams."""

    old: Diagram
    new: Diagram

    def added(self, element: str, name: str, key: str, line: int) -> ElementChange:
        """An element that is new."""
        sentence = f"{_word(element)} {clip(name)} added"
        return ElementChange(
            element, "added", "", name, "", name, None, self.new.element(key), sentence, None, line
        )

    def removed(self, element: str, name: str, key: str, line: int) -> ElementChange:
        """An element that is gone."""
        sentence = f"{_word(element)} {clip(name)} removed"
        return ElementChange(
            element,
            "removed",
            "",
            name,
            name,
            "",
            self.old.element(key),
            None,
            sentence,
            line,
            None,
        )

    def renamed(self, element: str, old: str, new: str, ends: Ends) -> ElementChange:
        """An element that is called something else."""
        sentence = f"{_word(element)} {clip(old)} is now {clip(new)}"
        return self._both("renamed", element, "label", new, old, new, ends, sentence)

    def relabelled(self, element: str, name: str, old: str, new: str, ends: Ends) -> ElementChange:
        """An element of the same name with another text."""
        sentence = (
            f"{_word(element)} {clip(name)}: {clip(old) or 'no label'} → {clip(new) or 'no label'}"
        )
        return self._both("relabelled", element, "label", name, old, new, ends, sentence)

    def changed(  # noqa: PLR0913, PLR0917 - the fields of a change
        self, element: str, aspect: str, name: str, old: str, new: str, ends: Ends
    ) -> ElementChange:
        """An attribute that changed."""
        what = _ASPECTS.get(aspect, aspect)
        sentence = (
            f"{_word(element)} {clip(name)}, {what}: {clip(old) or 'none'} → {clip(new) or 'none'}"
        )
        return self._both("changed", element, aspect, name, old, new, ends, sentence)

    def regrouped(  # noqa: PLR0913 - the fields of a change
        self, element: str, name: str, old: str, new: str, ends: Ends, *, counts: bool
    ) -> ElementChange:
        """An element that stands in another group."""
        sentence = f"{_word(element)} {clip(name)} went from {clip(old) or 'no group'} to {clip(new) or 'no group'}"
        return self._both(
            "regrouped", element, "group", name, old, new, ends, sentence, counts=counts
        )

    def moved(self, element: str, name: str, ends: Ends) -> ElementChange:
        """An element with another place in the order."""
        sentence = f"{_word(element)} {clip(name)} moved"
        return self._both("moved", element, "order", name, "", "", ends, sentence)

    def reversed_edge(self, old: Edge, new: Edge, names: Names) -> ElementChange:
        """An edge that leads the other way."""
        before, after = names.edge(old, is_new=False), names.edge(new, is_new=True)
        ends = (old.key, new.key, old.line, new.line)
        sentence = f"Connection {clip(before)} leads the other way now"
        return self._both("reversed", "edge", "direction", after, before, after, ends, sentence)

    def whole(self, aspect: str, old: str, new: str) -> ElementChange:
        """Something about the diagram as a whole."""
        sentence = (
            f"Diagram {self.new.key}, {aspect}: {clip(old) or 'none'} → {clip(new) or 'none'}"
        )
        return ElementChange(
            "diagram", "changed", aspect, self.new.title or self.new.key, old, new,
            self.old.key, self.new.key, sentence, self.old.where.line, self.new.where.line,
        )  # fmt: skip

    def source(self, old: str, new: str) -> ElementChange:
        """Another source of a diagram that was not read, or another kind of diagram."""
        same = old == new
        sentence = f"Diagram {self.new.key}: {'the source changed' if same else f'{old} → {new}'}"
        values = ("", "") if same else (old, new)
        return replace(self.whole("source", *values), sentence=sentence)

    def _both(  # noqa: PLR0913, PLR0917 - the fields of a change
        self,
        kind: ElementChangeKind,
        element: str,
        aspect: str,
        name: str,
        old: str,
        new: str,
        ends: Ends,
        sentence: str,
        *,
        counts: bool = True,
    ) -> ElementChange:
        return ElementChange(
            element, kind, aspect, name, old, new, self.old.element(ends[0]),
            self.new.element(ends[1]), sentence, ends[2], ends[3], counts,
        )  # fmt: skip


def _word(element: str) -> str:
    return _WORDS.get(element, element).capitalize()
