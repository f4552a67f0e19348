"""What intake gives: a small in-memory tree of files that are safe to store and to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of an upload; bytes are counted as they are read, never taken from headers.

    Entries include what is left out; a tar may have fewer, because each costs ten times as much.
    """

    upload: int = 50 * MIB
    total: int = 60 * MIB
    file: int = 25 * MIB
    stream: int = 120 * MIB
    files: int = 500
    entries: int = 60_000
    tar_entries: int = 20_000
    depth: int = 12
    name: int = 120


LIMITS = Limits()
"""The limits of the product."""


class IntakeError(Exception):
    """An upload that is refused as a whole: which entry, why, and what to do."""

    def __init__(self, entry: str, reason: str, hint: str) -> None:
        super().__init__(f"{entry}: {reason} {hint}")
        self.entry = entry
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the upload. ``path`` uses "/" and is relative; ``type`` is a short type word."""

    path: str
    data: bytes
    type: str
    sha256: str

    @classmethod
    def of(cls, path: str, data: bytes, kind: str) -> SourceFile:
        """A file with the hash of its content."""
        return cls(path, data, kind, sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken over, with the reason in a sentence."""

    path: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class FileTree:
    """The files of an upload in the order of their paths, and what was skipped."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...] = field(default=())
