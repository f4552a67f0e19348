"""What a file is: its first bytes decide, its name decides between text formats.

This is a gate, not a proof; every reader still checks what it parses.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from apps.engine import formats

READABLE = ", ".join(
    f"{row.name} (.{', .'.join(row.endings[:2])})"
    for row in formats.with_role("document")
    if row.reader
)
"""Document formats that can be read, as told to people."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xfe\xed\xfa\xce", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x00asm", "program"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"version https://git-lfs", "lfs"),
)
_OFFICE_PARTS = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.xml", "xlsx"),
    (b"ppt/presentation.xml", "pptx"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
_MACRO = re.compile(rb"vbaProject\.bin", re.IGNORECASE)
_MACRO_EXTENSIONS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm"})
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SVG = re.compile(rb"<svg[\s>:]", re.IGNORECASE)
_DRAWIO = re.compile(rb"<(?:mxfile|mxGraphModel)[\s>]", re.IGNORECASE)
_HEAD = 8_192

ARCHIVES = frozenset(row.word for row in formats.with_role("archive"))
"""Type words of archives and compressed files."""
DIAGRAMS = frozenset(row.word for row in formats.with_role("diagram"))
"""Type words of diagram sources."""
_BY_EXTENSION = {
    ending: row.word for row in formats.FORMATS if row.is_text for ending in row.endings
}
"""Among texts the name decides; everything else is told by its bytes."""


def extension(path: str) -> str:
    """The last extension of a path in lower case, without the dot."""
    return PurePosixPath(path).suffix[1:].lower()


def sniff(path: str, data: bytes) -> str:
    """Type word of a file from its content and name; ``binary`` when it is none we know."""
    return _from_magic(path, data) or _from_text(path, data)


def _from_magic(path: str, data: bytes) -> str | None:
    head = data[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path, data)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[257:262] == b"ustar":
        return "tar"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return None if kind == "program" and _is_text(head) else kind
    if b"%PDF-" in head[:1024]:
        return "pdf" if head.lstrip().startswith(b"%PDF-") or extension(path) == "pdf" else None
    return None


def _zip_kind(path: str, data: bytes) -> str:
    """``docx`` and the like when the parts of that format are listed in the directory."""
    directory = data[-1_000_000:] if len(data) > 1_000_000 else data
    for part, kind in _OFFICE_PARTS:
        if part in directory or part in data[:_HEAD]:
            return kind
    known = {kind for _, kind in _OFFICE_PARTS}
    return extension(path) if extension(path) in known and b"[Content_Types]" in data else "zip"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = len(_CONTROL.findall(head))
    return b"\x00" not in head and controls * 50 <= len(head)


def _from_text(path: str, data: bytes) -> str:
    head = data[:_HEAD]
    kind = _BY_EXTENSION.get(extension(path), "")
    if not _is_text(head):
        return kind if kind == "markdown" else "binary"
    if kind in ("xml", "", "drawio", "text") and _DRAWIO.search(head):
        return "drawio"
    if kind in ("xml", "svg", ""):
        return "svg" if _SVG.search(head) else (kind if kind == "xml" else "text")
    return kind


def has_macros(path: str, data: bytes, kind: str) -> bool:
    """Whether an Office file carries macros or has a name that announces them."""
    if extension(path) in _MACRO_EXTENSIONS:
        return True
    return kind in ("docx", "xlsx", "pptx", "zip") and bool(_MACRO.search(data))


def unreadable_reason(kind: str) -> str | None:
    """Why a stored file of this type is not read, in a sentence; None when it can be read."""
    row = formats.by_word(kind)
    if row.reader or row.role == "diagram" or kind == "svg":
        return None
    if row.role == "picture":
        return (
            "Stored and shown where the document includes it; what a picture holds is not read "
            f"yet. As a document, {READABLE} can be read; as a diagram, Mermaid source."
        )
    if kind == "lfs":
        return (
            "This is a Git LFS pointer, not the file itself. "
            "Fetch the file with 'git lfs pull' and upload it again."
        )
    return f"Stored, not read yet: this is {row.name}. What can be read: {READABLE}."
