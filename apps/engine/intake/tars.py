"""TAR archives, plain or gzip: read once from front to back, counting every byte."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from io import BytesIO
from typing import IO, cast

from apps.engine.intake.collect import Collector
from apps.engine.intake.model import MIB, IntakeError
from apps.engine.intake.names import printable

_REPACK = "Make the archive again (a ZIP is fine, too)."


class _StreamTooLong(Exception):
    """More bytes were unpacked than an upload may have."""


class _Counted:
    """A reader that stops when more than ``limit`` bytes were read."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._left = limit

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        if size < 0 or size > self._left + 1:
            size = self._left + 1
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _StreamTooLong
        return data


def collect_tar(name: str, data: bytes, collector: Collector, *, compressed: bool) -> None:
    """Read all files of a tar or tar.gz into ``collector``; raises ``IntakeError``."""
    shown = printable(name)
    raw: IO[bytes] = BytesIO(data)
    stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if compressed else raw
    counted = _Counted(stream, collector.limits.stream)
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", counted), mode="r|") as archive:
            _collect_members(shown, archive, collector)
    except _StreamTooLong:
        raise IntakeError(
            shown,
            f"it unpacks to more than {collector.limits.stream // MIB} MB.",
            "Leave out what does not belong to the design.",
        ) from None
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError) as error:
        raise IntakeError(shown, "it cannot be read as a tar archive.", _REPACK) from error


def _collect_members(name: str, archive: tarfile.TarFile, collector: Collector) -> None:
    seen: list[tarfile.TarInfo] = getattr(archive, "members", [])
    for count, member in enumerate(archive, start=1):
        seen.clear()  # tarfile keeps every entry it has read
        if count > collector.limits.tar_entries:
            raise IntakeError(name, "it has too many entries.", "Leave out node_modules and .git.")
        _collect_member(archive, member, collector)


def _collect_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, collector: Collector
) -> None:
    if member.isdir():
        collector.folder(member.name)
        return
    path = collector.admit(member.name)
    if path is None:
        return
    _check_member(member, path, collector)
    if collector.skip_archive(path, member.size):
        return
    stream = archive.extractfile(member)
    size = collector.read(path, stream.read) if stream else -1
    if size != member.size:
        raise IntakeError(path, "it ends before its stated size.", _REPACK)


def _check_member(member: tarfile.TarInfo, path: str, collector: Collector) -> None:
    if member.issym() or member.islnk():
        kind = "symbolic" if member.issym() else "hard"
        raise IntakeError(path, f"it is a {kind} link.", "Put the file itself into the archive.")
    if not member.isreg() or member.issparse():
        raise IntakeError(path, "it is not a regular file.", "Leave it out.")
    if member.size > collector.limits.file:
        raise IntakeError(
            path,
            f"it is larger than {collector.limits.file // MIB} MB.",
            "Make it smaller or leave it out.",
        )
