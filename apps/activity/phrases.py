"""Events as sentences, with the icon of their kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apps.activity.models import Event

# verb -> (icon, sentence); braces are filled from the event's data.
_PHRASES: Final[dict[str, tuple[str, str]]] = {
    "account.changed": ("user", "{actor} changed the account settings"),
    "token.created": ("key", "{actor} made the API token {name}"),
    "token.revoked": ("key", "{actor} revoked the API token {name}"),
    "course.created": ("book-open", "{actor} made the course {title}"),
    "course.updated": ("settings", "{actor} changed the course {title}"),
    "course.joined": ("user-plus", "{actor} joined {title}"),
    "course.join_link_renewed": ("link", "{actor} made a new join link for {title}"),
    "role.changed": ("pencil", "{actor} made {person} {new_role}"),
    "roster.imported": ("users", "{actor} imported a roster: {added} added, {changed} changed"),
    "team.created": ("users", "{actor} made the team {name}"),
    "team.renamed": ("users", "{actor} renamed the team {old_name} to {name}"),
    "team.joined": ("user-plus", "{actor} joined the team {name}"),
    "assignment.created": ("plus", "{actor} made the assignment {title}"),
    "assignment.updated": ("pencil", "{actor} changed the assignment {title}"),
    "assignment.published": ("send", "{actor} published {title}"),
    "revision.submitted": (
        "upload",
        "{actor} uploaded revision {number} of {assignment} for {team}",
    ),
    "run.rechecked": ("rotate-ccw", "{actor} asked for the checks to run again"),
    "run.cancelled": ("circle-slash", "{actor} cancelled a run of the checks"),
    "finding.replied": ("message-square", "{actor} replied to a finding of {code}"),
    "review.published": ("send", "{actor} published {comments} comments on revision {revision}"),
    "annotations.imported": (
        "upload",
        "{actor} imported {comments} comments on revision {revision}",
    ),
    "comment.edited": ("pencil", "{actor} changed a comment in thread {thread}"),
    "thread.addressed": ("corner-down-right", "{actor} marked thread {number} as addressed"),
    "thread.verified": ("check-check", "{actor} verified thread {number}"),
    "thread.reopened": ("rotate-ccw", "{actor} reopened thread {number}"),
    "thread.dropped": ("circle-slash", "{actor} dropped thread {number}"),
    "anchor.placed": ("map-pin", "{actor} placed thread {number} in revision {revision}"),
    "action.changed": ("list-checks", "{actor} changed the action of thread {number}"),
    "draft.changed": ("replace", "{actor} took a suggestion into the draft on revision {base}"),
    "draft.discarded": ("trash-2", "{actor} discarded the draft on revision {base}"),
}
_UNKNOWN = ("circle", "{actor}: {verb}")


@dataclass(frozen=True)
class Line:
    """One line of a feed."""

    at: datetime
    icon: str
    text: str


def line_of(event: Event, *, reader_id: int | None = None) -> Line:
    """The sentence about ``event``; the reader is called "You"."""
    icon, sentence = _PHRASES.get(event.verb, _UNKNOWN)
    values = defaultdict(lambda: "…", {key: str(value) for key, value in event.data.items()})
    values["verb"] = event.verb
    values["actor"] = _actor(event, reader_id)
    return Line(at=event.at, icon=icon, text=sentence.format_map(values))


def _actor(event: Event, reader_id: int | None) -> str:
    if event.actor is None:
        return "The program"
    return "You" if event.actor_id == reader_id else str(event.actor)
