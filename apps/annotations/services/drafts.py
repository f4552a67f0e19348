"""Drafts: saved all the time, never over each other, seen by nobody but their author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404

from apps.accounts.models import User
from apps.annotations.models import Comment, CommentType, Severity, Thread
from apps.annotations.services.anchoring import first_row, package_of, resolved
from apps.annotations.services.bounds import refuse_draft
from apps.common.trouble import Busy
from apps.engine.anchors.selectors import Anchor, AnchorError
from apps.engine.comment_markup import MAX_BODY, render
from apps.engine.package import Package
from apps.submissions.models import Revision

MAX_REPLACEMENT = 8_000
_TURNS = 4
"""Looks at a draft that other windows save and discard at the same moment."""


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

    Saving the same again changes nothing, so a browser may repeat what it is not sure of. A draft that
    another window discarded meanwhile is there again: nobody discards what they go on writing.

    Raises:
        Conflict: It was saved elsewhere since, or is published.
        AnchorError: The place is not in the revision, or the text is too long.
        Http404: The thread that it replies to is gone.
    """
    check_length(given)
    asked = _Asked(revision, author, key, based_on, given)
    for _ in range(_TURNS - 1):
        try:
            return _save(asked, _place(asked))
        except _Meanwhile:
            continue
    return _save(asked, _place(asked))


class _Meanwhile(Busy):
    """Another window saved or discarded the draft between our look and our write."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What ``draft_save`` was asked for."""

    revision: Revision
    author: User
    key: str
    based_on: int
    given: DraftInput

    @property
    def rows(self) -> QuerySet[Comment]:
        """The draft, if it is there."""
        return Comment.objects.filter(author=self.author, key=self.key)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a new thread stands; looked up before anything is locked, for that reads files."""

    anchor: Anchor
    package: Package


def _place(asked: _Asked) -> _Place | None:
    """The place of a draft that has to be made; ``None`` when it is there, or is a reply."""
    given = asked.given
    if given.thread is not None or asked.rows.exists():
        return None
    if asked.based_on and not given.target and not given.finding:
        raise AnchorError(
            "discarded",
            "This draft was discarded in another window, and its place with it.",
            "Choose the place again and put the text there.",
        )
    package = package_of(asked.revision)
    return _Place(resolved(asked.revision, package, given.target, given.finding), package)


@transaction.atomic
def _save(asked: _Asked, place: _Place | None) -> Comment:
    """One turn, under the lock of the draft if it is there."""
    rows = asked.rows.select_for_update(of=("self",)).select_related("thread")
    known, given = rows.first(), asked.given
    if known is not None:
        return _update(known, asked.based_on, given)
    refuse_draft(asked.revision.submission, asked.author, given.thread)
    thread = _new_thread(asked, place) if place else _replied_to(given)
    try:
        with transaction.atomic():
            return Comment.objects.create(
                thread=thread,
                revision=asked.revision,
                author=asked.author,
                key=asked.key,
                version=asked.based_on + 1,
                body=given.body,
                html=render(given.body),
                replacement=given.replacement,
            )
    except IntegrityError as error:  # the same draft from another tab at the same moment
        raise _Meanwhile("the draft was saved at the same moment") from error


def check_length(given: DraftInput) -> None:
    """Refuse what is too long to be kept; raises ``AnchorError``."""
    longest = max(len(given.body) - MAX_BODY, len(given.replacement or "") - MAX_REPLACEMENT)
    if longest > 0:
        raise AnchorError(
            "too-long", f"The text is {longest} characters too long.", "Shorten it, or attach it."
        )


def _new_thread(asked: _Asked, place: _Place) -> Thread:
    given = asked.given
    thread = Thread.objects.create(
        submission=asked.revision.submission,
        revision=asked.revision,
        author=asked.author,
        type=given.type,
        severity=_severity(given),
        finding=given.finding,
    )
    first_row(thread, place.anchor, place.package).save()
    return thread


def _replied_to(given: DraftInput) -> Thread:
    """The thread of a reply, locked so that nobody takes it away meanwhile."""
    if given.thread is None:
        raise _Meanwhile("the draft was discarded at the same moment")
    thread = Thread.objects.select_for_update().filter(pk=given.thread.pk).first()
    if thread is None:
        raise Http404
    return thread


def _severity(given: DraftInput) -> str:
    if given.type != CommentType.ISSUE:
        return ""
    return given.severity if given.severity in Severity.values else Severity.WARNING


def _update(known: Comment, based_on: int, given: DraftInput) -> Comment:
    """Change a draft whose row is locked."""
    thread = known.thread
    own = thread.published_at is None
    same = (known.body, known.replacement) == (given.body, given.replacement)
    if known.published_at is None and own:
        same = same and (thread.type, thread.severity) == (given.type, _severity(given))
    if same:
        return known
    if known.published_at is not None or known.version != based_on:
        raise Conflict(known)
    known.body, known.html, known.replacement = given.body, render(given.body), given.replacement
    known.version += 1
    known.save(update_fields=["body", "html", "replacement", "version", "saved_at"])
    if own:
        thread.type, thread.severity = given.type, _severity(given)
        thread.save(update_fields=["type", "severity"])
    return known


@transaction.atomic
def draft_discard(*, comment: Comment) -> None:
    """Throw a draft away; a thread that holds nothing else goes with it.

    Doing it twice, from two windows, changes nothing.

    Raises:
        Conflict: It was published meanwhile.
    """
    row = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if row is None:
        return
    if row.published_at is not None:
        raise Conflict(row)
    thread = Thread.objects.select_for_update().get(pk=row.thread_id)
    row.delete()
    if thread.published_at is None and not thread.comments.exists():
        thread.delete()
