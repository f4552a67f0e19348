"""The comparison of two packages: every part once, and the list of what counts.

A change inside a table, a diagram or a decision record is told there and not a second time as text;
a file is named only where nothing inside it says what happened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from apps.engine.diff.decisions import diff_decisions
from apps.engine.diff.diagrams import compared, diff_diagram, pair_diagrams
from apps.engine.diff.documents import compare_texts, one_sided
from apps.engine.diff.files import diff_artifacts, pair_files
from apps.engine.diff.front_matter import front_matter_changes
from apps.engine.diff.model import (
    Change,
    DecisionDiff,
    DiagramDiff,
    DocumentDiff,
    PackageDiff,
    TableDiff,
)
from apps.engine.diff.quantities import diff_quantities
from apps.engine.diff.summary import file_changes, summary
from apps.engine.diff.table_diffs import Side, diff_tables
from apps.engine.diff.telling import files_first, records_first, renames_first
from apps.engine.diff.text_changes import changes_of
from apps.engine.diff.units import UnitText, document_units, line_units
from apps.engine.document.model import Document
from apps.engine.package import Package


@dataclass(slots=True)
class _Work:
    """What is known while the comparison is made; ``parts`` names tables and diagrams by place."""

    old: Package
    new: Package
    files: dict[str, str]
    diagrams: list[DiagramDiff] = field(default_factory=list)
    tables: list[TableDiff] = field(default_factory=list)
    parts: tuple[dict[str, dict[int, tuple[str, int]]], dict[str, dict[int, tuple[str, int]]]] = (
        field(default_factory=lambda: ({}, {}))
    )


def diff_packages(old: Package, new: Package) -> PackageDiff:
    """Compare two packages. Pure, and bounded for whatever they hold."""
    work = _Work(old, new, pair_files(old, new))
    artifacts = diff_artifacts(old, new, work.files)
    _diagrams(work)
    _tables(work)
    decisions = diff_decisions(old.decisions, new.decisions, work.files)
    documents = records_first([_document(work, a, b) for a, b in _text_pairs(work)], decisions)
    adrs = frozenset(a.path for p in (old, new) for a in p.artifacts if a.role == "adr")
    documents, records = files_first(
        documents, renames_first(decisions, documents), artifacts, adrs
    )
    drawn = {one.where.artifact for p in (old, new) for one in p.diagrams if one.index is None}
    found = _listed(work, documents, records)
    found += file_changes(artifacts, {*old.texts, *new.texts}, adrs | drawn)
    changes = tuple(one for one in found if one.counts)
    return PackageDiff(
        artifacts=artifacts,
        documents=tuple(documents),
        tables=tuple(work.tables),
        quantities=diff_quantities(old.figures.quantities, new.figures.quantities),
        decisions=tuple(records),
        diagrams=tuple(work.diagrams),
        changes=changes,
        summary=summary(changes),
    )


def _listed(
    work: _Work, documents: Sequence[DocumentDiff], records: Sequence[DecisionDiff]
) -> list[Change]:
    """All changes: a document and its records, then what stands in no document."""
    placed = {(kind, n) for one in documents for kind, n in _parts_of(one)}
    found: list[Change] = []
    left = list(records)
    for document in documents:
        found += document.changes
        own = [one for one in left if _path(one) in {document.old, document.new}]
        left = [one for one in left if one not in own]
        found += [change for one in own for change in one.changes]
    for one in left:
        found += one.changes
    found += [
        change
        for kind, changes in (
            ("table", [one.changes for one in work.tables]),
            ("diagram", [one.changes for one in work.diagrams]),
        )
        for number, listed in enumerate(changes)
        if (kind, number) not in placed
        for change in listed
    ]
    return found


def _parts_of(document: DocumentDiff) -> Iterator[tuple[str, int]]:
    for block in document.blocks:
        if block.table is not None:
            yield "table", block.table
        if block.diagram is not None:
            yield "diagram", block.diagram


def _path(record: DecisionDiff) -> str | None:
    place = record.new or record.old
    return place.artifact if place else None


def _diagrams(work: _Work) -> None:
    """Pair the diagrams; a fence of a document is named where it stands."""
    old, new = compared(work.old.diagrams), compared(work.new.diagrams)
    pairs = pair_diagrams(old, new)
    before = {one.key: one for one in old}
    back = {b: a for a, b in pairs.items()}
    couples = [(before.get(back.get(one.key, "")), one) for one in new]
    gone = [(one, None) for one in old if one.key not in pairs]
    for one, other in (*couples, *gone):
        number = len(work.diagrams)
        sections = []
        for side, diagram in enumerate((one, other)):
            if diagram is None:
                continue
            package = (work.old, work.new)[side]
            document = package.documents.get(diagram.where.artifact)
            if document is None or diagram.index is None:
                continue
            fence = document.fences[diagram.index]
            parts = work.parts[side].setdefault(document.path, {})
            parts[fence.start] = ("diagram", number)
            sections.append(document.sections[fence.section].title)
        work.diagrams.append(diff_diagram(one, other, sections[-1] if sections else ""))


def _tables(work: _Work) -> None:
    """Compare the tables of every pair of documents; the block around each is named by its pair."""
    for a, b in _text_pairs(work):
        before, after = _side(work.old, a), _side(work.new, b)
        comma = work.new.figures.decimal_comma.get(b or "", False)
        for i, j, diff in diff_tables(before, after, comma=comma):
            number = len(work.tables)
            work.tables.append(diff)
            for side, index, place in ((0, i, before), (1, j, after)):
                if index is None or place is None:
                    continue
                start = _block_start(place[0], place[0].tables[index].start)
                parts = work.parts[side].setdefault(place[0].path, {})
                parts.setdefault(start, ("table", number))


def _side(package: Package, path: str | None) -> Side | None:
    if path is None or path not in package.documents:
        return None
    return package.documents[path], package.texts[path]


def _block_start(document: Document, offset: int) -> int:
    """Start of the block around a table; HTML may stand around it."""
    starts = [block.start for block in document.blocks if block.kind == "table"]
    at = bisect_right(starts, offset) - 1
    return starts[at] if at >= 0 else offset


def _text_pairs(work: _Work) -> list[tuple[str | None, str | None]]:
    """Pairs of texts: main document first, then the design, then the rest by path."""
    back = {b: a for a, b in work.files.items()}
    new = _order(work.new)
    found: list[tuple[str | None, str | None]] = []
    for path in new:
        former = back.get(path)
        found.append((former if former in work.old.texts else None, path))
    named = {a for a, _ in found}
    return found + [(path, None) for path in _order(work.old) if path not in named]


def _order(package: Package) -> list[str]:
    """Paths of texts that are compared as text: no sources of diagrams."""
    drawn = {one.where.artifact for one in package.diagrams if one.index is None}
    first = [one.path for one in package.design_documents]
    paths = dict.fromkeys([*first, *sorted(package.texts)])
    return [p for p in paths if p in package.documents or p not in drawn]


def _document(work: _Work, a: str | None, b: str | None) -> DocumentDiff:
    old, new = _units(work, 0, a), _units(work, 1, b)
    if old is None or new is None:
        shown = old or new
        rows = one_sided(shown, is_new=new is not None) if shown else []
    else:
        rows = compare_texts(old, new)
    inner: dict[tuple[str, int], tuple[Change, ...]] = {}
    for row in rows:
        part = row.shown.part
        if part:
            diffs = work.tables if part[0] == "table" else work.diagrams
            inner[part] = diffs[part[1]].changes
    front = front_matter_changes(_side(work.old, a), _side(work.new, b))
    changes = [*front, *changes_of(rows, inner)]
    return DocumentDiff(a, b, tuple(row.block for row in rows), tuple(changes))


def _units(work: _Work, side: int, path: str | None) -> UnitText | None:
    package = (work.old, work.new)[side]
    if path is None or path not in package.texts:
        return None
    document = package.documents.get(path)
    if document is None:
        return line_units(package.texts[path])
    return document_units(document, package.texts[path], work.parts[side].get(path, {}))
