"""How types, states and fates of threads look: tone and icon, always beside a word."""

from __future__ import annotations

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
