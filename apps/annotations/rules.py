"""The life of a thread: which state follows which, and what a person needs to set it."""

from __future__ import annotations

from apps.annotations.models import ThreadState as State

FROM: dict[str, frozenset[str]] = {
    State.ADDRESSED: frozenset({State.OPEN, State.REOPENED}),
    State.VERIFIED: frozenset({State.OPEN, State.REOPENED, State.ADDRESSED}),
    State.REOPENED: frozenset({State.ADDRESSED, State.VERIFIED, State.DROPPED}),
    State.DROPPED: frozenset({State.OPEN, State.REOPENED, State.ADDRESSED}),
}
"""From which states a state can be reached. Nothing leads back to ``open``: it is reopened."""

PERMISSION: dict[str, str] = {
    State.ADDRESSED: "thread.address",
    State.VERIFIED: "thread.judge",
    State.REOPENED: "thread.judge",
    State.DROPPED: "thread.judge",
}

IN_ACTIONS = frozenset({"suggestion", "issue", "risk"})
"""Types of threads that propose an improvement; they begin in the action list."""
