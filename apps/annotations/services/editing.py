"""Changing what was published: it stays readable what it said before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from apps.activity.services import record
from apps.annotations.models import Comment, PastBody, Thread
from apps.annotations.services.boards import touched
from apps.annotations.services.drafts import Conflict, DraftInput, check_length
from apps.engine.anchors.selectors import AnchorError
from apps.engine.comment_markup import render


@transaction.atomic
def comment_edit(*, comment: Comment, based_on: int, body: str) -> Comment:
    """Change a published comment; what it said before is kept.

    Raises:
        Conflict: It was changed elsewhere since.
        AnchorError: The text is empty or too long.
    """
    check_length(DraftInput(body=body))
    if not body.strip() and not comment.replacement:
        raise AnchorError("empty", "The comment would be empty.", "Write at least a word.")
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if row.body == body:
        return row
    if row.version != based_on:
        raise Conflict(row)
    PastBody.objects.create(comment=row, version=row.version, body=row.body)
    row.body, row.html, row.edited_at = body, render(body), timezone.now()
    row.version += 1
    row.save()
    thread = Thread.objects.select_related("submission__assignment__course").get(pk=row.thread_id)
    touched(thread)
    record(
        actor=row.author,
        verb="comment.edited",
        obj=row,
        course=thread.submission.assignment.course,
        data={"thread": thread.number},
    )
    return row
