"""Several single files, sent at once, as one package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

_ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class PackingError(ValueError):
    """The files cannot be one package; the message says which and what to do."""


def pack(files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Name and bytes of one upload made of ``files`` (name or relative path, content).

    One file stays as it is. Several become a ZIP whose bytes depend on names and contents only.

    Raises:
        PackingError: An archive lies among the files, or two files have one name.
    """
    if not files:
        raise PackingError("No file came with the form. Choose at least one file.")
    if len(files) == 1:
        name, data = files[0]
        return PurePosixPath(name).name, data
    archives = [name for name, _ in files if name.lower().endswith(_ARCHIVES)]
    if archives:
        raise PackingError(
            f"{archives[0]} is an archive beside other files. Hand in the archive alone, or the "
            "files without it."
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in _placed(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return f"{len(files)}-files.zip", packed.getvalue()


def _placed(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The files by path, without a folder that all of them share."""
    paths = [PurePosixPath(name.replace("\\", "/")) for name, _ in files]
    tops = {path.parts[0] for path in paths if len(path.parts) > 1}
    shared = len(tops) == 1 and all(len(path.parts) > 1 for path in paths)
    placed: dict[str, bytes] = {}
    for path, (_, data) in zip(paths, files, strict=True):
        name = str(PurePosixPath(*path.parts[1:]) if shared else path)
        if name in placed:
            raise PackingError(f"Two of the files are called {name}. Rename one of them.")
        placed[name] = data
    return sorted(placed.items())
