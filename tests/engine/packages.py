"""Making packages from texts, for tests."""

from __future__ import annotations

from apps.engine.assemble import assemble
from apps.engine.package import Package
from apps.engine.reading import read_file


def package_of(files: dict[str, str] | str, main: str | None = None) -> Package:
    """A package of texts by path; a single text is ``design.md``."""
    texts = {"design.md": files} if isinstance(files, str) else files
    return assemble([read_file(path, text.encode()) for path, text in texts.items()], main)
