"""How types, states and fates of threads look: tone and icon, always beside a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.annotations.models import AnchorState, CommentType, ThreadState

TYPES = {
    CommentType.QUESTION: ("question", "message-circle-question-mark"),
    CommentType.SUGGESTION: ("suggestion", "lightbulb"),
    CommentType.ISSUE: ("issue", "flag"),
    CommentType.PRAISE: ("praise", "heart"),
    CommentType.RISK: ("risk", "shield-alert"),
    CommentType.NON_RISK: ("non-risk", "shield-check"),
    CommentType.SENSITIVITY_POINT: ("sensitivity", "activity"),
    CommentType.TRADEOFF_POINT: ("trade-off", "scale"),
}
STATES = {
    ThreadState.OPEN: ("", "circle-dot"),
    ThreadState.ADDRESSED: ("info", "corner-down-right"),
    ThreadState.VERIFIED: ("pass", "check-check"),
    ThreadState.REOPENED: ("warning", "rotate-ccw"),
    ThreadState.DROPPED: ("", "circle-slash"),
}
FATES = {
    AnchorState.EXACT: ("", "equal"),
    AnchorState.CARRIED: ("", "route"),
    AnchorState.EDITED: ("info", "pencil"),
    AnchorState.RELOCATED: ("warning", "circle-question-mark"),
    AnchorState.NEEDS_PLACING: ("warning", "map-pin"),
    AnchorState.REMOVED: ("", "trash-2"),
}


def as_values(looks: Mapping[Any, tuple[str, str]]) -> list[dict[str, str]]:
    """Choices with their words and looks, as a page carries them to its scripts."""
    return [
        {"value": one.value, "label": one.label, "tone": tone, "icon": icon}
        for one, (tone, icon) in looks.items()
    ]
