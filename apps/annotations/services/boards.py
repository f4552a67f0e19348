"""The board of a submission: numbers and the count of published changes, taken under its lock."""

from __future__ import annotations

from collections.abc import Iterable

from apps.annotations.models import Board, Thread
from apps.submissions.models import Submission


def locked(submission: Submission) -> Board:
    """The board, locked until the transaction ends: changes of a submission are told in order."""
    Board.objects.get_or_create(submission=submission)
    return Board.objects.select_for_update().get(submission=submission)


def publish(board: Board, threads: Iterable[Thread]) -> None:
    """Give new threads their number and every thread its place in the order of changes."""
    for thread in threads:
        if thread.number is None:
            board.threads += 1
            thread.number = board.threads
        board.changes += 1
        thread.change = board.changes
    board.save()


def touched(thread: Thread, *fields: str) -> None:
    """Note that something published of ``thread`` changed; saves that and ``fields``, no others.

    The thread was loaded before the board was locked: what others changed since stays. A draft is
    saved without a word.
    """
    if thread.published_at is not None:
        publish(locked(thread.submission), [thread])
        fields += ("change",)
    if fields:
        thread.save(update_fields=fields)
