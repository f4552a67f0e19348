"""Asking for annotations to be brought in; the work is done in ``apps.exports.jobs``."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.checkruns.queries import ready_run
from apps.common import limits, storage
from apps.engine.anchors.selectors import AnchorError
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.exports.models import AnnotationImport
from apps.jobs import services as jobs
from apps.jobs.models import OPEN_STATES
from apps.submissions.models import Revision

IMPORT = "exports.import"
MOST_WAITING = 3
"""Imports of one person that are not done yet; they are worked off one after the other."""


class ImportRefused(ValueError):
    """Nothing was taken over; the message says why."""


class TooManyImports(ImportRefused):
    """The person has to wait until one of those that were sent has ended."""


def annotations_import(*, revision: Revision, by: User, data: bytes) -> AnnotationImport:
    """The row of an import of ``data`` (JSON-LD): the open one of the same bytes, else a new one.

    A second import of the same annotations changes nothing.

    Raises:
        ImportRefused: There is nothing, it is too large, or too many wait.
        AnchorError: The revision was not read yet.
        LimitReached: ``by`` sent too many within the hour.
    """
    if not data.strip():
        raise ImportRefused("There are no annotations in it: it is empty.")
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            f"The file has more than {MAX_BYTES // 1_000_000} MB. Split it into several."
        )
    run = ready_run(revision)
    if run is None or not run.package_name:
        raise AnchorError(
            "not-read",
            f"Revision {revision.number} has not been read, so that nothing can be placed in it.",
            "Wait until the checks have ended.",
        )
    _refuse_too_many(by)
    limits.require("imports", by.pk, what="You brought in annotations many times within the hour.")
    return _row(revision, by, storage.put(data), len(data))


@transaction.atomic
def _row(revision: Revision, by: User, digest: str, size: int) -> AnnotationImport:
    # Two tabs of one person wait for each other, so that both see the same count.
    User.objects.select_for_update().get(pk=by.pk)
    mine = AnnotationImport.objects.filter(author=by, revision=revision, digest=digest)
    known = mine.filter(state__in=OPEN_STATES).first()
    if known is not None:
        return known
    _refuse_too_many(by)
    made = AnnotationImport.objects.create(revision=revision, author=by, digest=digest, size=size)
    jobs.enqueue(IMPORT, made.pk)
    return made


def _refuse_too_many(by: User) -> None:
    mine = AnnotationImport.objects.filter(author=by)
    if mine.filter(state__in=OPEN_STATES).count() >= MOST_WAITING:
        raise TooManyImports(
            f"{MOST_WAITING} of your imports are not done yet. Send this one when one has ended."
        )
