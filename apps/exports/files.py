"""Exports on their way out."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse

from apps.common.downloads import download_response
from apps.exports.models import Export, ExportFormat

JSON_LD: Final = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
"""Media type of annotations. Source: Web Annotation Protocol, section 3.1."""

_TYPES: Final = {
    ExportFormat.HTML: "text/html; charset=utf-8",
    ExportFormat.PDF: "application/pdf",
    ExportFormat.MARKDOWN: "text/markdown; charset=utf-8",
    ExportFormat.JSON_LD: JSON_LD,
}


def export_response(export: Export, data: bytes) -> HttpResponse:
    """An export under a neutral name."""
    form = ExportFormat(export.format)
    name = f"revision-{export.revision.number}-annotated.{form.value}"
    return download_response(data, name=name, content_type=_TYPES[form])
