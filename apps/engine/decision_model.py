"""Values for architecture decision records (ADRs) and weighted decision matrices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from apps.engine.text import Place

Status = Literal["draft", "proposed", "accepted", "rejected", "deprecated", "superseded", "unknown"]
AdrFormat = Literal[
    "nygard", "adr-tools", "madr1", "madr2", "madr3", "madr4", "log4brains", "merson",
    "y-statement", "alexandrian", "tyree-akerman", "planguage", "business-case", "arc42", "edgex",
    "morgan", "nhs-wales", "free",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdrOption:
    """A considered option with the arguments written for and against it."""

    title: str
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    where: Place | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """Consequences by their sign; a sentence without a sign is neutral."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdrLink:
    """A relation: supersedes, superseded_by, amends, amended_by, clarifies, clarified_by,
    depends_on, conflicts_with, relates_to. ``target`` is a path, a number or a title as written.
    """

    type: str
    target: str
    raw: str
    where: Place | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One ADR: a file, or a section of a document (then ``where`` covers the section only).

    Text fields are plain text; an absent section is an empty string, ``present`` tells the core
    sections that have a heading (context, options, decision, consequences) even when empty.
    ``field_places`` maps a field name (title, status, date, context, options, decision, rationale,
    consequences, confirmation) to its place. ``confidence`` is that of the reading.
    """

    file: str
    number: int | None
    title: str
    status: Status | None
    status_raw: str | None
    date: str | None
    date_raw: str | None
    format: AdrFormat
    where: Place
    context: str = ""
    drivers: tuple[str, ...] = ()
    options: tuple[AdrOption, ...] = ()
    decision: str = ""
    chosen_option: str | None = None
    rationale: str = ""
    consequences: Consequences = Consequences()
    consequences_text: str = ""
    confirmation: str = ""
    links: tuple[AdrLink, ...] = ()
    deciders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    field_places: dict[str, Place] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def label(self) -> str:
        """How people refer to it: ``ADR-0003``, or the title where there is no number."""
        return f"ADR-{self.number:04d}" if self.number is not None else self.title


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of a matrix: what is compared and how much it counts (raw weight, 30 % -> 0.30)."""

    name: str
    weight: float | None
    where: Place


@dataclass(frozen=True, slots=True)
class Flip:
    """Weight at which ``rival`` ties with the winner when ``criterion`` changes and the other
    weights are rescaled in proportion; ``distance`` = |flip - current|.
    """

    criterion: str
    rival: str
    current: float
    flip: float
    distance: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """A weighted decision matrix. ``scores[i][j]`` is criterion i, option j; None = not a number.

    ``totals`` are recomputed with the raw weights, ``normalised_totals`` with weights that sum to 1.
    ``stated_totals`` is empty when the table has no total row. ``chosen`` is the option named in the
    decision near the matrix (``chosen_raw`` its words). ``percent`` tells that weights were given in
    percent. ``scale`` is number or words (H/M/L mapped to 3/2/1);
    ``weight_words`` tells the same of the weights.
    """

    where: Place
    section: int
    title: str
    criteria: tuple[Criterion, ...]
    options: tuple[str, ...]
    scores: tuple[tuple[float | None, ...], ...]
    score_places: tuple[tuple[Place, ...], ...]
    stated_totals: tuple[float | None, ...]
    stated_total_texts: tuple[str, ...]
    total_places: tuple[Place, ...]
    totals: tuple[float, ...]
    normalised_totals: tuple[float, ...]
    chosen: str | None
    chosen_raw: str | None
    chosen_where: Place | None
    override: str | None
    flips: tuple[Flip, ...]
    percent: bool = False
    scale: Literal["number", "words"] = "number"
    weighted: bool = True
    weight_words: bool = False
