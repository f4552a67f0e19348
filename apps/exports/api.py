"""Exports of an annotated design, and annotations as JSON-LD in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.access import person_of
from apps.accounts.models import TokenScope
from apps.annotations import policy
from apps.common import limits, storage
from apps.common.api import Problem
from apps.common.etags import unchanged
from apps.common.limits import TOO_MANY_IMPORTS
from apps.engine.anchors.selectors import AnchorError
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.exports import files, services
from apps.exports.access import export_for
from apps.exports.models import Export, ExportFormat
from apps.exports.serializers import (
    ExportRequestSerializer,
    ExportSerializer,
    ImportSerializer,
)
from apps.exports.writing import source_of, written
from apps.sandbox import services as sandbox
from apps.submissions.access import revision_for, revision_with_identity


@contextmanager
def told() -> Iterator[None]:
    """Refusals of services as answers of the API."""
    try:
        yield
    except AnchorError as error:
        raise Problem(422, error.message, why=error.code, what_to_do=error.hint) from error
    except services.ImportRefused as error:
        raise Problem(422, str(error), what_to_do="Send JSON-LD as an export has it.") from error


class _ReviewView(APIView):
    """A view whose writing needs the scope ``review`` of a token."""

    token_scope = TokenScope.REVIEW


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


def export_values(export: Export) -> dict[str, Any]:
    """An export as JSON."""
    done = bool(export.digest)
    return {
        "id": export.public_id,
        "revision": export.revision.public_id,
        "format": export.format,
        "state": export.state,
        "phase": export.phase,
        "problem": export.problem,
        "size": export.size,
        "created_at": export.created_at,
        "finished_at": export.finished_at,
        "file": reverse("api-export-file", args=[export.public_id]) if done else None,
    }


class RevisionExports(_ReviewView):
    """Exports of a revision."""

    @extend_schema(
        operation_id="exports_create",
        summary="Ask for an export",
        request=ExportRequestSerializer,
        responses={202: ExportSerializer},
    )
    def post(self, request: Request, revision_id: str) -> Response:
        """The one that shows the same already, if there is one; else it is written by a worker."""
        revision = revision_for(request.user, revision_id)
        given = ExportRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with told():
            made = services.export_request(
                revision=revision,
                author=person_of(request),
                form=given.validated_data["format"],
            )
        return Response(export_values(made), status=status.HTTP_202_ACCEPTED)


class ExportDetail(_ReviewView):
    """One export."""

    @extend_schema(operation_id="exports_get", summary="State", responses=ExportSerializer)
    def get(self, request: Request, export_id: str) -> Response:
        """Only whoever asked for it has it."""
        return Response(export_values(export_for(request.user, export_id)))


class ExportFile(_ReviewView):
    """The file of an export."""

    @extend_schema(
        operation_id="exports_file", summary="The file", responses={200: OpenApiTypes.BINARY}
    )
    def get(self, request: Request, export_id: str) -> HttpResponse:
        """404 until it is written."""
        found = export_for(request.user, export_id)
        if not found.digest:
            raise Http404
        return files.export_response(found, storage.get(found.digest))


class RevisionAnnotations(_ReviewView):
    """Published threads as W3C annotations."""

    parser_classes = (LinkedDataParser, PlainJsonParser, MultiPartParser)
    renderer_classes = (JSONRenderer, LinkedDataRenderer)

    @extend_schema(
        operation_id="annotations_get",
        summary="All published threads as JSON-LD",
        responses={(200, "application/ld+json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, revision_id: str) -> HttpResponse:
        """An AnnotationCollection; 304 while nothing changed."""
        revision = revision_for(request.user, revision_id)
        with told():
            source = source_of(revision, ExportFormat.JSON_LD)
        headers = {"ETag": f'"{source.holdings.stamp[:32]}"', "Cache-Control": "private, no-cache"}
        if unchanged(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        try:
            data = written(source)
        except sandbox.Died as died:
            raise Problem(503, f"The annotations could not be written: {died}.") from died
        return HttpResponse(data, content_type=files.JSON_LD, headers=headers)

    @extend_schema(
        operation_id="annotations_import",
        summary="Import W3C annotations",
        request={"application/ld+json": OpenApiTypes.OBJECT},
        responses=ImportSerializer,
    )
    def post(self, request: Request, revision_id: str) -> Response:
        """One annotation, a list, a page or a collection; the same id is taken over once."""
        revision, identity = revision_with_identity(request.user, revision_id, "thread.write")
        sent = request.FILES.get("file")
        data = sent.read(MAX_BYTES + 1) if sent else request.data
        if not isinstance(data, bytes) or not data:
            raise Problem(
                422,
                "There are no annotations.",
                what_to_do="Send JSON-LD as the body or as “file”.",
            )
        limits.require("imports", person_of(request).pk, what=TOO_MANY_IMPORTS)
        with told():
            result = services.annotations_import(
                revision=revision,
                by=person_of(request),
                data=data,
                may_set=policy.states_of_own(identity),
            )
        return Response(asdict(result))
