"""REST API: handing in, revisions and their files."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, OpenApiTypes, extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.access import person_of
from apps.common import storage
from apps.common.api import Problem, ProblemSerializer
from apps.common.queries import no_rows
from apps.courses.access import assignment_for
from apps.submissions import access, files, queries, services
from apps.submissions.models import Revision
from apps.submissions.serializers import (
    ArtifactSerializer,
    RevisionSerializer,
    UploadSerializer,
)

_BYTES = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


@extend_schema_view(
    get=extend_schema(operation_id="revisions_list", summary="Revisions of a submission")
)
class SubmissionRevisions(generics.ListAPIView[Revision]):
    """The revisions of a submission, newest first."""

    serializer_class = RevisionSerializer

    def get_queryset(self) -> QuerySet[Revision]:
        """Those of the guarded submission."""
        if getattr(self, "swagger_fake_view", False):
            return no_rows(Revision)
        found = access.submission_for(self.request.user, self.kwargs["submission_id"])
        return found.revisions.select_related("uploaded_by", "submission__assignment")


class AssignmentRevisions(APIView):
    """Handing in."""

    parser_classes = (MultiPartParser, FormParser)

    @extend_schema(
        operation_id="revisions_upload",
        summary="Hand in a revision",
        request={"multipart/form-data": UploadSerializer},
        responses={
            201: RevisionSerializer,
            403: ProblemSerializer,
            429: OpenApiResponse(
                ProblemSerializer,
                description="The team handed in too often within the hour; nothing was stored.",
            ),
            422: OpenApiResponse(
                ProblemSerializer,
                description="The package was not taken and nothing of it was stored.",
            ),
        },
    )
    def post(self, request: Request, assignment_id: str) -> Response:
        """Take a package; the checks begin at once, ``runs`` says where to follow them."""
        assignment = access.upload_assignment_for(request.user, assignment_id)
        form = UploadSerializer(data=request.data)
        received_at = timezone.now()  # the body is read: the last byte is here
        form.is_valid(raise_exception=True)
        file = form.validated_data["file"]
        try:
            revision = services.revision_submit(
                assignment=assignment,
                user=person_of(request),
                name=file.name,
                data=file.read(),
                received_at=received_at,
                main=form.validated_data.get("main", ""),
                note=form.validated_data.get("note", ""),
            )
        except services.UploadRefused as refused:
            raise _problem(refused) from refused
        body = RevisionSerializer(revision, context={"request": request}).data
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": body["runs"]})

    @extend_schema(
        operation_id="revisions_mine",
        summary="Revisions of my team",
        responses=RevisionSerializer(many=True),
    )
    def get(self, request: Request, assignment_id: str) -> Response:
        """The revisions of the team of the person who asks, newest first."""
        assignment = assignment_for(request.user, assignment_id)
        mine = queries.own_revisions(person_of(request), assignment)
        return Response(RevisionSerializer(mine, many=True, context={"request": request}).data)


class RevisionDetail(APIView):
    """One revision."""

    @extend_schema(operation_id="revisions_get", summary="A revision", responses=RevisionSerializer)
    def get(self, request: Request, revision_id: str) -> Response:
        """Who handed it in, when, and where its runs are."""
        revision = access.revision_for(request.user, revision_id)
        return Response(RevisionSerializer(revision, context={"request": request}).data)


class RevisionPackage(APIView):
    """The upload as it came."""

    @extend_schema(
        operation_id="revisions_package", summary="Download the package", responses=_BYTES
    )
    def get(self, request: Request, revision_id: str) -> HttpResponse:
        """The same bytes that were handed in."""
        revision = access.revision_for(request.user, revision_id)
        return files.upload_response(revision, storage.get(revision.upload_digest))


class RevisionFiles(APIView):
    """The files of a revision."""

    @extend_schema(
        operation_id="revisions_files",
        summary="Files of a revision",
        responses=ArtifactSerializer(many=True),
    )
    def get(self, request: Request, revision_id: str) -> Response:
        """By path, with the reason for those that were left out."""
        revision = access.revision_for(request.user, revision_id)
        rows = queries.files_of(revision)
        return Response(ArtifactSerializer(rows, many=True, context={"request": request}).data)


class RevisionFile(APIView):
    """One file of a revision."""

    @extend_schema(operation_id="revisions_file", summary="Download a file", responses=_BYTES)
    def get(self, request: Request, revision_id: str, path: str) -> HttpResponse:
        """Its bytes under a neutral name."""
        revision = access.revision_for(request.user, revision_id)
        artifact = access.artifact_of(revision, path)
        return files.file_response(artifact, storage.get(artifact.digest))


def _problem(refused: services.UploadRefused) -> Problem:
    wait = refused.wait if isinstance(refused, services.UploadLimitReached) else None
    return Problem(
        status.HTTP_429_TOO_MANY_REQUESTS if wait else status.HTTP_422_UNPROCESSABLE_ENTITY,
        f"{refused.name} was not accepted, nothing was stored.",
        why=refused.reason[:1].upper() + refused.reason[1:],
        what_to_do=refused.hint or "Change the package and hand it in again.",
        entry=refused.entry or None,
        wait=wait,
    )
