"""How much of everything one submission holds: pages of others grow with it."""

from __future__ import annotations

from typing import Final

from apps.accounts.models import User
from apps.annotations.models import Board, Comment, Thread
from apps.engine.anchors.selectors import AnchorError
from apps.submissions.models import Submission

MAX_DRAFTS: Final = 500
"""Drafts of one person on one submission; publishing all is one transaction."""
MAX_COMMENTS: Final = 300
"""Comments of one thread, which is always shown as a whole."""
MAX_THREADS: Final = 20_000


def refuse_draft(submission: Submission, author: User, thread: Thread | None) -> None:
    """Refuse another draft of ``author``, as a reply to ``thread`` or as a thread of its own.

    Raises:
        AnchorError: There are enough.
    """
    mine = Comment.objects.filter(
        author=author, published_at=None, thread__submission=submission
    ).count()
    if mine >= MAX_DRAFTS:
        raise AnchorError(
            "too-many-drafts",
            f"You have {mine} drafts here, which is the most.",
            "Publish them, or discard some.",
        )
    if thread is not None and thread.comments.count() >= MAX_COMMENTS:
        raise AnchorError(
            "too-many-comments",
            f"The thread has {MAX_COMMENTS} comments, which is the most.",
            "Begin a new one at the same place.",
        )
    if thread is None and room_for_threads(submission) <= 0:
        raise AnchorError(
            "too-many-threads",
            f"The submission has {MAX_THREADS:,} threads, which is the most.",
            "Reply to one of them.",
        )


def room_for_threads(submission: Submission) -> int:
    """How many threads can still be published."""
    taken = Board.objects.filter(submission=submission).values_list("threads", flat=True).first()
    return MAX_THREADS - (taken or 0)
