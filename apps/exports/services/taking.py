"""Taking over comments of a file, a part at a time: published threads of whoever imports, each once.

What was written by somebody else says so in its first line. What finds no place is kept with its text
as a problem, so that nothing is lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
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
from apps.annotations.services.carrying import carry_again
from apps.annotations.services.drafts import MAX_REPLACEMENT
from apps.common.ids import new_public_id
from apps.engine.comment_markup import MAX_BODY, render
from apps.engine.exports.incoming import Incoming, IncomingComment, IncomingThread
from apps.exports.contents import IMPORT_KEY, display_name, imported_line, without_people
from apps.exports.models import AnnotationImport, ImportProblem


@cache
def _ours() -> re.Pattern[str]:
    """How comments of this site are called; group 1 is the public id."""
    some = new_public_id()
    address = re.escape(settings.SITE_URL + reverse("annotations:thread", args=[some]))
    return re.compile(address.replace(some, "[a-z0-9]{26}") + "#comment-([a-z0-9]{26})")


@dataclass(frozen=True, slots=True)
class Writable:
    """A comment as it will be written; ``html`` is empty where it is likely to be there already."""

    found: IncomingComment
    body: str
    html: str = ""

    def shown(self, html: str) -> Writable:
        """With its rendering."""
        return replace(self, html=html)


def writable(found: IncomingComment, by: User) -> Writable:
    """The words of a comment: whom it names is left out, who wrote it is said."""
    body = without_people(found.body)
    if found.author != display_name(by):
        body = f"{imported_line(found.author)}\n\n{body}".rstrip()
    return Writable(found, body)


def before(found: IncomingComment, known: Mapping[str, Comment]) -> Comment | None:
    """The comment that ``found`` is already."""
    ours = _ours().fullmatch(found.id)
    return known.get(IMPORT_KEY + found.key) or known.get(ours[1] if ours else "")


def import_settle(*, job: AnnotationImport) -> None:
    """What follows from the comments that were taken: they are carried, and the course is told."""
    submission = job.revision.submission
    if job.review is None:
        return
    with transaction.atomic():
        carry_again(submission, after=job.revision.number)
        record(
            actor=job.author,
            verb="annotations.imported",
            obj=job.review,
            course=submission.assignment.course,
            data={"revision": job.revision.number, "comments": job.comments},
        )


class Taking:
    """Takes over the comments of ``incoming`` from ``job.position`` on.

    ``may_set`` are the states that ``job.author`` may give to a thread of their own; others begin
    open.
    """

    def __init__(self, job: AnnotationImport, incoming: Incoming, may_set: Collection[str]) -> None:
        self.job = job
        self.incoming = incoming
        self.may_set = may_set

    def known(self, comments: Iterable[IncomingComment]) -> dict[str, Comment]:
        """Comments of the submission that the file holds, by our key or their own id.

        A draft that its author keeps under one of our keys is among them; drafts of others are not.
        """
        comments = list(comments)
        ours = [match[1] for one in comments if (match := _ours().fullmatch(one.id))]
        keys = [IMPORT_KEY + one.key for one in comments]
        published = Q(published_at__isnull=False)
        rows = Comment.objects.filter(
            Q(key__in=keys) & (published | Q(author=self.job.author))
            | Q(public_id__in=ours) & published,
            thread__submission=self.job.revision.submission_id,
        ).select_related("thread")
        return {name: row for row in rows for name in (row.key, row.public_id)}

    def fresh(self, comments: Iterable[IncomingComment]) -> set[str]:
        """Keys of the comments that are not there yet."""
        comments = list(comments)
        known = self.known(comments)
        return {one.key for one in comments if before(one, known) is None}

    def take(self, batch: Sequence[Writable]) -> None:
        """Write what is new of ``batch``, the next comments, and what became of the others.

        Runs inside the transaction of whoever calls; the board is locked, so that nobody imports
        the same meanwhile.
        """
        board = boards.locked(self.job.revision.submission)
        part = _Part(self, batch)
        for one in batch:
            part.take(one)
        if part.comments:
            self._write(part, board)
        ImportProblem.objects.bulk_create(part.problems)
        self._count(part, len(batch))

    def _write(self, part: _Part, board: Board) -> None:
        review = self._review()
        boards.publish(board, [*part.threads, *part.grown.values()])
        Thread.objects.bulk_create(part.threads)
        Thread.objects.bulk_update(part.grown.values(), ["change"])
        AnchorRow.objects.bulk_create(part.anchors)
        for comment in part.comments:
            comment.review = review
        Comment.objects.bulk_create(part.comments)

    def _review(self) -> Review:
        """One for the whole import."""
        if self.job.review is None:
            self.job.review = Review.objects.create(
                submission=self.job.revision.submission,
                revision=self.job.revision,
                author=self.job.author,
                summary="Imported annotations",
            )
        return self.job.review

    def _count(self, part: _Part, looked_at: int) -> None:
        job = self.job
        job.position += looked_at
        job.threads += len(part.threads)
        job.comments += len(part.comments)
        job.known += part.known_count
        job.save(update_fields=["position", "threads", "comments", "known", "review"])


class _Part:
    """Unsaved rows for one part of a file, and what could not be taken over of it."""

    def __init__(self, whole: Taking, batch: Sequence[Writable]) -> None:
        self.job = whole.job
        self.incoming = whole.incoming
        self.may_set = whole.may_set
        self.now: datetime = timezone.now()
        self.threads: list[Thread] = []
        self.anchors: list[AnchorRow] = []
        self.comments: list[Comment] = []
        self.grown: dict[int, Thread] = {}
        self.problems: list[ImportProblem] = []
        self.known_count = 0
        earlier = self._earlier(batch)
        self.known = whole.known([*earlier, *(one.found for one in batch)])
        self.places: dict[int, Thread] = {}
        for one in earlier:
            there = before(one, self.known)
            if there is not None:
                self.places.setdefault(one.thread, there.thread)

    def _earlier(self, batch: Sequence[Writable]) -> list[IncomingComment]:
        """What stands before the part in the thread that it begins in the middle of."""
        number, end = batch[0].found.thread, self.job.position
        start = end
        while start and self.incoming.comments[start - 1].thread == number:
            start -= 1
        return list(self.incoming.comments[start:end])

    def take(self, one: Writable) -> None:
        """One comment: the first of its thread begins it, the others are replies."""
        found, there = one.found, before(one.found, self.known)
        thread, begins = self.places.get(found.thread), self.incoming.threads[found.thread]
        if there is not None and there.published_at is None:
            self._leave_out(found, "You keep a draft under its key.", "Publish or discard it.")
            return
        if there is not None:
            self.known_count += 1
            self.places.setdefault(found.thread, there.thread)
        elif thread is None and begins.place is None:
            self._no_place(found)
            return
        elif not found.body.strip() and found.suggestion is None:
            self._leave_out(found, "It says nothing.")
        else:
            thread = thread or self._begin(found, begins)
            if thread.pk:
                self.grown[thread.pk] = thread
            self.known[IMPORT_KEY + found.key] = self._comment(thread, one)
        for note in found.notes:
            self._tell(note.index, note.where, note.message, note.hint)

    def _begin(self, found: IncomingComment, begins: IncomingThread) -> Thread:
        kind, state = begins.type, begins.state
        if state != ThreadState.OPEN and state not in self.may_set:
            words = ThreadState(state).label.lower()
            said = f"The thread was {words}; here it begins as open."
            self._tell(found.index, found.where, said)
            state = ThreadState.OPEN
        severity = begins.severity if begins.severity in Severity.values else Severity.WARNING
        thread = Thread(
            submission=self.job.revision.submission,
            revision=self.job.revision,
            author=self.job.author,
            type=kind,
            severity=severity if kind == CommentType.ISSUE else "",
            state=state,
            in_actions=kind in IN_ACTIONS,
            published_at=self.now,
        )
        self.threads.append(thread)
        self.places[found.thread] = thread
        place = begins.place or {}  # asked before
        row = AnchorRow(thread=thread, revision=self.job.revision, state=AnchorState.EXACT, **place)
        self.anchors.append(row)
        return thread

    def _comment(self, thread: Thread, one: Writable) -> Comment:
        found, body, replacement = one.found, one.body[:MAX_BODY], one.found.suggestion
        if len(one.body) > MAX_BODY:
            said = f"Only the first {MAX_BODY:,} characters were kept."
            self._tell(found.index, found.where, said, text=one.body[MAX_BODY:])
        if replacement is not None and len(replacement) > MAX_REPLACEMENT:
            said = "The suggested text is too long and was left out."
            self._tell(found.index, found.where, said, text=replacement)
            replacement = None
        comment = Comment(
            thread=thread,
            revision=self.job.revision,
            author=self.job.author,
            key=IMPORT_KEY + found.key,
            body=body,
            html=one.html or render(body),
            replacement=replacement,
            published_at=self.now,
        )
        self.comments.append(comment)
        return comment

    # Problems.

    def _no_place(self, found: IncomingComment) -> None:
        """Why a comment has no place: what the reader said of its target, if it did."""
        target = f"{found.where}/target"
        said = [one for one in found.notes if f"{one.where}/".startswith(f"{target}/")]
        if said:
            self._leave_out(found, " ".join(one.message for one in said), said[-1].hint)
        else:
            hint = "Comment on the place by hand."
            self._leave_out(found, "It has no place in this revision.", hint)
        for note in found.notes:
            if note not in said:
                self._tell(note.index, note.where, note.message, note.hint)

    def _leave_out(self, found: IncomingComment, message: str, hint: str = "") -> None:
        both = (found.body, found.suggestion or "")
        text = "\n\n".join(part for part in both if part).strip()
        self._tell(found.index, found.where, message, hint, text)

    def _tell(self, index: int, where: str, message: str, hint: str = "", text: str = "") -> None:
        self.problems.append(
            ImportProblem(
                job=self.job, where=where, index=index, message=message, hint=hint, text=text
            )
        )
