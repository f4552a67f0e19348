"""Answering a finding: a reply is a row beside it, and hangs on what stays the same over revisions."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.activity.services import record
from apps.checkruns.models import FindingReply, ReplyKind, RunFinding
from apps.submissions.models import Revision


class ReplyRefused(ValueError):
    """The reply was not recorded; the message says what is missing."""


@transaction.atomic
def reply_add(
    *, revision: Revision, finding: RunFinding, author: User, kind: str, text: str
) -> FindingReply:
    """Record what ``author`` answers to ``finding``; earlier replies stay.

    Raises:
        ReplyRefused: ``intended`` and ``misread`` need a sentence.
    """
    words = text.strip()
    if kind != ReplyKind.FIXED and not words:
        raise ReplyRefused("Say in a sentence why: reviewers read it beside the finding.")
    submission = revision.submission
    reply = FindingReply.objects.create(
        submission=submission,
        identity=finding.identity,
        code=finding.code,
        revision=revision,
        author=author,
        kind=kind,
        text=words,
    )
    record(
        actor=author,
        verb="finding.replied",
        obj=reply,
        course=submission.assignment.course,
        data={"code": finding.code, "kind": kind, "revision": revision.number},
    )
    return reply
