"""The action list: which threads are on it and who takes care of them."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.activity.services import record
from apps.annotations.models import Thread
from apps.annotations.services.boards import touched


@transaction.atomic
def action_set(*, thread: Thread, by: User, listed: bool, owner: User | None) -> Thread:
    """Put a thread on the list or take it off, and name its owner (``None`` for nobody)."""
    thread.in_actions, thread.owner = listed, owner
    touched(thread, "in_actions", "owner")
    record(
        actor=by,
        verb="action.changed",
        obj=thread,
        course=thread.submission.assignment.course,
        data={
            "number": thread.number,
            "listed": thread.in_actions,
            "owner": thread.owner.public_id if thread.owner else "",
        },
    )
    return thread
