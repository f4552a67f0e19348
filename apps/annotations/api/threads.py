"""Threads of a revision, one thread, its state, its places, its comments."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import person_of
from apps.accounts.models import User
from apps.annotations import policy, queries, services
from apps.annotations.access import comment_for, revision_of, thread_for
from apps.annotations.api.base import ReviewView, cards_for, thread_values, told
from apps.annotations.models import Thread
from apps.annotations.queries import filters_of
from apps.annotations.serializers import (
    ActionSerializer,
    CommentSerializer,
    EditSerializer,
    FileSerializer,
    NewThreadSerializer,
    PlacingSerializer,
    StateSerializer,
    ThreadReplySerializer,
    ThreadSerializer,
)
from apps.annotations.services import DraftInput
from apps.annotations.thread_cards import anchor_values, file_values
from apps.common.api import Problem
from apps.common.params import params
from apps.courses.queries import team_members
from apps.submissions.access import revision_for, revision_with_identity
from apps.submissions.models import Revision
from apps.submissions.queries import latest_revision

_MOST = 100
_FORM = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
_FILTERS = [
    OpenApiParameter(name, str)
    for name in ("type", "state", "person", "artifact", "severity", "finding", "words")
] + [
    OpenApiParameter("placing", bool, description="Only those that wait to be placed."),
    OpenApiParameter("actions", bool, description="Only the action list."),
    OpenApiParameter("first", str, description="Threads in this file come first."),
    OpenApiParameter("offset", int),
    OpenApiParameter("limit", int, description=f"At most {_MOST}; 50 if not given."),
]


class RevisionThreads(ReviewView):
    """Threads that have a place in a revision, in reading order."""

    @extend_schema(
        operation_id="threads_list",
        summary="Threads of a revision",
        parameters=_FILTERS,
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, revision_id: str) -> Response:
        """``{count, results, not_carried}``: those begun earlier that are not carried yet count."""
        revision, identity = revision_with_identity(request.user, revision_id)
        user, asked = person_of(request), params(request)
        rows = queries.anchors_in(revision, user, filters_of(asked))
        offset, limit = asked.number("offset", 0), asked.number("limit", 50)
        page = queries.page_of(
            queries.in_reading_order(rows, asked.text("first", longest=500)),
            user,
            offset=offset,
            limit=min(limit, _MOST),
        )
        cards = cards_for(request, revision, identity)
        return Response(
            {
                "count": rows.count(),
                "results": cards.page(page),
                "not_carried": queries.not_carried(revision, user),
            }
        )

    @extend_schema(
        operation_id="threads_create",
        summary="Begin a thread, published at once",
        request=NewThreadSerializer,
        responses={201: ThreadSerializer},
    )
    def post(self, request: Request, revision_id: str) -> Response:
        """For programs; pages save drafts first and publish them together."""
        revision = revision_for(request.user, revision_id, "thread.write")
        given = NewThreadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        key = values.pop("key", "")
        with told():
            comment = services.comment_publish(
                revision=revision, author=person_of(request), given=DraftInput(**values), key=key
            )
        thread, _ = thread_for(request.user, comment.thread.public_id)
        return Response(thread_values(request, thread, revision), status=status.HTTP_201_CREATED)


class RevisionMarks(ReviewView):
    """Where all threads stand, in few words."""

    @extend_schema(operation_id="marks_list", summary="Places", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, revision_id: str) -> Response:
        """The threads of the revision, at most 2,000: id, state, place, number of comments."""
        revision = revision_for(request.user, revision_id)
        return Response({"marks": queries.marks_in(revision, person_of(request))})


class ThreadDetail(ReviewView):
    """One thread."""

    @extend_schema(
        operation_id="threads_get",
        summary="One thread",
        parameters=[OpenApiParameter("revision", str, description="Else the newest it is in.")],
        responses=ThreadSerializer,
    )
    def get(self, request: Request, thread_id: str) -> Response:
        """With its place in one revision."""
        thread, _ = thread_for(request.user, thread_id)
        revision = _seen_in(thread, params(request).text("revision"))
        return Response(thread_values(request, thread, revision))

    @extend_schema(
        operation_id="threads_action",
        summary="Action list",
        request=ActionSerializer,
        responses=ThreadSerializer,
    )
    def patch(self, request: Request, thread_id: str) -> Response:
        """Put it on the action list, take it off, name who takes care of it."""
        thread, _ = thread_for(request.user, thread_id, "action.change")
        given = ActionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        owner = thread.owner
        if "owner" in values:
            owner = _owner(thread, values["owner"])
        services.action_set(
            thread=thread,
            by=person_of(request),
            listed=values.get("in_actions", thread.in_actions),
            owner=owner,
        )
        return Response(thread_values(request, thread, _seen_in(thread, "")))


def _owner(thread: Thread, public_id: str) -> User | None:
    """A member of the team, by id."""
    if not public_id:
        return None
    members: QuerySet[User] = team_members(thread.submission.team)
    found = members.filter(public_id=public_id).first()
    if found is None:
        raise Problem(422, "That person is not in the team.", what_to_do="Choose a member.")
    return found


class ThreadComments(ReviewView):
    """Replies."""

    @extend_schema(
        operation_id="comments_create",
        summary="Reply, published at once",
        request=ThreadReplySerializer,
        responses={201: ThreadSerializer},
    )
    def post(self, request: Request, thread_id: str) -> Response:
        """Add a comment to a thread."""
        thread, _ = thread_for(request.user, thread_id, "thread.write")
        given = ThreadReplySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        revision = _seen_in(thread, params(request).text("revision"))
        with told():
            services.comment_publish(
                revision=revision,
                author=person_of(request),
                given=DraftInput(body=given.validated_data["body"], thread=thread),
                key=given.validated_data.get("key", ""),
            )
        thread, _ = thread_for(request.user, thread_id)
        return Response(thread_values(request, thread, revision), status=status.HTTP_201_CREATED)


class ThreadStateView(ReviewView):
    """The state of a thread."""

    @extend_schema(
        operation_id="threads_state",
        summary="Address, verify, reopen or drop",
        request=StateSerializer,
        responses=ThreadSerializer,
    )
    def post(self, request: Request, thread_id: str) -> Response:
        """The team addresses; reviewers verify, reopen and drop."""
        given = StateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        state = given.validated_data["state"]
        if state not in policy.PERMISSION:
            raise Problem(422, "A thread cannot be set to open.", what_to_do="Reopen it.")
        thread, _ = thread_for(request.user, thread_id, policy.PERMISSION[state])
        revision = _seen_in(thread, given.validated_data.get("revision", ""))
        with told():
            services.state_set(
                thread=thread,
                revision=revision,
                by=person_of(request),
                state=state,
                note=given.validated_data["note"],
            )
        return Response(thread_values(request, thread, revision))


class ThreadAnchors(ReviewView):
    """The places of a thread in all revisions."""

    @extend_schema(
        operation_id="anchors_list",
        summary="Places in all revisions",
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, thread_id: str) -> Response:
        """Oldest revision first, each with the state of the place."""
        thread, _ = thread_for(request.user, thread_id)
        rows = queries.anchors_of(thread)
        return Response(
            {
                "results": [
                    anchor_values(row)
                    | {"revision": row.revision.number, "revision_id": row.revision.public_id}
                    for row in rows.order_by("revision__number")
                ]
            }
        )

    @extend_schema(
        operation_id="anchors_place",
        summary="Confirm, place by hand, or say that it is gone",
        request=PlacingSerializer,
        responses=ThreadSerializer,
    )
    def post(self, request: Request, thread_id: str) -> Response:
        """Decide where the thread stands in a revision."""
        thread, _ = thread_for(request.user, thread_id, "thread.place")
        given = PlacingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        revision = revision_of(thread, values["revision"])
        with told():
            services.anchor_place(
                thread=thread,
                revision=revision,
                by=person_of(request),
                decision=values["decision"],
                target=values["target"],
            )
        return Response(thread_values(request, thread, revision))


class CommentDetail(ReviewView):
    """One published comment."""

    @extend_schema(
        operation_id="comments_edit",
        summary="Change a comment",
        request=EditSerializer,
        responses=CommentSerializer,
    )
    def patch(self, request: Request, comment_id: str) -> Response:
        """Its author may; what it said before is kept."""
        comment, _ = comment_for(request.user, comment_id, "comment.edit")
        given = EditSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if comment.published_at is None:
            raise Http404
        with told():
            changed = services.comment_edit(comment=comment, **given.validated_data)
        revision = _seen_in(comment.thread, "")
        files = list(changed.attachments.all())
        return Response(cards_for(request, revision).comment(changed, files))


class CommentFiles(ReviewView):
    """Files of a comment."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="comments_attach",
        summary="Attach a file",
        request={"multipart/form-data": _FORM},
        responses={201: FileSerializer},
    )
    def post(self, request: Request, comment_id: str) -> Response:
        """Pictures, PDF and text, at most 5 MB."""
        comment, _ = comment_for(request.user, comment_id, "comment.edit")
        sent = request.FILES.get("file")
        if sent is None:
            raise Problem(422, "There is no file.", what_to_do="Send it as the field “file”.")
        with told():
            made = services.attachment_add(comment=comment, name=sent.name, data=sent.read())
        values = file_values(person_of(request), made)
        return Response(values, status=status.HTTP_201_CREATED)


class CommentApply(ReviewView):
    """Applying a suggestion."""

    @extend_schema(
        operation_id="comments_apply",
        summary="Take a suggestion into the draft of the next revision",
        parameters=[OpenApiParameter("revision", str, description="Else the newest.")],
        request=None,
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request, comment_id: str) -> Response:
        """Refused when the text is no longer the one that the suggestion was written for."""
        comment, _ = comment_for(request.user, comment_id, "revision.upload")
        revision = _seen_in(comment.thread, params(request).text("revision"))
        with told():
            draft = services.suggestion_apply(
                comment=comment, revision=revision, by=person_of(request)
            )
        return Response({"draft": draft.public_id, "version": draft.version})


def _seen_in(thread: Thread, public_id: str) -> Revision:
    """The revision that was named, else the newest."""
    if public_id:
        return revision_of(thread, public_id)
    newest = latest_revision(thread.submission)
    assert newest is not None  # the thread was begun on one
    newest.submission = thread.submission
    return newest
