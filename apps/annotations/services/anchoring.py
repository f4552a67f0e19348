"""Rows for the places that the engine gives."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from apps.annotations.models import Anchor as AnchorRow
from apps.annotations.models import AnchorState, Thread
from apps.checkruns.queries import finding_of_revision, package_of_revision
from apps.engine.anchors.columns import values_of
from apps.engine.anchors.describe import label_of, quote_of
from apps.engine.anchors.plain import from_plain, to_plain
from apps.engine.anchors.selectors import Anchor, AnchorError
from apps.engine.anchors.target import Target, anchor_for
from apps.engine.package import Package
from apps.submissions.models import Revision


def package_of(revision: Revision) -> Package:
    """The package of a revision as it was read.

    Raises:
        AnchorError: It was not read yet, or could not be.
    """
    package = package_of_revision(revision)
    if package is None:
        raise AnchorError(
            "not-read",
            f"Revision {revision.number} has not been read, so that nothing can be placed in it.",
            "Wait until the checks have ended.",
        )
    return package


def resolved(revision: Revision, package: Package, target: Target, finding: str = "") -> Anchor:
    """The anchor for a target; a thread on a finding without a target stands where the finding does.

    Raises:
        AnchorError: The target is not in the revision.
    """
    if finding and not target:
        return _of_finding(revision, package, finding)
    return anchor_for(package, target)


def _of_finding(revision: Revision, package: Package, identity: str) -> Anchor:
    found = finding_of_revision(revision, identity)
    if found is None:
        raise Http404
    where: dict[str, Any] = found.data.get("where") or {}
    if where.get("element"):
        return anchor_for(package, {"kind": "element", "element": where["element"]})
    artifact = where.get("artifact") or package.main
    if where.get("start") is not None and where["end"] > where["start"]:
        text = {"kind": "text", "artifact": artifact, "start": where["start"]}
        try:
            return anchor_for(package, text | {"end": min(where["end"], where["start"] + 4000)})
        except AnchorError:
            pass  # a place without text: the file as a whole
    return anchor_for(package, {"kind": "document", "artifact": artifact})


def anchor_of(row: AnchorRow) -> Anchor:
    """The anchor that a row keeps."""
    return from_plain(
        {"artifact": row.artifact, "surface": row.surface, "selectors": row.selectors}
    )


def guess_of(row: AnchorRow) -> Anchor | None:
    """The best guess of a row that needs placing."""
    return from_plain(row.guess) if row.guess else None


def plain_guess(anchor: Anchor | None) -> dict[str, Any] | None:
    """A guess for a row, with its place in words."""
    if anchor is None:
        return None
    return to_plain(anchor) | {"label": label_of(anchor), "quote": quote_of(anchor)}


def first_row(thread: Thread, anchor: Anchor, package: Package) -> AnchorRow:
    """The unsaved row of a thread in the revision it was begun on."""
    values = values_of(anchor, package)
    return AnchorRow(thread=thread, revision=thread.revision, state=AnchorState.EXACT, **values)
