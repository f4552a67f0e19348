"""The guarded entries to threads, comments, attachments, exports and drafts.

What a person may not see does not exist for them: a draft of somebody else gives the same answer as
a thread that was never there.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404

from apps.accounts.models import User
from apps.accounts.policy import Identity
from apps.annotations.models import Attachment, Comment, Thread
from apps.courses.access import require
from apps.submissions.access import identity_before, revision_beside
from apps.submissions.models import Revision

Person = User | AnonymousUser

_SUBMISSION = (
    "submission__assignment__course",
    "submission__assignment__rubric",
    "submission__team",
)


def visible(user: Person) -> Q:
    """The threads, or comments, that ``user`` may see among those of a submission they may see."""
    return Q(published_at__isnull=False) | Q(author=user.pk)


def thread_for(
    user: Person, public_id: str, permission: str = "submission.see"
) -> tuple[Thread, Identity]:
    """The thread and the facts about ``user`` in front of it, guarded by ``permission``."""
    thread = (
        Thread.objects.filter(visible(user), public_id=public_id)
        .select_related("author", "owner", "revision", *_SUBMISSION)
        .first()
    )
    if thread is None:
        raise Http404
    identity = identity_at(identity_before(user, thread.submission), user, thread)
    require(identity, permission, see="submission.see")
    return thread, identity


def identity_at(
    identity: Identity, user: Person, thread: Thread, comment: Comment | None = None
) -> Identity:
    """The facts in front of a submission, with those about one thread and comment."""
    return replace(
        identity,
        own_thread=thread.author_id == user.pk,
        own_comment=comment is not None and comment.author_id == user.pk,
    )


def comment_for(
    user: Person, public_id: str, permission: str = "submission.see"
) -> tuple[Comment, Identity]:
    """The comment with its thread, guarded by ``permission``."""
    comment = (
        Comment.objects.filter(visible(user), public_id=public_id)
        .select_related("author", "revision", "thread")
        .first()
    )
    if comment is None:
        raise Http404
    thread, identity = thread_for(user, comment.thread.public_id)
    comment.thread = thread
    identity = replace(identity, own_comment=comment.author_id == user.pk)
    require(identity, permission, see="submission.see")
    return comment, identity


def own_draft(user: User, revision: Revision, key: str) -> Comment:
    """An unpublished comment of ``user`` on the submission of ``revision``, by its key."""
    found = Comment.objects.filter(
        author=user, key=key, thread__submission=revision.submission_id
    ).first()
    if found is None:
        raise Http404
    return found


def thread_beside(revision: Revision, user: Person, public_id: str) -> Thread:
    """A thread of the submission that ``revision`` belongs to, if ``user`` may see it."""
    found = (
        Thread.objects.filter(visible(user), public_id=public_id, submission=revision.submission_id)
        .select_related("submission")
        .first()
    )
    if found is None:
        raise Http404
    found.submission = revision.submission
    return found


def revision_of(thread: Thread, public_id: str) -> Revision:
    """A revision of the thread's submission."""
    base = thread.revision
    base.submission = thread.submission
    return base if base.public_id == public_id else revision_beside(base, public_id)


def attachment_by_key(user: Person, key: int) -> Attachment:
    """A file of a comment that ``user`` may see."""
    found = Attachment.objects.filter(pk=key).select_related("comment").first()
    if found is None:
        raise Http404
    comment_for(user, found.comment.public_id)
    return found
