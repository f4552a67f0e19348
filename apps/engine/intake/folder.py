"""A folder on disk, for the command line: the same rules as for an archive."""

from __future__ import annotations

import os
from pathlib import Path

from apps.engine.intake.collect import Collector
from apps.engine.intake.model import LIMITS, FileTree, IntakeError, Limits
from apps.engine.intake.names import is_left_out


def open_folder(path: Path | str, limits: Limits = LIMITS) -> FileTree:
    """The files of a folder; raises ``IntakeError``. Links and devices are refused."""
    root = Path(path)
    collector = Collector(limits)
    for file in _walk(root):
        _collect_file(root, file, collector)
    return collector.tree(root.name or str(root), strip=False)


def _walk(root: Path) -> list[Path]:
    """All entries that are no folders, in a fixed order; links are not followed."""
    found: list[Path] = []
    for folder, subfolders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        relative = here.relative_to(root).as_posix()
        linked = [name for name in subfolders if (here / name).is_symlink()]
        subfolders[:] = sorted(
            name
            for name in subfolders
            if name not in linked and not is_left_out(f"{relative}/{name}/x")
        )
        found += [here / name for name in sorted([*names, *linked])]
    return found


def _collect_file(root: Path, file: Path, collector: Collector) -> None:
    path = collector.admit(file.relative_to(root).as_posix())
    if path is None:
        return
    if file.is_symlink():
        raise IntakeError(path, "it is a symbolic link.", "Put the file itself into the folder.")
    if not file.is_file():
        raise IntakeError(path, "it is not a regular file.", "Leave it out.")
    try:
        if collector.skip_archive(path, file.stat().st_size):
            return
        with file.open("rb") as stream:
            collector.read(path, stream.read)
    except OSError as error:
        raise IntakeError(path, "it cannot be read.", "Check its permissions.") from error
