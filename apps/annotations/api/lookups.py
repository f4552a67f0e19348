"""Small questions of the composer: a preview, who can be named, what can be linked to."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.annotations.api.base import ReviewView, cards_for, told
from apps.annotations.links import links_in
from apps.annotations.serializers import MarkdownSerializer
from apps.annotations.services.anchoring import package_of
from apps.checkruns.queries import findings_of_revision
from apps.common.params import params
from apps.courses.queries import people_before
from apps.engine.comment_markup import render
from apps.submissions.access import revision_with_identity

_MOST = 12


class Preview(ReviewView):
    """How a comment will look."""

    @extend_schema(
        operation_id="comments_preview",
        summary="Preview of a comment",
        request=MarkdownSerializer,
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request) -> Response:
        """Safe HTML of Markdown."""
        given = MarkdownSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response({"html": render(given.validated_data["body"])})


class RevisionPeople(ReviewView):
    """Whom a comment can name."""

    @extend_schema(
        operation_id="people_list",
        summary="Who can be mentioned",
        parameters=[OpenApiParameter("q", str)],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, revision_id: str) -> Response:
        """People who may see the thread: the team and the staff of the course."""
        revision, identity = revision_with_identity(request.user, revision_id)
        people = people_before(revision.submission.team)
        if asked := params(request).text("q").strip():
            people = people.filter(name__icontains=asked)
        cards = cards_for(request, revision, identity)
        return Response({"people": [cards.person(one) for one in people[:_MOST]]})


class RevisionLinks(ReviewView):
    """What a comment can link to."""

    @extend_schema(
        operation_id="links_list",
        summary="What can be linked to",
        parameters=[OpenApiParameter("q", str)],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, revision_id: str) -> Response:
        """Sections, findings, decisions and elements of diagrams whose name holds ``q``."""
        revision, identity = revision_with_identity(request.user, revision_id)
        with told():
            package = package_of(revision)
        findings = findings_of_revision(revision, identity)
        found = links_in(package, findings, params(request).text("q"))
        return Response({"links": found[:_MOST]})
