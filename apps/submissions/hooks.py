"""Questions and events that higher layers fill in ``AppConfig.ready``.

Submissions know nothing of check runs: what becomes of a revision, how it is doing, and which
deliverables it holds is told by functions in these lists. Other apps reach them through
``services.on_revision`` and ``queries``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.accounts.models import User
from apps.common.hooks import Hook
from apps.courses.models import Course, Team
from apps.submissions.models import Revision, Submission, revision_urls

__all__ = [
    "Deliverable",
    "RevisionSummary",
    "deliverable_sources",
    "identity_facts",
    "on_revision",
    "revision_urls",
    "storage_sources",
    "summary_sources",
]

OnRevision = Callable[[Revision], object]
on_revision: Hook[OnRevision] = Hook()
"""Called inside the transaction that writes a revision, with the revision."""


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """How a revision is doing: state of its newest run and its open findings."""

    state: str
    errors: int = 0
    warnings: int = 0
    infos: int = 0


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One thing the assignment asks for, as it was read from a revision.

    ``tone`` is pass, warning, error or unknown; ``detail`` says what was read; ``url`` shows it.
    """

    title: str
    detail: str
    tone: str
    url: str


Summaries = Callable[[Sequence[Revision]], dict[int, RevisionSummary]]
Deliverables = Callable[[Revision], list[Deliverable]]

summary_sources: Hook[Summaries] = Hook()
deliverable_sources: Hook[Deliverables] = Hook()

StorageSource = Callable[[Course, Team | None], int]
storage_sources: Hook[StorageSource] = Hook()
"""Bytes that other rooms keep for a team of a course, or for the whole course; each once."""

IdentityFacts = Callable[[User, Submission], Mapping[str, Any]]
identity_facts: Hook[IdentityFacts] = Hook()
"""Facts of ``Identity`` that only higher rooms know, by name: who was assigned, what is released."""
