"""Files of students on their way out: tokens bound to a person and a time, and harmless headers."""

from __future__ import annotations

from datetime import UTC
from typing import Final

from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.common.downloads import bytes_response, download_response, extension, opened, signed
from apps.submissions.models import Artifact, Revision

_SALT: Final = "apps.submissions.files"


def file_token(user: User, artifact: Artifact) -> str:
    """A token for ``artifact`` that only ``user`` can use, for half an hour."""
    return signed(user.pk, artifact.pk, salt=_SALT)


def file_url(user: User, artifact: Artifact) -> str:
    """The address of a file for ``user``."""
    return file_url_by_key(user, artifact.pk)


def file_url_by_key(user: User, key: int) -> str:
    """The address of the file with primary key ``key`` for ``user``."""
    return reverse("submissions:file", args=[signed(user.pk, key, salt=_SALT)])


def opened_token(user: User, token: str) -> int | None:
    """Primary key of the artifact that ``token`` opens for ``user``, else ``None``."""
    return opened(user.pk, token, salt=_SALT)


def file_response(artifact: Artifact, data: bytes) -> HttpResponse:
    """The bytes of an artifact under a neutral name."""
    return bytes_response(data, kind=artifact.type, path=artifact.path)


def upload_response(revision: Revision, data: bytes) -> HttpResponse:
    """The upload as it came, as an attachment."""
    day = revision.received_at.astimezone(UTC).strftime("%Y%m%d")
    suffix = ".tar.gz" if data[:2] == b"\x1f\x8b" else f".{extension(revision.upload_name)}"
    return download_response(data, name=f"revision-{revision.number}-{day}{suffix}")
