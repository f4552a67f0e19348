"""What goes into carrying and what comes out: the two sides, and an answer per comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from apps.engine.anchors.selectors import Anchor
from apps.engine.diagrams.model import Diagram
from apps.engine.document.model import Document
from apps.engine.package import Package
from apps.engine.text import CanonicalText

# "removed" is never computed: a person says that what was commented is gone.
State = Literal["exact", "carried", "edited", "relocated", "needs_placing", "removed"]


@dataclass(frozen=True)
class Side:
    """One revision, as far as anchors need it. ``hashes`` gives the SHA-256 of every file by path."""

    texts: Mapping[str, CanonicalText]
    documents: Mapping[str, Document] = field(default_factory=dict)
    diagrams: Sequence[Diagram] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Side:
        """The side of a package."""
        hashes = {one.path: one.sha256 for one in package.artifacts}
        return cls(package.texts, package.documents, package.diagrams, hashes)


@dataclass(frozen=True, slots=True)
class Carried:
    """The fate of one anchor. ``score`` is 0..1, ``method`` says how the place was found.

    ``anchor`` is the place in the new revision, with selectors of the new text; None when it needs
    placing. ``guess`` is then the best guess, if there is one.
    """

    old: Anchor
    state: State
    score: float
    method: str
    anchor: Anchor | None = None
    guess: Anchor | None = None


def lost(old: Anchor, method: str, guess: Anchor | None = None, score: float = 0.0) -> Carried:
    """No safe place."""
    return Carried(old, "needs_placing", score, method, None, guess)
