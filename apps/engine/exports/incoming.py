"""What was read of annotations, flat: one item for each comment, in the order of the file.

Whoever takes them over does it in parts, and repeats a part that was interrupted: so every comment has
a key that is the same for the same annotation, and carries all that was noted of it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from apps.engine.anchors.columns import values_of
from apps.engine.exports import iris
from apps.engine.exports.model import CommentExport, ThreadExport
from apps.engine.exports.plain import threads_to_plain
from apps.engine.exports.web_annotation_read import Imported
from apps.engine.package import Package

_NAMELESS = "imported/"
"""How the reader calls annotations without an id."""


@dataclass(frozen=True, slots=True)
class IncomingThread:
    """A thread; ``place`` are the columns of its anchor, None where it has none here."""

    type: str
    severity: str
    state: str
    place: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that cannot be taken over as it is; ``index`` counts annotations from 0."""

    where: str
    index: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class IncomingComment:
    """A comment of the thread number ``thread``; ``where`` is its JSON pointer in the file."""

    thread: int
    key: str
    id: str
    author: str
    body: str
    suggestion: str | None
    where: str
    index: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Threads, their comments one after the other, and notes that belong to no comment."""

    threads: tuple[IncomingThread, ...]
    comments: tuple[IncomingComment, ...]
    notes: tuple[Note, ...]


def incoming(found: Imported, package: Package, *, revision_iri: str, salt: str) -> Incoming:
    """The flat form of what was read; ``salt`` sets the keys of one place apart from another's."""
    owners = {where: name for name, where in found.places.items()}
    notes: dict[str | None, list[Note]] = defaultdict(list)
    for problem in found.problems:
        owner = _owner(problem.where, owners)
        index = _index(found.places[owner] if owner is not None else problem.where)
        notes[owner].append(Note(problem.where, index, problem.message, problem.hint))
    flat = _Flat(found, revision_iri, salt)
    return Incoming(
        tuple(_thread(one, package) for one in found.threads),
        tuple(
            flat.comment(number, thread, comment, tuple(notes.get(comment.id, ())))
            for number, thread in enumerate(found.threads)
            for comment in thread.comments
        ),
        tuple(notes.get(None, ())),
    )


def _thread(thread: ThreadExport, package: Package) -> IncomingThread:
    place = values_of(thread.anchor, package) if thread.anchor else None
    return IncomingThread(thread.type, thread.severity, thread.state, place)


class _Flat:
    """Makes comments; knows what their keys are made of."""

    def __init__(self, found: Imported, revision_iri: str, salt: str) -> None:
        self._places = found.places
        self._revision = revision_iri
        self._salt = salt

    def comment(
        self, number: int, thread: ThreadExport, comment: CommentExport, notes: tuple[Note, ...]
    ) -> IncomingComment:
        """One comment with its key and its place in the file."""
        where = self._places.get(comment.id, "")
        return IncomingComment(
            number,
            self._key(thread, comment),
            comment.id,
            comment.author,
            comment.body,
            comment.suggestion,
            where,
            _index(where),
            notes,
        )

    def _key(self, thread: ThreadExport, comment: CommentExport) -> str:
        """The same for the same annotation; one without an id is known by what it says and where."""
        name = iris.iri(self._revision, comment.id)
        if comment.id.startswith(_NAMELESS):
            plain = threads_to_plain([replace(thread, id="", number=0, comments=(comment,))])
            name = json.dumps(plain).replace(json.dumps(comment.id), "")
        return hashlib.sha256(f"{self._salt}\0{name}".encode()).hexdigest()[:32]


def _owner(where: str, owners: dict[str, str]) -> str | None:
    """The comment that a JSON pointer lies in: the deepest that begins it."""
    while where not in owners:
        if not where:
            return None
        where = where.rpartition("/")[0]
    return owners[where]


def _index(pointer: str) -> int:
    """The number of an annotation in its list: the last number of its pointer."""
    numbers = [part for part in pointer.split("/") if part.isdecimal()]
    return int(numbers[-1]) if numbers else 0
