"""What an export is made of: a package and the comment threads on it, as plain values.

Nothing here knows a person but by the name that may be shown, so an export leaks no more than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from apps.engine.anchors.selectors import Anchor
from apps.engine.package import Package

TYPES = MappingProxyType(
    {
        "question": "Question",
        "suggestion": "Suggestion",
        "issue": "Issue",
        "praise": "Praise",
        "risk": "Risk",
        "non_risk": "Non-risk",
        "sensitivity_point": "Sensitivity point",
        "tradeoff_point": "Trade-off point",
    }
)
"""Types of comments and what they are called."""
STATES = MappingProxyType(
    {
        "open": "Open",
        "addressed": "Addressed",
        "verified": "Verified",
        "reopened": "Reopened",
        "dropped": "Dropped",
    }
)
"""States of threads and what they are called."""
FATES = MappingProxyType(
    {
        "exact": "",
        "carried": "",
        "edited": "the text changed since",
        "relocated": "place not confirmed",
        "needs_placing": "needs placing",
        "removed": "what it was about is gone",
    }
)
"""States of anchors and what a reader is told about them; nothing where all is well."""


@dataclass(frozen=True, slots=True)
class CommentExport:
    """A comment. ``author`` is a display name or pseudonym and all that is told about a person.

    ``created`` is an ISO 8601 date and time with its zone, ``body`` Markdown. ``suggestion`` is the
    text to put in place of what is commented, or None. ``imported_by`` is who brought in what
    ``author`` wrote elsewhere.
    """

    id: str
    author: str
    created: str
    body: str
    suggestion: str | None = None
    imported_by: str = ""


@dataclass(frozen=True, slots=True)
class ThreadExport:
    """A thread: its first comment and the replies.

    ``id`` (and that of a comment) is an IRI or what follows the revision's. ``number`` is unique in
    the export. ``fate`` is the state of the anchor. ``anchor`` is None when the thread has no place
    in this revision; ``place`` says in words where it is or was.
    """

    id: str
    number: int
    type: str
    severity: str
    state: str
    fate: str
    anchor: Anchor | None
    place: str
    comments: tuple[CommentExport, ...]

    @property
    def kind(self) -> str:
        """``Issue (major)``: type and severity in words."""
        word = TYPES.get(self.type, self.type)
        return f"{word} ({self.severity})" if self.severity else word

    @property
    def status(self) -> str:
        """``Open, needs placing``: the thread's state and what became of its place."""
        words = (STATES.get(self.state, self.state), FATES.get(self.fate, self.fate))
        return ", ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class DesignExport:
    """One revision with its threads. ``exported`` is the ISO date and time of the export."""

    title: str
    revision_number: int
    revision_iri: str
    exported: str
    package: Package
    threads: tuple[ThreadExport, ...]


def shown_date(stamp: str) -> str:
    """``2026-11-24 10:30`` of an ISO date and time, in its own zone."""
    return stamp[:16].replace("T", " ")
