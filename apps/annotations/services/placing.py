"""Placing by a person: confirming a guess, choosing a place, or saying that it is gone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.activity.services import record
from apps.annotations.models import Anchor as AnchorRow
from apps.annotations.models import AnchorState, Thread
from apps.annotations.services import boards
from apps.annotations.services.anchoring import (
    anchor_of,
    guess_of,
    package_of,
    resolved,
)
from apps.annotations.services.carrying import carry_again
from apps.engine.anchors.columns import values_of
from apps.engine.anchors.selectors import Anchor, AnchorError, TextQuote
from apps.submissions.models import Revision

DECISIONS = ("confirm", "place", "remove")


@transaction.atomic
def anchor_place(
    *, thread: Thread, revision: Revision, by: User, decision: str, target: dict[str, Any]
) -> AnchorRow:
    """Decide where a thread stands in ``revision``; later revisions are carried anew from there.

    Raises:
        AnchorError: There is nothing to confirm, or the target is not in the revision.
    """
    # First of all, as everywhere: two orders of locks would wait for each other.
    boards.locked(thread.submission)
    row = AnchorRow.objects.select_for_update().filter(thread=thread, revision=revision).first()
    if row is None:
        raise AnchorError(
            "not-carried",
            f"The thread is not in revision {revision.number} yet.",
            "It is being carried; wait a moment.",
        )
    if decision == "remove":
        row.state, row.guess = AnchorState.REMOVED, None
    else:
        package = package_of(revision)
        placed = decision == "place"
        anchor = resolved(revision, package, target) if placed else _confirmed(row)
        row.state = _state(_last_quote(row), anchor)
        row.guess = None
        for name, value in values_of(anchor, package).items():
            setattr(row, name, value)
    row.placed_by, row.method, row.score = by, f"{decision} by a person", 1.0
    row.save()
    later = AnchorRow.objects.filter(thread=thread, revision__number__gt=revision.number)
    later.filter(placed_by=None).delete()
    carry_again(thread.submission, after=revision.number)
    boards.touched(thread)
    record(
        actor=by,
        verb="anchor.placed",
        obj=thread,
        course=thread.submission.assignment.course,
        data={"number": thread.number, "decision": decision, "revision": revision.number},
    )
    return row


def _confirmed(row: AnchorRow) -> Anchor:
    """The place that was offered."""
    guess = guess_of(row)
    if row.state == AnchorState.RELOCATED:
        return anchor_of(row)
    if guess is None:
        raise AnchorError(
            "no-guess", "There is no guess to confirm.", "Place it by hand, or say that it is gone."
        )
    return guess


def _last_quote(row: AnchorRow) -> str | None:
    """What the thread quoted in the revision before."""
    before = (
        AnchorRow.objects.filter(thread=row.thread_id, revision__number__lt=row.revision.number)
        .exclude(state__in=(AnchorState.NEEDS_PLACING, AnchorState.REMOVED))
        .order_by("-revision__number")
        .first()
    )
    quote = anchor_of(before).get(TextQuote) if before else None
    return quote.exact if quote else None


def _state(before: str | None, anchor: Anchor) -> AnchorState:
    quote = anchor.get(TextQuote)
    same = before is None or (quote is not None and quote.exact == before)
    return AnchorState.CARRIED if same else AnchorState.EDITED
