"""Applying a suggestion: the author takes the replacement into the draft of the next revision."""

from __future__ import annotations

from apps.accounts.models import User
from apps.annotations.models import Anchor as AnchorRow
from apps.annotations.models import AnchorState, Comment
from apps.annotations.services.anchoring import anchor_of
from apps.engine.anchors.edits import Edit
from apps.engine.anchors.selectors import AnchorError, TextQuote
from apps.submissions.models import Draft, Revision
from apps.submissions.services.drafts import draft_apply

_SAFE = (AnchorState.EXACT, AnchorState.CARRIED)


def suggestion_apply(*, comment: Comment, revision: Revision, by: User) -> Draft:
    """Apply the replacement of ``comment`` to the text of ``revision``.

    Raises:
        AnchorError: It suggests nothing, its text changed since, or another edit is in the way.
    """
    if comment.replacement is None:
        raise AnchorError("no-suggestion", "The comment holds no replacement.", "")
    row = AnchorRow.objects.filter(thread=comment.thread_id, revision=revision).first()
    if row is None or row.state not in _SAFE or row.start is None or row.end is None:
        raise AnchorError(
            "base-differs",
            f"The text that was to be replaced is not as it was in revision {revision.number}.",
            "Make the change by hand, or ask for a new suggestion.",
        )
    quote = anchor_of(row).get(TextQuote)
    edit = Edit(row.start, row.end, quote.exact if quote else "", comment.replacement)
    draft, _ = draft_apply(
        base=revision,
        path=row.artifact,
        edit=edit,
        source=f"comment:{comment.public_id}",
        author=by,
    )
    return draft
