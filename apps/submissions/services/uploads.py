"""Handing in: every write to submissions and revisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.activity.services import record
from apps.common import storage
from apps.courses.models import Assignment
from apps.courses.queries import team_of
from apps.courses.services import team_for
from apps.engine.intake import FileTree, IntakeError, open_upload
from apps.submissions.hooks import on_revision
from apps.submissions.models import Artifact, Revision, Submission
from apps.submissions.packing import PackingError, pack
from apps.submissions.services import quota
from apps.submissions.services.refusal import UploadLimitReached, UploadRefused

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
"""The largest upload that is taken."""

_MAX_SKIPPED = 200
"""Left-out files that are listed one by one; a build folder may hold thousands."""

__all__ = [
    "MAX_UPLOAD_BYTES",
    "UploadLimitReached",
    "UploadRefused",
    "main_choose",
    "on_revision",
    "revision_submit",
    "submission_of",
    "upload_from",
]


def upload_from(files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One upload out of the files of a form; raises ``UploadRefused``."""
    try:
        return pack(files)
    except PackingError as error:
        raise UploadRefused(f"{len(files)} files", str(error)) from error


def revision_submit(  # noqa: PLR0913 - one argument for each fact
    *,
    assignment: Assignment,
    user: User,
    name: str,
    data: bytes,
    received_at: datetime,
    main: str = "",
    note: str = "",
) -> Revision:
    """Take an upload as the next revision of the team of ``user``.

    The bytes are stored first, by content hash; the rows, the event and the hooks follow in one short
    transaction. Whether ``user`` may hand in is decided by whoever loaded ``assignment``.

    Raises:
        UploadLimitReached: The team handed in too often within the hour.
        UploadRefused: The package is not safe, too large or empty, or there is no room for it.
            Nothing was stored.
    """
    quota.count_upload(assignment=assignment, user=user, name=name)
    tree = _opened(name, data, main)
    upload_digest = hashlib.sha256(data).hexdigest()
    team = team_of(user, assignment.course)
    adds = quota.new_bytes(team, tree, (upload_digest, len(data)))
    quota.require_room(course=assignment.course, team=team, name=name, adds=adds)
    storage.put(data)
    for file in tree.files:
        storage.put(file.data)
    with transaction.atomic():
        submission = submission_of(assignment=assignment, user=user)
        return _write(
            submission=submission,
            user=user,
            tree=tree,
            revision=Revision(
                submission=submission,
                uploaded_by=user,
                received_at=received_at,
                digest=tree_digest(((f.path, f.sha256) for f in tree.files), main),
                upload_name=name[:200],
                upload_digest=upload_digest,
                upload_size=len(data),
                stored_bytes=adds,
                main_path=main,
                note=note,
            ),
        )


def main_choose(*, revision: Revision, user: User, main: str) -> Revision:
    """The same files as a new revision whose main document is ``main``.

    A revision never changes, so the choice makes a new one; it arrived when its files arrived.

    Raises:
        UploadRefused: ``main`` is not a file of the revision.
    """
    data = storage.get(revision.upload_digest)
    return revision_submit(
        assignment=revision.submission.assignment,
        user=user,
        name=revision.upload_name,
        data=data,
        received_at=revision.received_at,
        main=main,
        note=f"Main document chosen: {main}"[:500],
    )


def submission_of(*, assignment: Assignment, user: User) -> Submission:
    """The submission of the team of ``user``, made when it is the first of them."""
    team = team_for(user, assignment.course)
    return Submission.objects.get_or_create(assignment=assignment, team=team)[0]


def tree_digest(files: Iterable[tuple[str, str]], main: str = "") -> str:
    """SHA-256 that stands for a set of (path, content hash) pairs and the chosen main document."""
    digest = hashlib.sha256()
    for path, sha256 in sorted(files):
        digest.update(f"{path}\0{sha256}\n".encode())
    if main:
        digest.update(f"main\0{main}\n".encode())
    return digest.hexdigest()


def _opened(name: str, data: bytes, main: str) -> FileTree:
    if len(data) > MAX_UPLOAD_BYTES:
        raise UploadRefused(name, "It is larger than 50 MB.", hint="Leave out videos and datasets.")
    try:
        tree = open_upload(name, data)
    except IntakeError as error:
        raise UploadRefused(
            name, error.reason, entry=error.entry or "", hint=error.hint or ""
        ) from error
    if main and main not in {file.path for file in tree.files}:
        raise UploadRefused(name, f"There is no file {main} in it.")
    return tree


def _write(*, submission: Submission, user: User, tree: FileTree, revision: Revision) -> Revision:
    """Number and save ``revision`` with its artifacts, event and hooks."""
    # Taking the row's lock numbers revisions of two simultaneous uploads one after the other.
    Submission.objects.select_for_update().get(pk=submission.pk)
    last = submission.revisions.aggregate(last=Max("number"))["last"] or 0
    revision.number = last + 1
    revision.save(force_insert=True)
    Artifact.objects.bulk_create(_artifacts(revision, tree))
    assignment = submission.assignment
    record(
        actor=user,
        verb="revision.submitted",
        obj=revision,
        course=assignment.course,
        data={
            "number": revision.number,
            "assignment": assignment.title,
            "team": submission.team.name,
            "team_id": submission.team.public_id,
            "name": revision.upload_name,
            "files": len(tree.files),
            "size": revision.upload_size,
        },
    )
    for hook in on_revision:
        hook(revision)
    return revision


def _artifacts(revision: Revision, tree: FileTree) -> list[Artifact]:
    rows = {
        file.path: Artifact(
            revision=revision,
            path=file.path[:500],
            digest=file.sha256,
            size=len(file.data),
            type=file.type[:20],
        )
        for file in tree.files
    }
    for skipped in tree.skipped[:_MAX_SKIPPED]:
        rows.setdefault(
            skipped.path,
            Artifact(
                revision=revision,
                path=skipped.path[:500],
                size=skipped.size,
                type="skipped",
                skipped_reason=skipped.reason[:300],
            ),
        )
    return list(rows.values())
