"""What the views share: the guarded load, cards for a person, refusals in the words of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.access import person_of
from apps.accounts.models import TokenScope
from apps.accounts.policy import Identity
from apps.annotations import queries
from apps.annotations.models import Comment, Thread
from apps.annotations.services import AttachmentRefused, Conflict, StateRefused
from apps.annotations.thread_cards import Cards
from apps.common.api import Problem
from apps.engine.anchors.selectors import AnchorError
from apps.submissions.access import identity_before
from apps.submissions.models import Revision


class ReviewView(APIView):
    """A view whose writing needs the scope ``review`` of a token."""

    token_scope = TokenScope.REVIEW


class ConflictProblem(Problem):
    """Somebody saved in between: the answer holds what is kept now, and nothing was overwritten."""

    def __init__(self, current: Comment) -> None:
        super().__init__(
            status.HTTP_409_CONFLICT,
            "The text was changed elsewhere since you began.",
            why="“current” is what is kept; what you sent was not saved over it.",
            what_to_do="Compare both, then save with the version of “current”.",
        )
        body: dict[str, Any] = self.body
        body["current"] = {
            "version": current.version,
            "body": current.body,
            "replacement": current.replacement,
            "published": current.published_at is not None,
        }


@contextmanager
def told() -> Iterator[None]:
    """Refusals of services as answers of the API."""
    try:
        yield
    except Conflict as error:
        raise ConflictProblem(error.current) from error
    except AnchorError as error:
        raise Problem(422, error.message, why=error.code, what_to_do=error.hint) from error
    except StateRefused as error:
        raise Problem(409, str(error), what_to_do="Look at the thread again.") from error
    except AttachmentRefused as error:
        raise Problem(422, str(error), what_to_do=error.hint) from error


def cards_for(request: Request, revision: Revision, identity: Identity | None = None) -> Cards:
    """Cards of the threads of a revision for whoever asks."""
    return Cards(
        revision,
        person_of(request),
        identity or identity_before(request.user, revision.submission),
        queries.team_ids(revision.submission),
    )


def thread_values(request: Request, thread: Thread, revision: Revision) -> dict[str, Any]:
    """One thread as it stands in ``revision``."""
    row = queries.anchor_in(thread.pk, revision)
    comments, files = queries.comments_of([thread.pk], person_of(request))
    cards = cards_for(request, revision)
    return cards.thread(thread, row, comments.get(thread.pk, ()), files)
