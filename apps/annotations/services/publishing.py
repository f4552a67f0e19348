"""Publishing drafts as one review: from then on everybody who may see the design sees them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.activity.services import record
from apps.annotations.models import Comment, Mention, Review, Thread
from apps.annotations.policy import IN_ACTIONS
from apps.annotations.services import boards
from apps.annotations.services.carrying import carry_again
from apps.courses.queries import people_before
from apps.engine.comment_markup import mentioned
from apps.submissions.models import Revision, Submission


@transaction.atomic
def review_publish(
    *, revision: Revision, author: User, keys: Collection[str] | None = None, summary: str = ""
) -> Review | None:
    """Publish the drafts of ``author`` on the submission, or only those with ``keys``.

    Drafts without a word stay drafts. ``None`` when there was nothing to publish.
    """
    submission = revision.submission
    board = boards.locked(submission)
    chosen = [
        one
        for one in _locked_drafts(submission, author)
        if (keys is None or one.key in keys) and _says_something(one)
    ]
    if not chosen and not (summary.strip() and keys is None):
        return None
    now = timezone.now()
    review = Review.objects.create(
        submission=submission, revision=revision, author=author, summary=summary.strip()
    )
    threads = _publish(chosen, review, now)
    boards.publish(board, threads)
    Thread.objects.bulk_update(threads, ["number", "change", "published_at", "in_actions"])
    _mention(chosen, revision)
    carry_again(submission, after=min((c.revision.number for c in chosen), default=revision.number))
    record(
        actor=author,
        verb="review.published",
        obj=review,
        course=submission.assignment.course,
        data={
            "revision": revision.number,
            "comments": len(chosen),
            "threads": [thread.number for thread in threads],
        },
    )
    return review


def _locked_drafts(submission: Submission, author: User) -> Sequence[Comment]:
    """Drafts as they stand now: what another window saves after this is told that it came late.

    The drafts are locked before their threads, as saving and discarding do it; the threads are read
    once the drafts are held, for a save changes both.
    """
    waiting = Comment.objects.filter(
        author=author, thread__submission=submission, published_at=None
    ).order_by("id")
    drafts = list(waiting.select_for_update(of=("self",)))
    threads = Thread.objects.select_for_update().in_bulk({one.thread_id for one in drafts})
    for draft in drafts:
        draft.thread = threads[draft.thread_id]
    return drafts


def _says_something(comment: Comment) -> bool:
    return bool(comment.body.strip()) or comment.replacement is not None


def _publish(chosen: Sequence[Comment], review: Review, now: datetime) -> list[Thread]:
    """Mark comments and their threads published; the threads, each once, by their first comment."""
    threads: dict[int, Thread] = {}
    for comment in chosen:
        comment.published_at, comment.review = now, review
        thread = threads.setdefault(comment.thread_id, comment.thread)
        if thread.published_at is None:
            thread.published_at = now
            thread.in_actions = thread.type in IN_ACTIONS
    Comment.objects.bulk_update(chosen, ["published_at", "review"])
    return list(threads.values())


def _mention(chosen: Sequence[Comment], revision: Revision) -> None:
    """Note who was named; only people who may see the thread can be."""
    named = {comment.pk: mentioned(comment.body) for comment in chosen}
    if not any(named.values()):
        return
    people = {person.public_id: person for person in people_before(revision.submission.team)}
    Mention.objects.bulk_create(
        [
            Mention(comment_id=pk, person=people[one])
            for pk, ids in named.items()
            for one in sorted(ids & people.keys())
        ],
        ignore_conflicts=True,
    )
