"""Exports of an annotated design."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import person_of
from apps.common import storage
from apps.exports import files, services
from apps.exports.access import export_for
from apps.exports.api.base import ReviewView, told
from apps.exports.models import Export
from apps.exports.serializers import ExportRequestSerializer, ExportSerializer
from apps.submissions.access import revision_for


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


class RevisionExports(ReviewView):
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


class ExportDetail(ReviewView):
    """One export."""

    @extend_schema(operation_id="exports_get", summary="State", responses=ExportSerializer)
    def get(self, request: Request, export_id: str) -> Response:
        """Only whoever asked for it has it."""
        return Response(export_values(export_for(request.user, export_id)))


class ExportFile(ReviewView):
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
