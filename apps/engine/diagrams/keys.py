"""Keys of diagrams: short words that are unique in a package and stay from revision to revision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from apps.engine.diagrams.model import Diagram

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def with_keys(diagrams: Sequence[Diagram]) -> tuple[Diagram, ...]:
    """The diagrams with their keys: slug of the title, else file stem, else ``diagram-<ordinal>``.

    A key that is taken gets ``-2``, ``-3`` ... in package order.
    """
    taken: set[str] = set()
    keyed = []
    for ordinal, diagram in enumerate(diagrams, start=1):
        base = _base_key(diagram, ordinal)
        key, n = base, 1
        while key in taken:
            n += 1
            key = f"{base}-{n}"
        taken.add(key)
        where = replace(diagram.where, element=key)
        keyed.append(replace(diagram, key=key, where=where))
    return tuple(keyed)


def _base_key(diagram: Diagram, ordinal: int) -> str:
    stem = PurePosixPath(diagram.where.artifact).stem if diagram.index is None else ""
    for words in (diagram.title, stem):
        slug = _NOT_WORD.sub("-", words.lower()).strip("-_")[:80]
        if slug:
            return slug
    return f"diagram-{ordinal}"
