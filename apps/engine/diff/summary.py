"""The count of changes in one sentence, and the changes of files that nothing else tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from apps.engine.diff.model import ArtifactDiff, Change, ChangeKind
from apps.engine.diff.wording import count, joined
from apps.engine.text import Place


def summary(changes: Sequence[Change]) -> str:
    """``11 changes in 4 sections, 1 diagram and 5 table cells``."""
    if not changes:
        return "No changes"
    parts = [
        (len({(c.artifact, c.section) for c in changes if c.area == "text"}), "section"),
        (len({_diagram(c) for c in changes if c.area == "diagram"}), "diagram"),
        (sum(c.area == "table" and c.kind == "changed" for c in changes), "table cell"),
        (_lines(changes, "row"), "table row"),
        (_lines(changes, "column"), "table column"),
        (_lines(changes, "table"), "table"),
        (len({(c.artifact, c.section) for c in changes if c.area == "decision"}), "decision record"),
        (sum(c.area == "file" for c in changes), "file"),
    ]  # fmt: skip
    words = joined([count(number, word) for number, word in parts if number])
    return f"{count(len(changes), 'change')} in {words}"


def _lines(changes: Sequence[Change], what: str) -> int:
    return sum(
        c.area == "table" and c.kind != "changed" and c.subject.startswith(what) for c in changes
    )


def _diagram(change: Change) -> str:
    place = change.new_place or change.old_place
    return (place.element or "").split("/", 1)[0] if place else ""


def file_changes(
    artifacts: Sequence[ArtifactDiff], texts: Collection[str], told: Collection[str]
) -> list[Change]:
    """Files that came, went or got another name, and changed files without a text.

    ``texts`` are the paths of files whose text was compared, ``told`` those of which a record or a
    diagram says that it came or went.
    """
    found = []
    for one in artifacts:
        path = one.new or one.old or ""
        places = (
            Place(one.old) if one.old else None,
            Place(one.new) if one.new else None,
        )
        if one.status == "renamed":
            sentence = f"File {one.old} is now {one.new}"
            found.append(_change("renamed", path, sentence, one, places))
        elif one.status in {"added", "removed"} and path not in told:
            kind: ChangeKind = "added" if one.new else "removed"
            found.append(_change(kind, path, f"File {kind}: {path}", one, places))
        if one.edited and path not in texts and one.old and one.new:
            found.append(_change("changed", path, f"File changed: {path}", one, places))
    return found


def _change(
    kind: ChangeKind,
    path: str,
    sentence: str,
    one: ArtifactDiff,
    places: tuple[Place | None, Place | None],
) -> Change:
    return Change(
        area="file",
        kind=kind,
        subject=path,
        sentence=sentence,
        old=one.old or "",
        new=one.new or "",
        old_place=places[0],
        new_place=places[1],
    )
