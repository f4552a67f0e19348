"""Drafts: saved all the time, never over each other, seen by nobody but their author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.activity.services import record
from apps.annotations.models import Comment, CommentType, PastBody, Severity, Thread
from apps.annotations.services.anchoring import first_row, package_of, resolved
from apps.annotations.services.boards import touched
from apps.annotations.services.bounds import refuse_draft
from apps.engine.anchors.selectors import AnchorError
from apps.engine.comment_markup import MAX_BODY, render
from apps.submissions.models import Revision

MAX_REPLACEMENT = 8_000


class Conflict(Exception):
    """Somebody saved in between; ``current`` is what is kept now, and stays as it is."""

    def __init__(self, current: Comment) -> None:
        super().__init__("The text was changed elsewhere since you began.")
        self.current = current


@dataclass(frozen=True, slots=True)
class DraftInput:
    """What a person typed. For a new thread a target or a finding, for a reply the thread."""

    body: str = ""
    replacement: str | None = None
    type: str = CommentType.QUESTION
    severity: str = ""
    target: Mapping[str, Any] = field(default_factory=dict)
    finding: str = ""
    thread: Thread | None = None


def draft_save(
    *, revision: Revision, author: User, key: str, based_on: int, given: DraftInput
) -> Comment:
    """Keep a draft as it stands; ``based_on`` is the version that was edited, 0 for a new one.

    Saving the same again changes nothing, so a browser may repeat what it is not sure of.

    Raises:
        Conflict: It was saved elsewhere since, or is published.
        AnchorError: The place is not in the revision, or the text is too long.
    """
    _check(given)
    known = Comment.objects.filter(author=author, key=key).select_related("thread").first()
    if known is None:
        try:
            return _create(revision, author, key, given, version=based_on + 1)
        except IntegrityError:  # the same draft from another tab at the same moment
            known = Comment.objects.select_related("thread").get(author=author, key=key)
    return _update(known, based_on, given)


def _check(given: DraftInput) -> None:
    longest = max(len(given.body) - MAX_BODY, len(given.replacement or "") - MAX_REPLACEMENT)
    if longest > 0:
        raise AnchorError(
            "too-long", f"The text is {longest} characters too long.", "Shorten it, or attach it."
        )


@transaction.atomic
def _create(
    revision: Revision, author: User, key: str, given: DraftInput, *, version: int
) -> Comment:
    thread = given.thread
    refuse_draft(revision.submission, author, thread)
    if thread is None:
        package = package_of(revision)
        anchor = resolved(revision, package, given.target, given.finding)
        thread = Thread.objects.create(
            submission=revision.submission,
            revision=revision,
            author=author,
            type=given.type,
            severity=_severity(given),
            finding=given.finding,
        )
        first_row(thread, anchor, package).save()
    return Comment.objects.create(
        thread=thread,
        revision=revision,
        author=author,
        key=key,
        version=version,
        body=given.body,
        html=render(given.body),
        replacement=given.replacement,
    )


def _severity(given: DraftInput) -> str:
    if given.type != CommentType.ISSUE:
        return ""
    return given.severity if given.severity in Severity.values else Severity.WARNING


@transaction.atomic
def _update(known: Comment, based_on: int, given: DraftInput) -> Comment:
    thread = known.thread
    own = thread.published_at is None
    same = (known.body, known.replacement) == (given.body, given.replacement)
    if known.published_at is None and own:
        same = same and (thread.type, thread.severity) == (given.type, _severity(given))
    if same:
        return known
    changed = Comment.objects.filter(pk=known.pk, version=based_on, published_at=None).update(
        body=given.body,
        html=render(given.body),
        replacement=given.replacement,
        version=F("version") + 1,
        saved_at=timezone.now(),
    )
    if not changed:
        known.refresh_from_db()
        raise Conflict(known)
    if own:
        Thread.objects.filter(pk=thread.pk).update(type=given.type, severity=_severity(given))
    known.refresh_from_db()
    return known


@transaction.atomic
def draft_discard(*, comment: Comment) -> None:
    """Throw a draft away; a thread that holds nothing else goes with it.

    Raises:
        Conflict: It was published meanwhile.
    """
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if row.published_at is not None:
        raise Conflict(row)
    thread = row.thread
    row.delete()
    if thread.published_at is None and not thread.comments.exists():
        thread.delete()


@transaction.atomic
def comment_edit(*, comment: Comment, based_on: int, body: str) -> Comment:
    """Change a published comment; what it said before is kept.

    Raises:
        Conflict: It was changed elsewhere since.
        AnchorError: The text is empty or too long.
    """
    _check(DraftInput(body=body))
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
