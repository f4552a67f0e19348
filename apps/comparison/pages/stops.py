"""Where one change is shown: its number on the page, its sentence, and its place on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from apps.engine.diff.model import Change
from apps.engine.text import Place
from apps.workspace.hooks import Places


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of the page that tells one change or several; keys step from stop to stop."""

    numbers: tuple[int, ...]
    sentences: tuple[str, ...]

    @property
    def id(self) -> str:
        """Anchor on the page."""
        return f"change-{self.numbers[0]}"

    @property
    def label(self) -> str:
        """``Change 3: …``, read when the stop gets the focus."""
        words = " and ".join(str(number) for number in self.numbers)
        many = "Changes" if len(self.numbers) > 1 else "Change"
        return f"{many} {words}: {'; '.join(self.sentences)}"


MAX_ROWS = 400
"""Changed blocks that a page shows; the others are told in words."""


class Stops:
    """The changes that count, each given to the first part of the page that tells it.

    ``rows_left`` is how many blocks may still be shown.
    """

    def __init__(self, changes: Sequence[Change], rows_left: int = MAX_ROWS) -> None:
        self.rows_left = rows_left
        self._numbers = {change: number for number, change in enumerate(changes, start=1)}
        self._left = dict(self._numbers)
        self._shown: dict[int, Stop] = {}

    def take(self, changes: Iterable[Change]) -> Stop | None:
        """The stop for these changes, or None when none of them counts or waits to be told."""
        found = [replace(one, counts=True) for one in changes]
        mine = {self._left.pop(one): one.sentence for one in found if one in self._left}
        if not mine:
            return None
        stop = Stop(tuple(sorted(mine)), tuple(mine[number] for number in sorted(mine)))
        self._shown.update(dict.fromkeys(stop.numbers, stop))
        return stop

    @property
    def left(self) -> list[Change]:
        """Changes that no part has told yet."""
        return list(self._left)

    def listed(self) -> list[tuple[int, str, str]]:
        """Number, sentence and anchor of every change."""
        return [
            (number, change.sentence, self._shown[number].id if number in self._shown else "")
            for change, number in self._numbers.items()
        ]


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the workspace of one revision."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two revisions."""

    number: int
    places: Places

    def link(self, place: Place | None) -> Link | None:
        """The link to a place: ``line 171``, or the file where no line is known."""
        if place is None:
            return None
        where = {"start": place.start, "line": place.line, "element": place.element}
        label = f"line {place.line}" if place.line else place.artifact
        return Link(label, self.places.url(place.artifact, where))

    def element(self, artifact: str, key: str | None, line: int | None) -> Link | None:
        """The link to an element of a diagram."""
        if key is None:
            return None
        label = f"line {line}" if line else artifact
        return Link(label, self.places.url(artifact, {"element": key}))


@dataclass(frozen=True, slots=True)
class Sides:
    """The older and the newer revision."""

    old: Side
    new: Side

    def links(self, old: Place | None, new: Place | None) -> tuple[Link | None, Link | None]:
        """Links to one thing on both sides."""
        return self.old.link(old), self.new.link(new)
