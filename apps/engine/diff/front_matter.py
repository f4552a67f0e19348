"""Front matter of two documents, key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.diff.model import Change, ChangeKind
from apps.engine.diff.wording import clip
from apps.engine.document.model import Document
from apps.engine.text import CanonicalText, Place

_MOST = 200  # keys that are compared
SECTION = "front matter"
Side = tuple[Document, CanonicalText]


def front_matter_changes(old: Side | None, new: Side | None) -> Iterator[Change]:
    """One change per key; nothing for a document that only one side has."""
    if old is None or new is None:
        return
    before, after = dict(_flat(old[0].front_matter)), dict(_flat(new[0].front_matter))
    for key in list(dict.fromkeys([*after, *before]))[:_MOST]:
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        kind: ChangeKind = "added" if one is None else "removed" if other is None else "changed"
        yield Change(
            area="text",
            kind=kind,
            subject=key,
            sentence=f"Front matter, {key}: {clip(one or '') or 'none'} → {clip(other or '') or 'none'}",
            old=one or "",
            new=other or "",
            section=SECTION,
            old_place=_place(old[1], key) if one is not None else None,
            new_place=_place(new[1], key) if other is not None else None,
        )


def _flat(values: object, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Keys with dots between them, and values as text."""
    if isinstance(values, dict) and depth < 6:
        for name, value in values.items():
            yield from _flat(value, f"{key}.{name}" if key else str(name), depth + 1)
    elif isinstance(values, list):
        yield key, ", ".join(str(value) for value in values)
    elif key:
        yield key, "" if values is None else str(values)


def _place(text: CanonicalText, key: str) -> Place:
    """The line of the key, or the first line."""
    name = re.escape(key.rsplit(".", 1)[-1])
    found = re.compile(rf"^[ \t]*[\"']?{name}[\"']?[ \t]*[:=].*$", re.MULTILINE).search(text.text)
    return text.place(found.start(), found.end()) if found else text.lines_place(1, 1)
