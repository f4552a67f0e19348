"""The rubric as a value. Two files with the same content are the same rubric."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a criterion: ``factor`` of the criterion's points, and what it looks like."""

    name: str
    factor: float
    text: str


@dataclass(frozen=True, slots=True)
class CheckUse:
    """A check that feeds a criterion, with its weight (1 unless the file says otherwise)."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-criterion that gets a level of its own."""

    id: str
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: points, levels from lowest to highest, parts and the checks that feed it."""

    id: str
    title: str
    points: float
    levels: tuple[Level, ...]
    parts: tuple[Part, ...]
    checks: tuple[CheckUse, ...]
    comment_required_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """A cap that is shown to students.

    When ``check`` reports ``subject``, ``criterion`` ends at ``level`` at most; without a level there
    is no cap, only the words.
    """

    id: str
    text: str
    check: str | None
    subject: str | None
    criterion: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric.

    ``digest`` is the SHA-256 of the file's text with LF line ends; ``warnings`` are sentences with
    file and line about what is allowed but probably not meant.
    """

    id: str
    version: str
    title: str
    criteria: tuple[Criterion, ...]
    gates: tuple[Gate, ...]
    digest: str
    warnings: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """Points of all criteria together."""
        return sum(criterion.points for criterion in self.criteria)

    def criteria_of(self, code: str) -> tuple[str, ...]:
        """Ids of the criteria that a check feeds."""
        return tuple(
            criterion.id
            for criterion in self.criteria
            if any(use.code == code for use in criterion.checks)
        )
