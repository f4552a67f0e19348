"""Paths of entries: which are refused, which are left out without a word, how they are compared."""

from __future__ import annotations

import re
import unicodedata

from apps.engine.intake.model import LIMITS, IntakeError, Limits

_LEFT_OUT_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", "__macosx", "__pycache__"})
_LEFT_OUT_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ARCHIVE_NAME = re.compile(
    r"\.(?:zip|jar|war|ear|7z|rar|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|lz4|iso|cab)\Z", re.IGNORECASE
)
_MEANINGFUL = frozenset(
    {"adr", "adrs", "decisions", "decision-records", "diagrams", "docs", "doc", "images", "img"}
)


def safe_path(name: str, limits: Limits = LIMITS) -> str:
    """The relative path of an entry with "/" between its parts; raises ``IntakeError``.

    Backslashes divide like slashes, because archives made on Windows hold them.
    """
    shown = printable(name)
    if _CONTROL.search(name):
        raise IntakeError(shown, "its name holds control characters.", "Rename the file.")
    path = name.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path):
        raise IntakeError(
            shown,
            "its path is absolute.",
            "Pack the folder itself, so that all paths are relative.",
        )
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise IntakeError(
            shown, "its path leaves the archive ('..').", "Pack the files again without '..'."
        )
    if len(parts) > limits.depth:
        raise IntakeError(
            shown,
            f"it lies {len(parts)} folders deep; at most {limits.depth} are taken.",
            "Move it further up.",
        )
    longest = max((len(part) for part in parts), default=0)
    if longest > limits.name:
        raise IntakeError(
            shown,
            f"its name has {longest} characters; at most {limits.name} are taken.",
            "Shorten the name.",
        )
    return "/".join(parts)


def printable(name: str) -> str:
    """A name as it may be shown: no control characters, at most 200 characters."""
    clean = _CONTROL.sub("�", name)
    return clean if len(clean) <= 200 else clean[:199] + "…"


def is_left_out(path: str) -> bool:
    """Whether a file is left out silently: version control, package folders, system litter."""
    parts = path.casefold().split("/")
    return (
        any(part in _LEFT_OUT_FOLDERS for part in parts)
        or parts[-1] in _LEFT_OUT_FILES
        or parts[-1].startswith("._")
    )


def is_archive_name(path: str) -> bool:
    """Whether the name is that of an archive."""
    return bool(_ARCHIVE_NAME.search(path))


def same_name_key(path: str) -> str:
    """Key under which two paths are the same file on some file system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def common_top(paths: list[str]) -> str:
    """The folder (with its slash) that holds all paths and says nothing itself, or ""."""
    top = paths[0].split("/", 1)[0] if paths and "/" in paths[0] else ""
    if not top or top.casefold() in _MEANINGFUL:
        return ""
    return f"{top}/" if all(path.startswith(f"{top}/") for path in paths) else ""
