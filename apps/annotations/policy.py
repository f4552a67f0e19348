"""The life of a thread: which state follows which, and what a person needs to set it."""

from __future__ import annotations

from dataclasses import replace

from apps.accounts.policy import Identity, allows
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


def states_of_own(identity: Identity) -> frozenset[str]:
    """The states that a person may give to a thread of their own."""
    who = replace(identity, own_thread=True)
    return frozenset(state for state, permission in PERMISSION.items() if allows(permission, who))
