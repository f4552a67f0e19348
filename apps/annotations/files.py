"""Files of comments on their way out: tokens bound to a person and a time."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.annotations.models import Attachment, Export, ExportFormat
from apps.submissions.files import bytes_response, download_response, opened, signed

JSON_LD: Final = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
"""Media type of annotations. Source: Web Annotation Protocol, section 3.1."""

_SALT: Final = "apps.annotations.files"
_TYPES: Final = {
    ExportFormat.HTML: "text/html; charset=utf-8",
    ExportFormat.PDF: "application/pdf",
    ExportFormat.MARKDOWN: "text/markdown; charset=utf-8",
    ExportFormat.JSON_LD: JSON_LD,
}


def attachment_url(user: User, attachment: Attachment) -> str:
    """The address of a file for ``user``, which works for half an hour."""
    token = signed(user, attachment.pk, salt=_SALT)
    return reverse("annotations:attachment", args=[token])


def opened_token(user: User, token: str) -> int | None:
    """Primary key of the attachment that ``token`` opens for ``user``, else ``None``."""
    return opened(user, token, salt=_SALT)


def attachment_response(attachment: Attachment, data: bytes) -> HttpResponse:
    """The bytes under a neutral name."""
    return bytes_response(data, kind=attachment.type, path=attachment.name)


def export_response(export: Export, data: bytes) -> HttpResponse:
    """An export under a neutral name."""
    form = ExportFormat(export.format)
    name = f"revision-{export.revision.number}-annotated.{form.value}"
    return download_response(data, name=name, content_type=_TYPES[form])
