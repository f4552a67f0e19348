"""All numbers of a package: tables, prose, diagrams and decisions as one set of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apps.engine.decision_model import Decision
from apps.engine.diagrams.model import Diagram
from apps.engine.document.model import Document
from apps.engine.names import normalise
from apps.engine.quantities.availability import read_dependencies
from apps.engine.quantities.capacity import read_capacity
from apps.engine.quantities.conventions import cell_convention, uses_decimal_comma
from apps.engine.quantities.cost import read_costs
from apps.engine.quantities.derived import bound_elsewhere
from apps.engine.quantities.fleet import headroom_in, read_fleet
from apps.engine.quantities.latency import read_latency
from apps.engine.quantities.model import Figures, FleetRow
from apps.engine.quantities.prose import Passage, blanked, passages, read_prose
from apps.engine.quantities.prose_targets import prose_requirements
from apps.engine.quantities.rows import read_aliases, read_failures, read_requirements, read_stores
from apps.engine.quantities.sums import read_sums
from apps.engine.quantities.tables import View, type_tables
from apps.engine.text import CanonicalText

_PROSE_KINDS = frozenset({"para", "item", "quote"})
_NUMERIC_ROLES = frozenset(
    {"capacity", "fleet", "latency", "availability", "cost", "matrix", "requirements"}
)


def read_figures(
    documents: Sequence[Document],
    texts: Mapping[str, CanonicalText],
    diagrams: Sequence[Diagram],
    decisions: Sequence[Decision],
) -> Figures:
    """Read every number of the design. Never raises on what people write."""
    comma = {d.path: _decimal_comma(d, texts) for d in documents}
    views = type_tables(documents, comma)
    capacity = read_capacity(views)
    fleet = read_fleet(views, capacity)
    dependencies = read_dependencies(views)
    costs = read_costs(views)
    found = list(passages(documents, texts, decisions, comma))
    told = _told_of_fleets(found)
    fleet = tuple(_with_text(row, told) for row in fleet)
    requirements = read_requirements(views)
    requirements += prose_requirements(found, texts)
    prose = read_prose(found, texts, _components(fleet, diagrams))
    return Figures(
        tables=tuple(view.typed() for view in views),
        quantities=capacity + bound_elsewhere(fleet, requirements, costs, diagrams) + prose,
        fleet=fleet,
        latency=read_latency(views),
        dependencies=dependencies,
        costs=costs,
        stores=read_stores(views),
        failures=read_failures(views),
        requirements=requirements,
        aliases=read_aliases(views),
        sums=read_sums(views),
        decimal_comma=comma,
        warnings=tuple(_mixed_conventions(views)),
    )


def _decimal_comma(document: Document, texts: Mapping[str, CanonicalText]) -> bool:
    """Whether the file writes the decimal comma."""
    text = texts.get(document.path)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row)
    if text is None:
        return uses_decimal_comma(cells, ())
    prose = (
        blanked(text.text[block.start : block.end])
        for block in document.blocks
        if block.kind in _PROSE_KINDS and "," in block.text
    )
    return uses_decimal_comma(cells, prose)


def _mixed_conventions(views: Iterable[View]) -> Iterator[str]:
    """Files whose number tables prove both decimal marks."""
    marks: dict[str, dict[str, str]] = {}
    for view in views:
        if view.role not in _NUMERIC_ROLES:
            continue
        for row in view.rows:
            for cell in row[1:]:
                convention = cell_convention(cell.text.strip())
                if convention:
                    marks.setdefault(view.artifact, {}).setdefault(convention, cell.text.strip())
    for artifact, found in marks.items():
        if len(found) == 2:
            yield f"{artifact}: {found['comma']!r} has a decimal comma, {found['dot']!r} a decimal point"


def _components(fleet: Iterable[FleetRow], diagrams: Iterable[Diagram]) -> dict[str, str]:
    """Names of components as written (and in lower case) with their comparable form."""
    names = [row.name for row in fleet]
    for diagram in diagrams:
        if diagram.graph:
            names += [n.name for n in diagram.graph.nodes if n.role not in {"actor", "client"}]
        if diagram.sequence:
            names += [p.label for p in diagram.sequence.participants if p.kind != "actor"]
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\s*\(.*?\)|\s*\[.*?\]", "", name).strip()
        subject = normalise(name)
        if plain and subject:
            found.setdefault(plain, subject)
            found.setdefault(plain.lower(), subject)
    return found


_WORD_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "sixteen": 16,
}  # fmt: skip
_SHARDED = re.compile(
    r"\b(?P<count>\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen)\s+(?:shards?|partitions?|ways?)\b"
    r"|\b(?:shard(?:ed|s)?|partition(?:ed|s)?|split)\s+(?:\w+\s+){0,3}?(?P<after>\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What prose tells of fleets: shard counts with the words around them, passages on headroom."""

    shards: tuple[tuple[str, float], ...]
    headroom: tuple[tuple[str, str], ...]


def _told_of_fleets(found: Iterable[Passage]) -> _Told:
    shards: list[tuple[str, float]] = []
    headroom: list[tuple[str, str]] = []
    for passage in found:
        for match in _SHARDED.finditer(passage.text):
            around = passage.text[max(0, match.start() - 160) : match.end() + 80].lower()
            written = (match["count"] or match["after"]).lower()
            shards.append((around, float(_WORD_NUMBERS.get(written) or written)))
        lower = passage.text.lower()
        if "headroom" in lower:
            headroom.append((lower, passage.text))
    return _Told(tuple(shards), tuple(headroom))


def _with_text(row: FleetRow, told: _Told) -> FleetRow:
    """A per-shard row with the shard count, and a row with the headroom, that the prose states."""
    if row.shards is None and row.scope and "zone" not in row.scope:
        row = replace(row, shards=_shards_in(row, told))
    if row.headroom is None:
        row = replace(row, headroom=_headroom_in(row, told))
    return row


def _shards_in(row: FleetRow, told: _Told) -> float | None:
    """The one shard count that the text gives beside a word of the component's name."""
    words = set(row.component.split())
    counts = {count for around, count in told.shards if any(word in around for word in words)}
    return counts.pop() if len(counts) == 1 else None


def _headroom_in(row: FleetRow, told: _Told) -> float | None:
    """Headroom that a sentence states for this component by name."""
    name = re.sub(r"\s*\(.*?\)", "", row.name).lower()
    for lower, text in told.headroom:
        if name and name in lower:
            for sentence in re.split(r"(?<=[.!?])\s+", text):
                if name in sentence.lower():
                    stated = headroom_in(sentence)
                    if stated is not None:
                        return stated
    return None
