"""Files of students on their way out: tokens bound to a person and a time, and harmless headers."""

from __future__ import annotations

from datetime import UTC
from typing import Final

from django.core import signing
from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.submissions.models import Artifact, Revision

LIFETIME: Final = 30 * 60
"""Seconds that an address of a file works."""

_SALT: Final = "apps.submissions.files"
_INLINE: Final = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
_POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def file_token(user: User, artifact: Artifact) -> str:
    """A token for ``artifact`` that only ``user`` can use, for half an hour."""
    return signed(user, artifact.pk, salt=_SALT)


def file_url(user: User, artifact: Artifact) -> str:
    """The address of a file for ``user``."""
    return reverse("submissions:file", args=[file_token(user, artifact)])


def opened_token(user: User, token: str) -> int | None:
    """Primary key of the artifact that ``token`` opens for ``user``, else ``None``."""
    return opened(user, token, salt=_SALT)


def signed(user: User, key: int, *, salt: str) -> str:
    """A token for the file with primary key ``key``; ``salt`` says of which kind it is."""
    return signing.dumps([user.pk, key], salt=salt, compress=True)


def opened(user: User, token: str, *, salt: str) -> int | None:
    """The primary key in a token that ``signed`` made for ``user`` within ``LIFETIME``."""
    try:
        owner, key = signing.loads(token, salt=salt, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return key if owner == user.pk else None


def file_response(artifact: Artifact, data: bytes) -> HttpResponse:
    """The bytes of an artifact under a neutral name."""
    return bytes_response(data, kind=artifact.type, path=artifact.path)


def bytes_response(data: bytes, *, kind: str, path: str) -> HttpResponse:
    """Bytes under a neutral name; only raster images are shown by the browser itself."""
    content_type = _INLINE.get(kind, "application/octet-stream")
    inline = kind in _INLINE
    name = f"file.{kind if inline else _extension(path)}"
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-site"
    response["Cache-Control"] = f"private, max-age={LIFETIME}"
    return response


def _extension(path: str) -> str:
    """The extension of a path, if it is a plain one."""
    _, dot, extension = path.rpartition(".")
    plain = dot and extension.isascii() and extension.isalnum() and len(extension) <= 8
    return extension.lower() if plain else "bin"


def upload_response(revision: Revision, data: bytes) -> HttpResponse:
    """The upload as it came, as an attachment."""
    day = revision.received_at.astimezone(UTC).strftime("%Y%m%d")
    suffix = ".tar.gz" if data[:2] == b"\x1f\x8b" else f".{_extension(revision.upload_name)}"
    return download_response(data, name=f"revision-{revision.number}-{day}{suffix}")


def download_response(
    data: bytes, *, name: str, content_type: str = "application/octet-stream"
) -> HttpResponse:
    """Bytes as an attachment called ``name``, which the browser does not show itself."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
