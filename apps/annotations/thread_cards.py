"""Threads as the API gives them and the workspace shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.policy import Identity, allows
from apps.accounts.queries import shown_as
from apps.annotations import policy
from apps.annotations.files import attachment_url
from apps.annotations.models import Anchor, Attachment, Comment, Thread
from apps.annotations.queries import Page
from apps.submissions.models import Revision


@dataclass
class Cards:
    """Makes the values of threads for one person in front of one revision."""

    revision: Revision
    user: User
    identity: Identity
    team: frozenset[int]
    _may: dict[bool, dict[str, bool]] = field(default_factory=dict)

    def person(self, user: User) -> dict[str, Any]:
        """A person as others may know them."""
        shown = shown_as(user, self.user, self.revision.submission)
        return {
            **asdict(shown),
            "author": user.pk in self.team,
            "you": user.pk == self.user.pk,
        }

    def page(self, page: Page) -> list[dict[str, Any]]:
        """The threads of a page."""
        return [
            self.thread(row.thread, row, page.comments.get(row.thread_id, ()), page.attachments)
            | {"quoted_first": page.quoted_first.get(row.thread_id, "")}
            for row in page.anchors
        ]

    def thread(
        self,
        thread: Thread,
        row: Anchor | None,
        comments: Sequence[Comment],
        attachments: Mapping[int, Sequence[Attachment]],
    ) -> dict[str, Any]:
        """One thread with its place and its comments."""
        return {
            "id": thread.public_id,
            "number": thread.number,
            "type": thread.type,
            "severity": thread.severity,
            "state": thread.state,
            "draft": thread.published_at is None,
            "author": self.person(thread.author),
            "revision": thread.revision.number,
            "finding": thread.finding,
            "in_actions": thread.in_actions,
            "owner": self.person(thread.owner) if thread.owner else None,
            "change": thread.change,
            "anchor": anchor_values(row) if row else None,
            "comments": [self.comment(one, attachments.get(one.pk, ())) for one in comments],
            "may": self.may(thread),
            "url": f"{reverse('annotations:thread', args=[thread.public_id])}",
        }

    def comment(self, comment: Comment, attachments: Sequence[Attachment]) -> dict[str, Any]:
        """One comment; its key only to its author, who edits by it."""
        mine = comment.author_id == self.user.pk
        return {
            "id": comment.public_id,
            "key": comment.key if mine else None,
            "version": comment.version,
            "author": self.person(comment.author),
            "body": comment.body,
            "html": comment.html,
            "replacement": comment.replacement,
            "state": comment.sets_state,
            "draft": comment.published_at is None,
            "at": (comment.published_at or comment.created_at).isoformat(timespec="seconds"),
            "edited": comment.edited_at is not None,
            "revision": comment.revision.number,
            "files": [file_values(self.user, one) for one in attachments],
        }

    def may(self, thread: Thread) -> dict[str, bool]:
        """What this person may do with a thread; the states only as far as they can follow."""
        own = thread.author_id == self.user.pk
        if own not in self._may:
            who = replace(self.identity, own_thread=own)
            words = ("thread.write", "thread.address", "thread.judge", "thread.place",
                     "action.change", "revision.upload")  # fmt: skip
            self._may[own] = {word: allows(word, who) for word in words}
        may = self._may[own]
        published = thread.published_at is not None
        states = {
            state: published and thread.state in policy.FROM[state] and may[permission]
            for state, permission in policy.PERMISSION.items()
        }
        return states | {
            "reply": may["thread.write"],
            "place": may["thread.place"],
            "act": published and may["action.change"],
            "apply": may["revision.upload"],
        }


def file_values(user: User, attachment: Attachment) -> dict[str, Any]:
    """A file of a comment, with the address it has for ``user``."""
    return {
        "id": attachment.public_id,
        "name": attachment.name,
        "size": attachment.size,
        "type": attachment.type,
        "url": attachment_url(user, attachment),
    }


def anchor_values(row: Anchor) -> dict[str, Any]:
    """A place as JSON."""
    values: dict[str, Any] = {
        "state": row.state,
        "words": row.get_state_display(),
        "surface": row.surface,
        "artifact": row.artifact,
        "start": row.start,
        "end": row.end,
        "element": row.element,
        "label": row.label,
        "quote": row.quote,
        "score": round(row.score, 3),
        "guess": None,
        "region": None,
        "selectors": row.selectors,
    }
    if row.surface == "region":
        values["region"] = {k: v for k, v in row.selectors[0].items() if k != "type"}
    if row.guess:
        values["guess"] = {name: row.guess.get(name) for name in ("artifact", "label", "quote")}
    return values
