"""Taking over the comments of a file, a part at a time: each once, whoever is interrupted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from apps.activity.services import record
from apps.annotations.models import Anchor as AnchorRow
from apps.annotations.models import Board, Comment, Review, Thread
from apps.annotations.services import boards
from apps.annotations.services.carrying import carry_again
from apps.engine.exports.incoming import Incoming, IncomingComment
from apps.exports.contents import IMPORT_KEY
from apps.exports.models import AnnotationImport, ImportProblem
from apps.exports.services.import_part import Part, Writable, before, ours_pattern


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
        ours = [match[1] for one in comments if (match := ours_pattern().fullmatch(one.id))]
        keys = [IMPORT_KEY + one.key for one in comments]
        published = Q(published_at__isnull=False)
        rows = Comment.objects.filter(
            Q(key__in=keys) & (published | Q(author=self.job.author))
            | Q(public_id__in=ours) & published,
            thread__submission=self.job.revision.submission_id,
        ).select_related("thread")
        rows = rows.defer("body", "html", "replacement")
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
        earlier = self._earlier(batch[0].found.thread)
        known = self.known([*earlier, *(one.found for one in batch)])
        part = Part(self.job, self.incoming, known, self.may_set)
        part.remember(earlier)
        for one in batch:
            part.take(one)
        if part.comments:
            self._write(part, board)
        ImportProblem.objects.bulk_create(part.problems)
        self._count(part, len(batch))

    def _earlier(self, number: int) -> list[IncomingComment]:
        """What stands before the part in the thread that it begins in the middle of."""
        start = end = self.job.position
        while start and self.incoming.comments[start - 1].thread == number:
            start -= 1
        return list(self.incoming.comments[start:end])

    def _write(self, part: Part, board: Board) -> None:
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

    def _count(self, part: Part, looked_at: int) -> None:
        job = self.job
        job.position += looked_at
        job.threads += len(part.threads)
        job.comments += len(part.comments)
        job.known += part.known_count
        job.save(update_fields=["position", "threads", "comments", "known", "review"])
