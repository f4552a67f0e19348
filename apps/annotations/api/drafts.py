"""Drafts: saving, discarding, publishing together."""

from __future__ import annotations

import re
from typing import Any

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import person_of
from apps.annotations import queries, services
from apps.annotations.access import own_draft, thread_beside
from apps.annotations.api.base import ReviewView, told
from apps.annotations.models import Comment
from apps.annotations.serializers import DraftSerializer, PublishedSerializer, PublishSerializer
from apps.annotations.services import DraftInput
from apps.common.api import Problem
from apps.submissions.access import revision_for
from apps.submissions.models import Revision

_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


def draft_values(comment: Comment) -> dict[str, Any]:
    """A draft as its author's browser keeps it."""
    thread = comment.thread
    return {
        "key": comment.key,
        "id": comment.public_id,
        "thread": thread.public_id,
        "reply": thread.published_at is not None or thread.author_id != comment.author_id,
        "version": comment.version,
        "body": comment.body,
        "replacement": comment.replacement,
        "type": thread.type,
        "severity": thread.severity,
        "saved_at": comment.saved_at.isoformat(timespec="seconds"),
    }


def _source(comment: Comment, revision: Revision) -> str:
    """The source text that the draft is about: what a suggestion would replace."""
    row = queries.anchor_in(comment.thread_id, revision)
    quotes = [one["exact"] for one in (row.selectors if row else ()) if one["type"] == "TextQuote"]
    return quotes[0] if quotes else ""


class RevisionDrafts(ReviewView):
    """My drafts."""

    @extend_schema(operation_id="drafts_list", summary="My drafts", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, revision_id: str) -> Response:
        """Drafts of whoever asks, on any revision of the submission, oldest first."""
        revision = revision_for(request.user, revision_id)
        drafts = queries.own_drafts(revision, person_of(request))
        return Response({"drafts": [draft_values(one) for one in drafts]})


class RevisionDraft(ReviewView):
    """One draft, by the key that its author's browser made."""

    @extend_schema(
        operation_id="drafts_save",
        summary="Save a draft",
        request=DraftSerializer,
        responses=OpenApiTypes.OBJECT,
    )
    def put(self, request: Request, revision_id: str, key: str) -> Response:
        """Repeat it as often as you like; 409 with ``current`` when it was changed elsewhere."""
        revision = revision_for(request.user, revision_id, "thread.write")
        if not _KEY.fullmatch(key):
            raise Problem(
                422,
                "The key of the draft cannot be used.",
                what_to_do="Use up to 40 letters, digits, dashes and underscores.",
            )
        given = DraftSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        based_on, thread = values.pop("based_on"), values.pop("thread")
        values["thread"] = thread_beside(revision, person_of(request), thread) if thread else None
        with told():
            saved = services.draft_save(
                revision=revision,
                author=person_of(request),
                key=key,
                based_on=based_on,
                given=DraftInput(**values),
            )
        return Response(draft_values(saved) | {"source": _source(saved, revision)})

    @extend_schema(operation_id="drafts_discard", summary="Discard a draft", responses={204: None})
    def delete(self, request: Request, revision_id: str, key: str) -> Response:
        """Gone for good; a published comment cannot be discarded."""
        revision = revision_for(request.user, revision_id, "thread.write")
        with told():
            services.draft_discard(comment=own_draft(person_of(request), revision, key))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RevisionPublish(ReviewView):
    """Publishing."""

    @extend_schema(
        operation_id="drafts_publish",
        summary="Publish drafts as one review",
        request=PublishSerializer,
        responses=PublishedSerializer,
    )
    def post(self, request: Request, revision_id: str) -> Response:
        """All drafts on the submission, or those with ``keys``; then everybody sees them."""
        revision = revision_for(request.user, revision_id, "thread.write")
        given = PublishSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        review = services.review_publish(
            revision=revision,
            author=person_of(request),
            keys=given.validated_data.get("keys"),
            summary=given.validated_data["summary"],
        )
        count = review.comments.count() if review else 0
        return Response({"review": review.public_id if review else None, "comments": count})
