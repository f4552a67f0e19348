"""The annotated design in one of its formats, written in a limited child."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from apps.checkruns import queries
from apps.checkruns.models import CheckRun
from apps.common import storage
from apps.engine.anchors.selectors import AnchorError
from apps.engine.exports.pictures import MAX_PICTURE
from apps.engine.exports.plain import threads_to_plain
from apps.exports.contents import Holdings, holdings_of, revision_iri, stamp_of
from apps.exports.models import ExportFormat
from apps.sandbox import services as sandbox
from apps.submissions.models import Artifact, Revision

_PICTURES = ("png", "jpeg", "gif", "webp", "svg")
_WITH_PICTURES = (ExportFormat.HTML, ExportFormat.PDF)
_ALL_PICTURES = 48_000_000
"""Bytes of pictures that one file is given; the rest are named in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A revision as it is to be written: its reading, and the threads that may leave."""

    revision: Revision
    form: str
    run: CheckRun
    holdings: Holdings


def source_of(revision: Revision, form: str) -> Source:
    """What an export of ``revision`` in the format ``form`` would show now.

    Raises:
        AnchorError: The revision was not read yet.
    """
    run = _read_run(revision)
    return Source(revision, form, run, holdings_of(revision, form, reading=run.package_name))


def current_stamp(revision: Revision, form: str) -> str:
    """The stamp of that, without gathering it; raises ``AnchorError`` as ``source_of`` does."""
    return stamp_of(revision, form, reading=_read_run(revision).package_name)


def _read_run(revision: Revision) -> CheckRun:
    run = queries.ready_run(revision)
    if run is None or not run.package_name:
        raise AnchorError(
            "not-read",
            f"Revision {revision.number} has not been read, so that nothing can be exported.",
            "Wait until the checks have ended.",
        )
    return run


def written(source: Source, *, patience: float | None = None) -> bytes:
    """The file; ``patience`` is how many seconds the caller waits for it.

    Raises:
        sandbox.Died: It needed more than the child may use.
        sandbox.Failed: The writer stopped inside.
    """
    revision, form = source.revision, source.form
    request = {
        "op": "export",
        "format": form,
        "title": _title(source),
        "revision_number": revision.number,
        "revision_iri": revision_iri(revision),
        "exported": _stamp(revision, form),
        "package": storage.get_named(source.run.package_name),
        "threads": threads_to_plain(source.holdings.threads),
        "files": _pictures(revision) if form in _WITH_PICTURES else {},
        "diagram_css": _diagram_css() if form == ExportFormat.HTML else "",
    }
    with sandbox.server() as socket:
        return bytes(sandbox.ask(socket, request, patience=patience)["file"])


def _title(source: Source) -> str:
    """Title of the design, or the team's name where it has none."""
    document = (queries.reading_of(source.run) or {}).get("document")
    return (document["title"] if document else "") or source.revision.submission.team.name


def _stamp(revision: Revision, form: str) -> str:
    """The time of the export: on the clock of the course for people, in UTC for programs."""
    now = timezone.now()
    if form == ExportFormat.JSON_LD:
        return now.isoformat(timespec="seconds").replace("+00:00", "Z")
    zone = ZoneInfo(revision.submission.assignment.course.time_zone)
    return now.astimezone(zone).isoformat(timespec="seconds")


def _pictures(revision: Revision) -> dict[str, bytes]:
    """Bytes of the pictures of a revision by path, as far as they fit."""
    rows = Artifact.objects.filter(
        revision=revision, type__in=_PICTURES, skipped_reason="", size__lte=MAX_PICTURE
    ).exclude(digest="")
    found: dict[str, bytes] = {}
    room = _ALL_PICTURES
    for row in rows.order_by("path"):
        room -= row.size
        if room >= 0:
            found[row.path] = storage.get(row.digest)
    return found


@cache
def _diagram_css() -> str:
    return (settings.BASE_DIR / "static" / "css" / "diagram.css").read_text(encoding="utf-8")
