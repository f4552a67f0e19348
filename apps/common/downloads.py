"""Files on their way out: tokens bound to a person and a time, neutral names, harmless headers."""

from __future__ import annotations

from typing import Final

from django.core import signing
from django.http import HttpResponse

LIFETIME: Final = 30 * 60
"""Seconds that an address of a file works."""

_INLINE: Final = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
_POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def signed(person: int, key: int, *, salt: str) -> str:
    """A token that opens the file ``key`` for ``person`` (primary keys); ``salt`` says of which kind it is."""
    return signing.dumps([person, key], salt=salt, compress=True)


def opened(person: int, token: str, *, salt: str) -> int | None:
    """The primary key in a token that ``signed`` made for the person with primary key ``person`` within ``LIFETIME``."""
    try:
        owner, key = signing.loads(token, salt=salt, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return key if owner == person else None


def bytes_response(data: bytes, *, kind: str, path: str) -> HttpResponse:
    """Bytes under a neutral name; only raster images are shown by the browser itself."""
    content_type = _INLINE.get(kind, "application/octet-stream")
    inline = kind in _INLINE
    name = f"file.{kind if inline else extension(path)}"
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-site"
    response["Cache-Control"] = f"private, max-age={LIFETIME}"
    return response


def extension(path: str) -> str:
    """The extension of a path, if it is a plain one."""
    _, dot, extension = path.rpartition(".")
    plain = dot and extension.isascii() and extension.isalnum() and len(extension) <= 8
    return extension.lower() if plain else "bin"


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
