"""The rules that every way of handing in shares, applied entry by entry while bytes are read."""

from __future__ import annotations

from collections.abc import Callable

from apps.engine.intake.model import LIMITS, MIB, FileTree, IntakeError, Limits, Skipped, SourceFile
from apps.engine.intake.names import (
    common_top,
    is_archive_name,
    is_left_out,
    printable,
    safe_path,
    same_name_key,
)
from apps.engine.intake.types import ARCHIVES, extension, has_macros, sniff

CHUNK = 65_536

ReadChunk = Callable[[int], bytes]
"""Reads up to so many bytes; b"" at the end."""

_NESTED = "An archive inside the upload is not opened. Unpack it and add its files."
_PROGRAM = "This is a program; programs are not stored."


class Collector:
    """Gathers the files of one upload under its limits."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._files: list[SourceFile] = []
        self._skipped: list[Skipped] = []
        self._names: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._total = 0
        self._read = 0

    def admit(self, name: str) -> str | None:
        """The safe path of a regular entry, or None when it is left out without a word."""
        path = safe_path(name, self.limits)
        if not path or is_left_out(path):
            return None
        self._claim(path)
        return path

    def _claim(self, path: str) -> None:
        key = same_name_key(path)
        other = self._names.get(key) or self._folders.get(key)
        parents = [key[:at] for at, character in enumerate(key) if character == "/"]
        clash = next((self._names[p] for p in parents if p in self._names), None)
        if other or clash:
            raise IntakeError(
                path,
                f"it has the same name as {other or clash} on some computers.",
                "Give one of the two another name.",
            )
        self._names[key] = path
        for parent in parents:
            self._folders[parent] = path

    def skip_archive(self, path: str, size: int) -> bool:
        """List an inner archive as skipped by its name, without reading it."""
        if not is_archive_name(path):
            return False
        self._skipped.append(Skipped(path, size, _NESTED))
        return True

    def folder(self, name: str) -> None:
        """Check the path of a folder entry; folders themselves are not kept."""
        safe_path(name, self.limits)

    def read(self, path: str, chunk: ReadChunk) -> int:
        """Read one file to its end and keep it, or refuse the upload; its size in bytes."""
        parts: list[bytes] = []
        size = 0
        while data := chunk(CHUNK):
            size += len(data)
            self._count(path, size, len(data))
            parts.append(data)
        self.add(path, b"".join(parts))
        return size

    def _count(self, path: str, size: int, more: int) -> None:
        limits = self.limits
        self._read += more
        if size > limits.file:
            raise IntakeError(
                path,
                f"it is larger than {limits.file // MIB} MB.",
                "Make it smaller or leave it out.",
            )
        if self._total + size > limits.total or self._read > limits.stream:
            raise IntakeError(
                path,
                f"the upload unpacks to more than {limits.total // MIB} MB.",
                "Leave out what does not belong to the design.",
            )

    def add(self, path: str, data: bytes) -> None:
        """Keep a file whose bytes are known."""
        kind = sniff(path, data)
        self._refuse_macros(path, data, kind)
        if kind in ARCHIVES:
            self._skipped.append(Skipped(path, len(data), _NESTED))
        elif kind == "program":
            named = f" although its name ends in .{extension(path)}" if extension(path) else ""
            self._skipped.append(Skipped(path, len(data), _PROGRAM.replace(";", f"{named};")))
        else:
            self._keep(SourceFile.of(path, data, kind))

    def _refuse_macros(self, path: str, data: bytes, kind: str) -> None:
        if has_macros(path, data, kind):
            raise IntakeError(
                path,
                "it is an Office file with macros.",
                "Save it without macros (.docx, .xlsx) and upload it again.",
            )

    def _keep(self, file: SourceFile) -> None:
        if len(self._files) >= self.limits.files:
            raise IntakeError(
                file.path,
                f"the upload has more than {self.limits.files} files.",
                "Upload the design only: document, diagrams, decision records, pictures.",
            )
        self._total += len(file.data)
        self._files.append(file)

    def tree(self, upload: str, *, strip: bool = True) -> FileTree:
        """The finished tree; raises ``IntakeError`` when there was nothing in it.

        With ``strip`` a single folder that holds everything is taken off all paths.
        """
        if not self._files and not self._skipped:
            raise IntakeError(
                printable(upload), "it holds no files.", "Upload the design document itself."
            )
        paths = [file.path for file in self._files] + [item.path for item in self._skipped]
        cut = len(common_top(paths)) if strip else 0
        files = [SourceFile(f.path[cut:], f.data, f.type, f.sha256) for f in self._files]
        skipped = [Skipped(s.path[cut:], s.size, s.reason) for s in self._skipped]
        files.sort(key=lambda file: file.path)
        skipped.sort(key=lambda item: item.path)
        return FileTree(tuple(files), tuple(skipped))
