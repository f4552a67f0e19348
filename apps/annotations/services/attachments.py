"""Files of comments: few kinds, small, and served under a neutral name."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.annotations.models import Attachment, Comment
from apps.common import storage
from apps.engine.intake.types import extension, sniff
from apps.submissions.services import UploadRefused, quota

MAX_BYTES = 5 * 1024 * 1024
MAX_FILES = 5
TYPES = ("png", "jpeg", "gif", "webp", "pdf", "markdown", "text", "csv")
"""What is taken: by the bytes, not by the name."""
_TEXTS = ("markdown", "text", "csv")
_NAMES = ("txt", "md", "markdown", "csv", "log", "json", "yaml", "yml", "mmd")
"""Endings of names that a text may have: another name would promise something else."""


class AttachmentRefused(ValueError):
    """The file was not taken; the message says why, ``hint`` what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


def attachment_add(*, comment: Comment, name: str, data: bytes) -> Attachment:
    """Attach a file to a draft or to a comment of one's own.

    Raises:
        AttachmentRefused: Its kind is not allowed, it is too large, there are enough, or there
            is no room for it.
    """
    kind = sniff(name, data)
    if kind in _TEXTS and extension(name) not in _NAMES:
        kind = f"{extension(name) or 'unknown'}, which holds text"
    if kind not in TYPES:
        raise AttachmentRefused(
            f"{name}: files of the kind {kind} cannot be attached.",
            "Attach a picture, a PDF, or text: " + ", ".join(TYPES) + ".",
        )
    if not 0 < len(data) <= MAX_BYTES:
        raise AttachmentRefused(
            f"{name}: it has {len(data):,} bytes; at most {MAX_BYTES:,} are taken.",
            "Make it smaller.",
        )
    _require_room(comment, name, len(data))
    values = {"digest": storage.put(data), "size": len(data), "type": kind}
    return _attach(comment, name.rpartition("/")[2][-120:], values)


@transaction.atomic
def _attach(comment: Comment, name: str, values: dict[str, Any]) -> Attachment:
    """The row, under the lock of the comment: it may be discarded or filled up meanwhile."""
    row = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if row is None:
        raise AttachmentRefused(
            f"{name}: the draft was discarded in another window.", "Save it again, then attach."
        )
    if row.attachments.count() >= MAX_FILES:
        raise AttachmentRefused(
            f"{name}: the comment has {MAX_FILES} files already.", "Take one away first."
        )
    return Attachment.objects.create(comment=row, name=name, **values)


def _require_room(comment: Comment, name: str, adds: int) -> None:
    submission = comment.thread.submission
    try:
        quota.require_room(
            course=submission.assignment.course, team=submission.team, name=name, adds=adds
        )
    except UploadRefused as refused:
        raise AttachmentRefused(str(refused), refused.hint) from refused
