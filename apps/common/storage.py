"""Content-addressed bytes and named JSON in Django's default storage (local disk or S3)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from apps.common.trouble import StorageAway


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


@contextmanager
def _asked() -> Iterator[None]:
    """Tell a store that does not answer from one that does not have the file.

    A disk says so by errors of the system; the client of a bucket has errors of its own.
    """
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _CLIENTS:
            raise
        raise StorageAway(str(error)) from error


_CLIENTS = {"botocore", "boto3", "s3transfer", "urllib3"}
"""Named, not imported: a site without a bucket does not load them."""


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
    put_named(blob_name(digest), data)
    return digest


def get(digest: str) -> bytes:
    """The bytes with this SHA-256; raises ``FileNotFoundError`` or ``BlobDamaged``."""
    try:
        with _asked(), default_storage.open(blob_name(digest)) as handle:
            data: bytes = handle.read()
    except FileNotFoundError as error:
        if _is_gone():
            raise StorageAway("the folder of files is not there") from error
        raise
    if hashlib.sha256(data).hexdigest() != digest:
        raise BlobDamaged(digest)
    return data


def put_named(name: str, data: bytes) -> str:
    """Store a derived value (a reading, a report) under a name that holds all it depends on."""
    with _asked():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(data))
    return name


def _is_gone() -> bool:
    """Whether the folder of all blobs is missing: its disk is not mounted, no single file is lost."""
    if not isinstance(default_storage, FileSystemStorage):
        return False
    return not Path(default_storage.path("blobs")).is_dir()


def get_named(name: str) -> bytes | None:
    """The value stored under ``name``, or ``None`` when there is none yet."""
    try:
        with _asked(), default_storage.open(name) as handle:
            data: Any = handle.read()
    except FileNotFoundError:
        return None
    return bytes(data)


def drop_named(name: str) -> None:
    """Remove a derived value that nobody needs any more; nothing happens when there is none."""
    default_storage.delete(name)
