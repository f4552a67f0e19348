"""What a comparison of two packages gives. Everything is frozen and in a stable order.

Places and word ranges count code points of the canonical texts. ``old`` is always the earlier side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from apps.engine.diagrams.model import Diagram
from apps.engine.text import Place

Area = Literal["file", "text", "table", "diagram", "decision"]
ChangeKind = Literal["added", "removed", "renamed", "moved", "changed"]
Status = Literal["same", "added", "removed", "renamed", "changed"]
BlockStatus = Literal["same", "edited", "added", "removed", "moved"]
ElementChangeKind = Literal[
    "added", "removed", "renamed", "relabelled", "regrouped", "moved", "reversed", "changed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as a list and a summary name it.

    ``subject`` says what changed, ``old`` and ``new`` hold its text before and after (empty where
    there is none), ``amount`` the difference of two numbers (``+27.9 %``, ``x12``). ``section`` is the
    title of the section it stands in. ``counts`` is False for what only follows from another change:
    it is listed with its part, never in the number of changes.
    """

    area: Area
    kind: ChangeKind
    subject: str
    sentence: str
    old: str = ""
    new: str = ""
    amount: str = ""
    section: str = ""
    old_place: Place | None = None
    new_place: Place | None = None
    counts: bool = True

    @property
    def artifact(self) -> str:
        """Path of the file it is listed under, that of the new side where there is one."""
        place = self.new_place or self.old_place
        return place.artifact if place else ""


@dataclass(frozen=True, slots=True)
class ArtifactDiff:
    """A file of either side. ``changed`` and ``renamed`` go by bytes: what a file holds is elsewhere.

    A renamed file may have been changed, too (``edited``).
    """

    status: Status
    old: str | None
    new: str | None
    type: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words ``old_start:old_end`` became ``new_start:new_end``; an empty range is a point."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """A block of either side, in the order of the new text; removed ones stand where they stood.

    ``kind`` is that of the document model, ``diagram`` for a fence that was read as one, or ``line``
    in files that are no documents. A moved block may have ``words`` that changed as well. ``table``
    is an index into ``PackageDiff.tables``, ``diagram`` one into ``PackageDiff.diagrams``: what
    changed inside these is told there. ``level`` is the heading level on the shown side.
    """

    kind: str
    status: BlockStatus
    old: Place | None
    new: Place | None
    old_text: str = ""
    new_text: str = ""
    words: tuple[WordChange, ...] = ()
    section: str = ""
    level: int = 0
    table: int | None = None
    diagram: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """A pair of texts; one side is None for a text that only the other package has."""

    old: str | None
    new: str | None
    blocks: tuple[BlockDiff, ...]
    changes: tuple[Change, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """Titles of the sections in which text changed."""
        return tuple(dict.fromkeys(one.section for one in self.changes if one.counts))


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell with another text. ``row`` is what the row is called, ``amount`` as in ``Change``."""

    row: str
    column: str
    old: str
    new: str
    amount: str
    old_place: Place
    new_place: Place


@dataclass(frozen=True, slots=True)
class LineChange:
    """A row or a column: added, removed, renamed (columns) or moved. ``cells`` are its texts."""

    what: Literal["row", "column"]
    kind: ChangeKind
    name: str
    cells: tuple[str, ...]
    old_place: Place | None
    new_place: Place | None
    old_name: str = ""


@dataclass(frozen=True, slots=True)
class TableDiff:
    """A pair of tables. ``same_rows`` counts rows in which nothing changed."""

    status: Status
    old: Place | None
    new: Place | None
    section: str
    caption: str
    cells: tuple[CellChange, ...] = ()
    lines: tuple[LineChange, ...] = ()
    same_rows: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityDiff:
    """A quantity that changed. It follows from a changed cell, sentence or drawing and never counts.

    ``amount`` is the difference in percent or as a factor; ``old_computed`` and ``new_computed`` are
    what its formula gives. A quantity whose stated value stayed may still compute to another one.
    """

    status: Literal["added", "removed", "changed"]
    name: str
    symbol: str
    subject: str
    old_value: float | None
    new_value: float | None
    old_unit: str
    new_unit: str
    amount: str
    old_computed: float | None
    new_computed: float | None
    old_place: Place | None
    new_place: Place | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a decision record. ``words`` count code points in ``old`` and ``new``."""

    field: str
    old: str
    new: str
    old_place: Place | None
    new_place: Place | None
    words: tuple[WordChange, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class DecisionDiff:
    """A pair of decision records; ``label`` as people refer to it."""

    status: Status
    label: str
    title: str
    old: Place | None
    new: Place | None
    fields: tuple[FieldChange, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementChange:
    """A change of one element of a diagram.

    Keys are full element keys (``fig-1/node:api``) or None where the side has no such element;
    ``element`` is node, edge, group, participant, message, note, fragment or diagram. ``aspect``
    names what changed (label, replicas, group, mode ...). ``counts`` is False for what follows from
    another change, as when a group goes and its members are left.
    """

    element: str
    kind: ElementChangeKind
    aspect: str
    name: str
    old: str
    new: str
    old_key: str | None
    new_key: str | None
    sentence: str
    old_line: int | None
    new_line: int | None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class DiagramDiff:
    """A pair of diagrams with all that changed, and the pairs of their element keys.

    ``pairs`` maps keys inside the old diagram to keys inside the new one.
    """

    status: Status
    old: Diagram | None
    new: Diagram | None
    section: str = ""
    elements: tuple[ElementChange, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    @property
    def key(self) -> str:
        """Key of the newer diagram."""
        shown = self.new or self.old
        return shown.key if shown else ""


@dataclass(frozen=True, slots=True)
class PackageDiff:
    """All that differs. ``changes`` is the list of what counts; every part has its own in detail."""

    artifacts: tuple[ArtifactDiff, ...]
    documents: tuple[DocumentDiff, ...]
    tables: tuple[TableDiff, ...]
    quantities: tuple[QuantityDiff, ...]
    decisions: tuple[DecisionDiff, ...]
    diagrams: tuple[DiagramDiff, ...]
    changes: tuple[Change, ...]
    summary: str

    @property
    def differs(self) -> bool:
        """Whether anything changed that counts."""
        return bool(self.changes)
