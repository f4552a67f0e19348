"""Setting the state of a thread: with a sentence, and as a comment, so that its life can be read."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.activity.services import record
from apps.annotations.models import Comment, Thread, ThreadState
from apps.annotations.policy import FROM
from apps.annotations.services import boards
from apps.engine.comment_markup import render
from apps.submissions.models import Revision


class StateRefused(ValueError):
    """The state does not follow from the one the thread is in."""


@transaction.atomic
def state_set(
    *, thread: Thread, revision: Revision, by: User, state: str, note: str = ""
) -> Comment:
    """Set the state; whether ``by`` may is decided by whoever loaded ``thread``.

    Raises:
        StateRefused: The state cannot follow from the present one.
    """
    board = boards.locked(thread.submission)
    thread.refresh_from_db(fields=["state", "number", "published_at"])
    if thread.published_at is None:
        raise StateRefused("A draft has no state yet: publish it first.")
    if thread.state not in FROM.get(state, ()):
        now = ThreadState(thread.state).label.lower()
        raise StateRefused(f"The thread is {now}; from there it cannot become {state}.")
    before, thread.state = thread.state, state
    comment = Comment.objects.create(
        thread=thread,
        revision=revision,
        author=by,
        key=f"state-{uuid.uuid4().hex[:30]}",
        body=note.strip(),
        html=render(note.strip()),
        sets_state=state,
        published_at=timezone.now(),
    )
    boards.publish(board, [thread])
    thread.save(update_fields=["state", "change"])
    record(
        actor=by,
        verb=f"thread.{state}",
        obj=thread,
        course=thread.submission.assignment.course,
        data={"number": thread.number, "before": before, "revision": revision.number},
    )
    return comment
