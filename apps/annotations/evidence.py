"""What became of an action in a revision: evidence that a person judges, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from apps.annotations.models import Anchor, AnchorState, Comment
from apps.engine.package import Package


@dataclass(frozen=True, slots=True)
class Evidence:
    """A tone and a sentence."""

    tone: str
    icon: str
    words: str


def evidence(
    row: Anchor | None,
    comments: list[Comment],
    *,
    package: Package | None,
    finding_there: bool | None,
    first: bool,
) -> Evidence:
    """What the revision shows about one action.

    ``finding_there`` says whether the finding the thread is about is still found; None when it is
    about none. ``first`` is True in the revision that the thread was begun on.
    """
    if finding_there is False:
        return Evidence("pass", "check", "The finding it is about is no longer found")
    if first:
        return Evidence("unknown", "minus", "Begun on this revision")
    if _is_applied(comments, package):
        return Evidence("pass", "check", "The suggested text stands in the document")
    if finding_there:
        return Evidence("warning", "circle-alert", "The finding it is about is still found")
    if row is None:
        return Evidence("unknown", "hourglass", "Not carried into this revision yet")
    return {
        AnchorState.EXACT: Evidence("warning", "minus", "The place is unchanged"),
        AnchorState.CARRIED: Evidence("warning", "minus", "The place is unchanged"),
        AnchorState.EDITED: Evidence("info", "pencil", "The text at the place was changed"),
        AnchorState.RELOCATED: Evidence("info", "map-pin", "The place was moved or renamed"),
        AnchorState.NEEDS_PLACING: Evidence("unknown", "map-pin", "The place was not found"),
        AnchorState.REMOVED: Evidence("info", "trash-2", "What it was about is gone"),
    }[AnchorState(row.state)]


def _is_applied(comments: list[Comment], package: Package | None) -> bool:
    wanted = [one.replacement.strip() for one in comments if one.replacement]
    if not wanted or package is None:
        return False
    texts = [text.text for text in package.texts.values()]
    return any(len(one) >= 8 and any(one in text for text in texts) for one in wanted)
