"""Annotations as JSON-LD in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import person_of
from apps.accounts.models import TokenScope
from apps.common import storage
from apps.common.api import Problem, ProblemSerializer
from apps.common.etags import unchanged
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.exports import files, queries, services
from apps.exports.access import import_for
from apps.exports.api.base import ReviewView, told
from apps.exports.api.exports import export_values
from apps.exports.models import AnnotationImport, ExportFormat, ImportProblem
from apps.exports.serializers import ExportSerializer, ImportProblemSerializer, ImportSerializer
from apps.exports.writing import current_stamp, source_of, written
from apps.sandbox import services as sandbox
from apps.submissions.access import revision_for
from apps.submissions.models import Revision

_SHOWN_PROBLEMS = 50
_SMALL = 500
"""Comments that are gathered while a request waits."""


class LinkedDataRenderer(JSONRenderer):
    """Refusals for programs that accept JSON-LD only."""

    media_type = "application/ld+json"
    format = "jsonld"


class LinkedDataParser(BaseParser):
    """The bytes as they came: they are parsed in a limited process."""

    media_type = "application/ld+json"

    def parse(  # type: ignore[override]
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - the interface of parsers
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002 - as above
    ) -> bytes:
        """At most a byte more than is taken."""
        return stream.read(MAX_BYTES + 1)


class PlainJsonParser(LinkedDataParser):
    """The same under the name of JSON."""

    media_type = "application/json"


def _written_at_once(revision: Revision) -> bytes | None:
    """The collection, where it is small and soon written; ``None`` where a worker has to do it."""
    if queries.published_comments(revision) > _SMALL:
        return None
    try:
        source = source_of(revision, ExportFormat.JSON_LD)
        return written(source, patience=settings.PATIENCE_SECONDS)
    except (sandbox.Died, sandbox.Failed):
        return None


def import_values(job: AnnotationImport) -> dict[str, Any]:
    """An import as JSON, with the first of its problems."""
    problems = queries.problems_of(job)
    return {
        "id": job.public_id,
        "revision": job.revision.public_id,
        "state": job.state,
        "phase": job.step,
        "done": job.position,
        "total": job.total,
        "threads": job.threads,
        "comments": job.comments,
        "known": job.known,
        "problem": "" if job.is_open else job.problem,
        "problem_count": problems.count(),
        "problems": problems[:_SHOWN_PROBLEMS],
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


class RevisionAnnotations(ReviewView):
    """Published threads as W3C annotations."""

    parser_classes = (LinkedDataParser, PlainJsonParser, MultiPartParser)
    renderer_classes = (JSONRenderer, LinkedDataRenderer)

    @extend_schema(
        operation_id="annotations_get",
        summary="All published threads as JSON-LD",
        responses={
            (200, "application/ld+json"): OpenApiTypes.OBJECT,
            (202, "application/json"): ExportSerializer,
        },
    )
    def get(self, request: Request, revision_id: str) -> HttpResponse:
        """An AnnotationCollection; 304 while nothing changed; 202 while a worker writes a large one."""
        revision = revision_for(request.user, revision_id)
        with told():
            stamp = current_stamp(revision, ExportFormat.JSON_LD)
        headers = {"ETag": f'"{stamp[:32]}"', "Cache-Control": "private, no-cache"}
        if unchanged(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        known = queries.export_with(revision, person_of(request), ExportFormat.JSON_LD, stamp)
        data = storage.get(known.digest) if known and known.digest else None
        if known is None:
            data = _written_at_once(revision)
        if data is not None:
            return HttpResponse(data, content_type=files.JSON_LD, headers=headers)
        made = services.export_request(
            revision=revision, author=person_of(request), form=ExportFormat.JSON_LD
        )
        return Response(
            export_values(made), status=status.HTTP_202_ACCEPTED, headers={"Retry-After": "2"}
        )

    @extend_schema(
        operation_id="annotations_import",
        summary="Import W3C annotations",
        request={"application/ld+json": OpenApiTypes.OBJECT},
        responses={202: ImportSerializer, 422: ProblemSerializer, 429: ProblemSerializer},
    )
    def post(self, request: Request, revision_id: str) -> Response:
        """One annotation, a list, a page or a collection; a worker takes the same id over once."""
        revision = revision_for(request.user, revision_id, "thread.write")
        sent = request.FILES.get("file")
        data = sent.read(MAX_BYTES + 1) if sent else request.data
        if not isinstance(data, bytes) or not data:
            raise Problem(
                422,
                "There are no annotations.",
                what_to_do="Send JSON-LD as the body or as “file”.",
            )
        with told():
            job = services.annotations_import(revision=revision, by=person_of(request), data=data)
        shown = ImportSerializer(import_values(job)).data
        return Response(shown, status=status.HTTP_202_ACCEPTED)


class ImportDetail(ReviewView):
    """One import of annotations."""

    @extend_schema(operation_id="imports_get", summary="State", responses=ImportSerializer)
    def get(self, request: Request, import_id: str) -> Response:
        """How far it is, what was taken and what not; only whoever sent it has it."""
        return Response(ImportSerializer(import_values(import_for(request.user, import_id))).data)


@extend_schema_view(
    get=extend_schema(operation_id="imports_problems", summary="What was not taken over as it was")
)
class ImportProblems(ListAPIView[ImportProblem]):
    """What was not taken over as it was."""

    token_scope = TokenScope.REVIEW
    serializer_class = ImportProblemSerializer

    def get_queryset(self) -> Any:
        """The problems of one import, in the order of the file."""
        described = getattr(self, "swagger_fake_view", False)
        wanted = None if described else import_for(self.request.user, self.kwargs["import_id"])
        return queries.problems_of(wanted)
