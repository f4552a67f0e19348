"""Content-addressed bytes and named JSON in Django's default storage (local disk or S3)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage


class AtomicFileStorage(FileSystemStorage):
    """Files that appear under their name only when they are complete and on the disk."""

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(
            parents=True, exist_ok=True, mode=self.directory_permissions_mode or 0o750
        )
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        try:
            with os.fdopen(descriptor, "wb") as handle:
                for chunk in content.chunks():
                    handle.write(chunk)
                handle.flush()
                os.fsync(handle.fileno())
                os.fchmod(handle.fileno(), self.file_permissions_mode or 0o640)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        return name


class BlobDamaged(Exception):
    """Stored bytes no longer have the hash they are named after."""


def blob_name(digest: str) -> str:
    """Where the bytes with this SHA-256 lie."""
    return f"blobs/{digest[:2]}/{digest[2:4]}/{digest}"


def put(data: bytes) -> str:
    """Store bytes under their SHA-256 and return it; storing the same bytes again costs nothing.

    Call it before the transaction that refers to the digest: slow input and output does not belong
    inside, and bytes nobody refers to do no harm.
    """
    digest = hashlib.sha256(data).hexdigest()
    if not default_storage.exists(blob_name(digest)):
        default_storage.save(blob_name(digest), ContentFile(data))
    return digest


def get(digest: str) -> bytes:
    """The bytes with this SHA-256; raises ``FileNotFoundError`` or ``BlobDamaged``."""
    with default_storage.open(blob_name(digest)) as handle:
        data: bytes = handle.read()
    if hashlib.sha256(data).hexdigest() != digest:
        raise BlobDamaged(digest)
    return data


def put_named(name: str, data: bytes) -> str:
    """Store a derived value (a reading, a report) under a name that holds all it depends on."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return name


def get_named(name: str) -> bytes | None:
    """The value stored under ``name``, or ``None`` when there is none yet."""
    try:
        with default_storage.open(name) as handle:
            data: Any = handle.read()
    except FileNotFoundError:
        return None
    return bytes(data)


def drop_named(name: str) -> None:
    """Remove a derived value that nobody needs any more; nothing happens when there is none."""
    default_storage.delete(name)
