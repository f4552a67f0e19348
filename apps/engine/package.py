"""Package: everything that was handed in, read, as the checks see it.

``read_file`` reads one file alone (so it can run in a limited child and be cached by content);
``assemble`` joins the readings of all files into one design. Both are pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from apps.engine import formats
from apps.engine.decision_model import Decision, Matrix
from apps.engine.decisions.related import Records
from apps.engine.diagrams.model import Diagram
from apps.engine.document.model import Document
from apps.engine.quantities.model import Figures
from apps.engine.text import CanonicalText, Place

ArtifactRole = Literal["main", "adr", "diagram", "sheet", "asset", "other"]


@dataclass(frozen=True)
class FileReading:
    """What one file gave on its own: the unit of caching, stored as JSON.

    ``type`` is a short type word (markdown, mermaid, plantuml, dot, png, pdf ...). ``text`` is the
    canonical text or None for binary files. ``skipped_reason`` is a sentence when nothing was read.
    """

    path: str
    type: str
    size: int
    sha256: str
    text: str | None = None
    skipped_reason: str | None = None
    document: Document | None = None
    diagrams: tuple[Diagram, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the package as it is listed."""

    path: str
    role: ArtifactRole
    type: str
    size: int
    sha256: str
    skipped_reason: str | None = None


@dataclass(frozen=True)
class Package:
    """One design: document, diagrams, decisions and numbers. Frozen; made by ``assemble``.

    ``documents`` holds every text document by path. ``design_documents`` are those that make up the
    design itself: the main document first, then other documents; ADR files are not among them.
    ``diagrams`` are in document order, main document first. ``candidates`` are the paths that tied
    for the main document (one entry when there was no tie).
    """

    artifacts: tuple[Artifact, ...]
    main: str | None
    documents: Mapping[str, Document]
    texts: Mapping[str, CanonicalText]
    diagrams: tuple[Diagram, ...]
    decisions: tuple[Decision, ...]
    figures: Figures
    matrices: tuple[Matrix, ...]
    candidates: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def document(self) -> Document | None:
        """The main document."""
        return self.documents.get(self.main) if self.main else None

    @cached_property
    def design_documents(self) -> tuple[Document, ...]:
        """Main document first, then the other documents that are not ADR files."""
        others = [
            self.documents[a.path]
            for a in self.artifacts
            if a.role == "other" and a.path in self.documents
        ]
        return ((self.document,) if self.document else ()) + tuple(others)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Files that nothing was read from and that may hold parts of the design.

        Office documents and PDFs count, an export of the main document (its name, another ending)
        does not; without a main document every file that was not read counts.
        """
        own = PurePosixPath(self.main).with_suffix("") if self.main else None
        return tuple(
            a.path
            for a in self.artifacts
            if a.skipped_reason
            and (self.document is None or formats.by_word(a.type).role == "document")
            and PurePosixPath(a.path).with_suffix("") != own
        )

    @cached_property
    def records(self) -> Records:
        """The decisions, to be found by the options of a matrix."""
        return Records(self.decisions, len(self.matrices))

    def paths(self) -> frozenset[str]:
        """Paths of all files of the package."""
        return self._paths

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(a.path for a in self.artifacts)

    def quote(self, place: Place) -> str:
        """The source text at a place, at most 300 characters."""
        text = self.texts.get(place.artifact)
        if text is None or place.start is None or place.end is None:
            return ""
        quote = text.text[place.start : place.end].strip()
        return quote if len(quote) <= 300 else quote[:299] + "…"
