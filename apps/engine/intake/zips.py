"""ZIP archives, opened in memory and never trusted: sizes, offsets and names are all checked."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from io import BytesIO

from apps.engine.intake.collect import Collector
from apps.engine.intake.model import MIB, IntakeError
from apps.engine.intake.names import printable

_DIRECTORY_MAX = 12 * MIB
_END = b"PK\x05\x06"
_END_SIZE = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_LOCAL = struct.Struct("<4s22xHH")
_LOCAL_SIZE = 30
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_REPACK = "Make the ZIP again with your system's own tool."


def collect_zip(name: str, data: bytes, collector: Collector) -> None:
    """Read all files of a ZIP into ``collector``; raises ``IntakeError``."""
    _check_directory(name, data)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        OverflowError,
        NotImplementedError,
    ) as error:
        raise _damaged(name) from error
    with archive:
        entries = archive.infolist()
        if len(entries) > collector.limits.entries:
            raise IntakeError(
                printable(name),
                f"it has {len(entries):,} entries.",
                "Leave out folders such as node_modules.",
            )
        _check_overlap(data, entries, archive.start_dir)
        for entry in entries:
            _collect_entry(archive, entry, collector)


def _damaged(name: str) -> IntakeError:
    return IntakeError(printable(name), "it cannot be read as a ZIP archive.", _REPACK)


def _check_directory(name: str, data: bytes) -> None:
    """Refuse a directory too large to be read, before it is read."""
    tail = data[-(65_535 + _END_SIZE) :]
    ends = {len(tail) - _END_SIZE, tail.rfind(_END)}
    for end in ends:
        if end < 0 or tail[end : end + 4] != _END or end + _END_SIZE > len(tail):
            continue
        size = struct.unpack_from("<L", tail, end + 12)[0]
        locator = tail[max(0, end - _LOCATOR_SIZE) : end]
        if size > _DIRECTORY_MAX or locator.startswith(_ZIP64_LOCATOR):
            raise IntakeError(
                printable(name),
                "it has too many entries for a design.",
                "Leave out folders such as node_modules, then make the ZIP again.",
            )


def _check_overlap(data: bytes, entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse entries that share bytes: so a small file can unpack to gigabytes."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    free = 0
    for entry in ordered:
        start = entry.header_offset
        shown = printable(entry.filename)
        if start < free:
            raise IntakeError(shown, "it overlaps another entry of the archive.", _REPACK)
        header = data[start : start + _LOCAL_SIZE]
        if len(header) < _LOCAL_SIZE:
            raise _damaged(shown)
        _, name_length, extra_length = _LOCAL.unpack(header)
        free = start + _LOCAL_SIZE + name_length + extra_length + entry.compress_size
        if free > directory:
            raise IntakeError(shown, "it reaches beyond the end of the archive.", _REPACK)


def _decoded_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; archives that hold UTF-8 without saying so are read as UTF-8."""
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _collect_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, collector: Collector) -> None:
    name = _decoded_name(entry)
    if name.endswith(("/", "\\")):
        collector.folder(name)
        return
    path = collector.admit(name)
    if path is None:
        return
    _check_entry(entry, path, collector)
    if collector.skip_archive(path, entry.file_size):
        return
    try:
        with archive.open(entry) as stream:
            size = collector.read(path, stream.read)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError) as error:
        raise _lying(path) from error
    if size != entry.file_size:
        raise _lying(path)


def _lying(path: str) -> IntakeError:
    return IntakeError(path, "its content does not fit its stated size or checksum.", _REPACK)


def _check_entry(entry: zipfile.ZipInfo, path: str, collector: Collector) -> None:
    mode = entry.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFLNK:
        raise IntakeError(path, "it is a symbolic link.", "Put the file itself into the archive.")
    if kind not in (0, stat.S_IFREG):
        raise IntakeError(path, "it is not a regular file.", "Leave it out.")
    if entry.flag_bits & _ENCRYPTED:
        raise IntakeError(path, "it is encrypted.", "Make the ZIP without a password.")
    if entry.compress_type not in _METHODS:
        raise IntakeError(
            path,
            f"it is packed with method {entry.compress_type}; only 'store' and 'deflate' are read.",
            _REPACK,
        )
    if entry.file_size > collector.limits.file:
        raise IntakeError(
            path,
            f"it is larger than {collector.limits.file // MIB} MB.",
            "Make it smaller or leave it out.",
        )
