"""Saying something at once, as programs do: a draft that is published in the same breath."""

from __future__ import annotations

import uuid

from django.db import transaction

from apps.accounts.models import User
from apps.annotations.models import Comment
from apps.annotations.services.drafts import DraftInput, draft_save
from apps.annotations.services.publishing import review_publish
from apps.submissions.models import Revision


@transaction.atomic
def comment_publish(
    *, revision: Revision, author: User, given: DraftInput, key: str = ""
) -> Comment:
    """Say something at once, without a draft that waits; the same ``key`` says it once.

    Raises:
        AnchorError, Conflict: As for a draft.
    """
    key = key or f"api-{uuid.uuid4().hex[:30]}"
    comment = draft_save(revision=revision, author=author, key=key, based_on=0, given=given)
    review_publish(revision=revision, author=author, keys=[key])
    return comment
