"""What is new since the browser asked last, computed from what its person may see."""

from __future__ import annotations

import hashlib
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import person_of
from apps.annotations import queries, services
from apps.annotations.api.base import ReviewView, cards_for
from apps.annotations.api.drafts import draft_values
from apps.common.etags import unchanged
from apps.common.params import params
from apps.submissions.access import revision_with_identity
from apps.submissions.queries import latest_revision

_MOST = 200
"""Threads of one answer; a browser that was away longer loads the page of threads again."""


class RevisionLive(ReviewView):
    """Changes, presence and my drafts."""

    @extend_schema(
        operation_id="live_get",
        summary="What is new",
        parameters=[OpenApiParameter("since", int, description="“cursor” of the last answer.")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, revision_id: str) -> Response:
        """Threads that changed after ``since``; 304 while nothing is new."""
        revision, identity = revision_with_identity(request.user, revision_id)
        user = person_of(request)
        services.presence_note(submission=revision.submission, person=user)
        cursor = queries.newest_change(revision.submission)
        drafts = queries.own_drafts(revision, user)
        people = queries.present_people(revision.submission, but=user)
        newest = latest_revision(revision.submission)
        carrying = queries.is_carrying(revision)
        stamp = (
            cursor,
            [(one.key, one.version) for one in drafts],
            [one.public_id for one in people],
            newest.number if newest else 0,
            carrying,
        )
        tag = f'"{hashlib.sha256(repr(stamp).encode()).hexdigest()[:24]}"'
        since = params(request).number("since", cursor)
        if unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag, "Cache-Control": "private"})
        cards = cards_for(request, revision, identity)
        body: dict[str, Any] = {
            "cursor": cursor,
            "threads": [],
            "drafts": [draft_values(one) for one in drafts],
            "present": [cards.person(one) for one in people],
            "newest": {"id": newest.public_id, "number": newest.number} if newest else None,
            "carrying": carrying,
        }
        if since < cursor:
            rows = queries.anchors_in(revision, user).filter(thread__change__gt=since)
            page = queries.page_of(rows.order_by("thread__change"), user, limit=_MOST)
            body["threads"] = cards.page(page)
        return Response(body, headers={"ETag": tag, "Cache-Control": "private"})
