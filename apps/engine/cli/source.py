"""Opening what the command line is given."""

from __future__ import annotations

from pathlib import Path

from apps.engine.assemble import assemble
from apps.engine.intake import IntakeError, open_upload
from apps.engine.intake.folder import open_folder
from apps.engine.package import FileReading, Package
from apps.engine.reading import read_file


class UnusableInputError(Exception):
    """The input cannot be used; the argument says what was read and what to do."""


def open_package(path: str, main: str | None) -> Package:
    """Read the package at ``path``; raises ``UnusableInputError``."""
    source = Path(path)
    if not source.exists():
        raise UnusableInputError(f"{path}: there is no such file or folder")
    try:
        if source.is_dir():
            tree = open_folder(source)
        else:
            tree = open_upload(source.name, source.read_bytes())
    except IntakeError as error:
        raise UnusableInputError(str(error)) from error
    except OSError as error:
        raise UnusableInputError(f"{path}: {error.strerror or error}") from error
    readings = [read_file(file.path, file.data) for file in tree.files]
    readings += [
        FileReading(skipped.path, "binary", skipped.size, "", skipped_reason=skipped.reason)
        for skipped in tree.skipped
    ]
    try:
        return assemble(readings, main)
    except ValueError as error:
        raise UnusableInputError(str(error)) from error
