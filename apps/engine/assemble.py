"""Joining the readings of all files into one design: a ``Package``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from apps.engine import formats
from apps.engine.decision_model import Decision
from apps.engine.decisions.matrices import read_matrices
from apps.engine.decisions.read import read_decision, read_decision_sections
from apps.engine.decisions.recognise import in_record_folder, is_template
from apps.engine.diagrams.keys import with_keys
from apps.engine.document.model import Document
from apps.engine.package import Artifact, ArtifactRole, FileReading, Package
from apps.engine.quantities.read import read_figures
from apps.engine.text import CanonicalText

_ADR_NAME = re.compile(r"(?:(?:[a-z]{1,5}[-_ ])?adr[-_ ]?\d+|\d{3,4}[-_]|\d{8}-)", re.IGNORECASE)
_README = re.compile(r"(?:readme|index)\Z", re.IGNORECASE)
_MIN_ROLES = 4
"""Distinct section roles from which a text is a design even when it also reads like a decision."""


def assemble(readings: Sequence[FileReading], main: str | None = None) -> Package:
    """Make the package of all readings.

    ``main`` names the main document; a path that is not a readable document raises ``ValueError``.
    """
    ordered = sorted(readings, key=lambda reading: reading.path)
    texts = {
        r.path: CanonicalText(r.path, r.text, r.warnings) for r in ordered if r.text is not None
    }
    documents = {r.path: r.document for r in ordered if r.document is not None}
    if main is not None and main not in documents:
        known = ", ".join(sorted(documents)) or "none"
        raise ValueError(f"{main} is not a document we can read; readable documents: {known}")
    records = {
        path: record
        for path, document in documents.items()
        if path != main and (record := _record(document, texts[path])) is not None
    }
    candidates = (main,) if main else _main_candidates(documents, records)
    chosen = candidates[0] if candidates else None
    diagrams = with_keys(
        [
            diagram
            for reading in sorted(ordered, key=lambda r: (r.path != chosen, r.path))
            for diagram in reading.diagrams
        ]
    )
    design = _design_documents(documents, records, chosen)
    decisions = tuple(records.values()) + tuple(
        decision
        for document in design
        for decision in read_decision_sections(document, texts[document.path])
    )
    figures = read_figures(design, texts, diagrams, decisions)
    return Package(
        artifacts=tuple(_artifact(r, chosen, records) for r in ordered),
        main=chosen,
        documents=documents,
        texts=texts,
        diagrams=diagrams,
        decisions=decisions,
        figures=figures,
        matrices=read_matrices(design, texts, figures, decisions),
        candidates=candidates,
        warnings=tuple(warning for r in ordered for warning in r.warnings),
    )


def _design_documents(
    documents: dict[str, Document], records: dict[str, Decision], main: str | None
) -> list[Document]:
    paths = [path for path in documents if path not in records]
    return [documents[path] for path in sorted(paths, key=lambda path: (path != main, path))]


def _record(document: Document, text: CanonicalText) -> Decision | None:
    """The document as an ADR, or None when it is a design or another text."""
    if _is_declared_design(document):
        return None
    decision = read_decision(document, text)
    if decision is None or _lies_among_records(document.path):
        return decision
    return None if len(_section_roles(document)) >= _MIN_ROLES else decision


def _is_declared_design(document: Document) -> bool:
    return "workload" in document.front_matter or (
        PurePosixPath(document.path).stem.lower() == "design"
    )


def _lies_among_records(path: str) -> bool:
    return in_record_folder(path) or _ADR_NAME.match(PurePosixPath(path).stem) is not None


def _section_roles(document: Document) -> set[str]:
    return {s.role for s in document.sections if s.role not in {"other", "adr"}}


def _main_candidates(
    documents: dict[str, Document], records: dict[str, Decision]
) -> tuple[str, ...]:
    """Paths that could be the main document, best first; several only when they tie.

    A blank form beside decision records is none.
    """
    ranked = sorted(
        (-_rank(document)[0], -_rank(document)[1], path)
        for path, document in documents.items()
        if path not in records and not (records and is_template(path))
    )
    if not ranked:
        return ()
    best = ranked[0][:2]
    return tuple(path for *rank, path in ranked if tuple(rank) == best)


def _rank(document: Document) -> tuple[int, int]:
    """Front matter ``workload`` > ``design.*`` > most section roles > README."""
    pure = PurePosixPath(document.path)
    roles = len(_section_roles(document))
    if "workload" in document.front_matter:
        return 3, roles
    if pure.stem.lower() == "design":
        return 2, -len(pure.parts)
    if roles:
        return 1, roles
    return 0, 1 if _README.match(pure.stem) else 0


def _artifact(reading: FileReading, main: str | None, records: dict[str, Decision]) -> Artifact:
    return Artifact(
        reading.path,
        _role(reading, main, records),
        reading.type,
        reading.size,
        reading.sha256,
        reading.skipped_reason,
    )


def _role(reading: FileReading, main: str | None, records: dict[str, Decision]) -> ArtifactRole:
    if reading.path == main:
        return "main"
    if reading.path in records:
        return "adr"
    row = formats.by_word(reading.type)
    if row.role == "diagram":
        return "diagram"
    if row.role == "sheet":
        return "sheet"
    return "asset" if row.role == "picture" or not row.is_text else "other"
