"""Bringing in W3C annotations: published threads of whoever imports, each annotation once.

What was written by somebody else says so in its first line. What finds no place is reported with its
text, so that nothing is lost without a word.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.activity.services import record
from apps.annotations.models import Anchor as AnchorRow
from apps.annotations.models import (
    AnchorState,
    Board,
    Comment,
    CommentType,
    Review,
    Severity,
    Thread,
    ThreadState,
)
from apps.annotations.policy import IN_ACTIONS
from apps.annotations.services import boards
from apps.annotations.services.anchoring import package_of, values_of
from apps.annotations.services.carrying import carry_again
from apps.annotations.services.drafts import MAX_REPLACEMENT
from apps.engine import storage
from apps.engine.comment_markup import MAX_BODY, render
from apps.engine.exports import iris
from apps.engine.exports.model import CommentExport, ThreadExport
from apps.engine.exports.plain import threads_from_plain, threads_to_plain
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.engine.package import Package
from apps.exports.contents import (
    IMPORT_KEY,
    display_name,
    imported_line,
    revision_iri,
    without_people,
)
from apps.sandbox import services as sandbox
from apps.submissions.models import Revision

_OURS = re.compile(re.escape(settings.SITE_URL) + r"/t/[a-z0-9]{26}/#comment-([a-z0-9]{26})")
_NAMELESS = "imported/"
"""How the reader calls annotations without an id."""


class ImportRefused(ValueError):
    """Nothing was taken over; the message says why."""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something that was not taken over, or not as it was.

    ``where`` is a JSON pointer into the file, ``index`` counts annotations from 0, ``text`` is what an
    annotation that was left out says.
    """

    where: str
    index: int
    message: str
    hint: str = ""
    text: str = ""


@dataclass(slots=True)
class ImportResult:
    """How many threads and comments are new, how many comments were there, and what went wrong."""

    threads: int = 0
    comments: int = 0
    known: int = 0
    problems: list[ImportProblem] = field(default_factory=list)


def annotations_import(
    *, revision: Revision, by: User, data: bytes, may_set: Collection[str] = ()
) -> ImportResult:
    """Take over annotations of ``data`` (JSON-LD); a second time changes nothing.

    ``may_set`` are the states that ``by`` may give to a thread of their own; others begin open.

    Raises:
        ImportRefused: It is no JSON, too large, or takes too long to read.
        AnchorError: The revision was not read yet.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefused(f"The file has more than {MAX_BYTES // 1_000_000} MB.")
    package = package_of(revision)
    answer = _read(revision, package, data)
    writer = _Writer(revision, by, package, may_set, answer)
    with transaction.atomic():
        writer.write(boards.locked(revision.submission))
    return writer.result


def _read(revision: Revision, package: Package, data: bytes) -> Mapping[str, Any]:
    request = {
        "op": "annotations",
        "package": storage.dumps(package),
        "data": data,
        "revision_iri": revision_iri(revision),
    }
    try:
        with sandbox.server() as socket:
            answer = sandbox.ask(socket, request)
    except sandbox.Died as died:
        raise ImportRefused(f"The annotations could not be read: {died}.") from died
    if "refused" in answer:
        raise ImportRefused(answer["refused"])
    return answer


class _Writer:
    """Turns what was read into rows, all at once at the end."""

    def __init__(
        self,
        revision: Revision,
        by: User,
        package: Package,
        may_set: Collection[str],
        answer: Mapping[str, Any],
    ) -> None:
        self.revision = revision
        self.by = by
        self.package = package
        self.may_set = may_set
        self.found = threads_from_plain(answer["threads"])
        self.noted: list[dict[str, str]] = answer["problems"]
        self.places: Mapping[str, str] = answer["places"]
        self.result = ImportResult()
        self.now: datetime = timezone.now()
        self.threads: list[Thread] = []
        self.anchors: list[AnchorRow] = []
        self.comments: list[Comment] = []
        self.grown: dict[int, Thread] = {}

    def write(self, board: Board) -> None:
        """Write what is new; the board is locked, so that nobody imports the same meanwhile."""
        known = self._known()
        for thread in self.found:
            self._take(thread, known)
        self._tell_rest()
        if not self.comments:
            return
        revision, submission = self.revision, self.revision.submission
        review = Review.objects.create(
            submission=submission, revision=revision, author=self.by, summary="Imported annotations"
        )
        boards.publish(board, [*self.threads, *self.grown.values()])
        Thread.objects.bulk_create(self.threads)
        Thread.objects.bulk_update(self.grown.values(), ["change"])
        AnchorRow.objects.bulk_create(self.anchors)
        for comment in self.comments:
            comment.review = review
        Comment.objects.bulk_create(self.comments)
        carry_again(submission, after=revision.number)
        record(
            actor=self.by,
            verb="annotations.imported",
            obj=review,
            course=submission.assignment.course,
            data={"revision": revision.number, "comments": len(self.comments)},
        )

    def _known(self) -> dict[str, Comment]:
        """Comments of the submission that the file holds, by our key or their own id."""
        said = [(thread, one) for thread in self.found for one in thread.comments]
        rows = Comment.objects.filter(
            Q(key__in=[self._key(*one) for one in said])
            | Q(public_id__in=[match[1] for _, one in said if (match := _OURS.fullmatch(one.id))]),
            thread__submission=self.revision.submission_id,
            published_at__isnull=False,
        ).select_related("thread")
        return {name: row for row in rows for name in (row.key, row.public_id)}

    def _key(self, thread: ThreadExport, comment: CommentExport) -> str:
        """The same for the same annotation, whoever imports it into this submission."""
        name = iris.iri(revision_iri(self.revision), comment.id)
        if comment.id.startswith(_NAMELESS):
            plain = threads_to_plain([replace(thread, id="", number=0, comments=(comment,))])
            name = json.dumps(plain).replace(json.dumps(comment.id), "")
        whole = f"{self.revision.submission.public_id}\0{name}".encode()
        return IMPORT_KEY + hashlib.sha256(whole).hexdigest()[:32]

    def _take(self, found: ThreadExport, known: dict[str, Comment]) -> None:
        """One thread: its first comment begins it, the others are replies."""
        thread: Thread | None = None
        for comment in found.comments:
            key, ours = self._key(found, comment), _OURS.fullmatch(comment.id)
            before = known.get(key) or known.get(ours[1] if ours else "")
            if before is not None:
                self.result.known += 1
                thread = thread or before.thread
            elif thread is None and found.anchor is None:
                self._leave_out(comment, *self._reason(comment))
            elif not comment.body.strip() and comment.suggestion is None:
                self._leave_out(comment, "It says nothing.", "")
            else:
                thread = thread or self._begin(found)
                if thread.pk:
                    self.grown[thread.pk] = thread
                known[key] = self._comment(thread, comment, key)

    def _begin(self, found: ThreadExport) -> Thread:
        kind = found.type
        allowed = found.state == ThreadState.OPEN or found.state in self.may_set
        if not allowed:
            words = ThreadState(found.state).label.lower()
            self._tell(found.comments[0], f"The thread was {words}; here it begins as open.")
        severity = found.severity if found.severity in Severity.values else Severity.WARNING
        thread = Thread(
            submission=self.revision.submission,
            revision=self.revision,
            author=self.by,
            type=kind,
            severity=severity if kind == CommentType.ISSUE else "",
            state=found.state if allowed else ThreadState.OPEN,
            in_actions=kind in IN_ACTIONS,
            published_at=self.now,
        )
        self.threads.append(thread)
        self.result.threads += 1
        assert found.anchor is not None  # asked before
        values = values_of(found.anchor, self.package)
        row = AnchorRow(thread=thread, revision=self.revision, state=AnchorState.EXACT, **values)
        self.anchors.append(row)
        return thread

    def _comment(self, thread: Thread, found: CommentExport, key: str) -> Comment:
        body = without_people(found.body)
        if found.author != display_name(self.by):
            body = f"{imported_line(found.author)}\n\n{body}".rstrip()
        if len(body) > MAX_BODY:
            self._tell(found, f"Only the first {MAX_BODY:,} characters were kept.", body[MAX_BODY:])
        replacement = found.suggestion
        if replacement is not None and len(replacement) > MAX_REPLACEMENT:
            self._tell(found, "The suggested text is too long and was left out.", replacement)
            replacement = None
        comment = Comment(
            thread=thread,
            revision=self.revision,
            author=self.by,
            key=key,
            body=body[:MAX_BODY],
            html=render(body[:MAX_BODY]),
            replacement=replacement,
            published_at=self.now,
        )
        self.comments.append(comment)
        self.result.comments += 1
        return comment

    # Problems.

    def _reason(self, comment: CommentExport) -> tuple[str, str]:
        """Why a comment has no place; what the reader said of its target, if it did."""
        where = f"{self.places.get(comment.id, '')}/target"
        said = [one for one in self.noted if f"{one['where']}/".startswith(f"{where}/")]
        self.noted = [one for one in self.noted if one not in said]
        if said:
            return " ".join(one["message"] for one in said), said[-1]["hint"]
        return "It has no place in this revision.", "Comment on the place by hand."

    def _leave_out(self, comment: CommentExport, message: str, hint: str) -> None:
        text = (
            comment.body
            if comment.suggestion is None
            else f"{comment.body}\n\n{comment.suggestion}"
        )
        self._tell(comment, message, text.strip(), hint)

    def _tell(self, comment: CommentExport, message: str, text: str = "", hint: str = "") -> None:
        where = self.places.get(comment.id, "")
        self.result.problems.append(ImportProblem(where, _index(where), message, hint, text))

    def _tell_rest(self) -> None:
        """What the reader noted beside what was told already."""
        for one in self.noted:
            around = [p for p in self.places.values() if f"{one['where']}/".startswith(f"{p}/")]
            place = max(around, key=len, default="")
            index = _index(place or one["where"])
            problem = ImportProblem(one["where"], index, one["message"], one["hint"])
            self.result.problems.append(problem)
        self.result.problems.sort(key=lambda one: one.index)


def _index(pointer: str) -> int:
    """The number of an annotation in its list: the last number of its pointer."""
    numbers = [part for part in pointer.split("/") if part.isdecimal()]
    return int(numbers[-1]) if numbers else 0
