"""The draft of the next revision: suggestions are applied to it, and it is handed in as a whole."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff

from django.db import transaction

from apps.accounts.models import User
from apps.activity.services import record
from apps.common import storage
from apps.engine.anchors.edits import Edit, apply_edits, encoded_like
from apps.engine.anchors.selectors import AnchorError
from apps.engine.text import canonical_text
from apps.submissions.models import Artifact, Draft, DraftEdit, Revision, Submission
from apps.submissions.services.uploads import revision_submit


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of the base that the draft changes, with the lines of a unified diff."""

    path: str
    edits: Sequence[DraftEdit]
    lines: Sequence[str]


@transaction.atomic
def draft_apply(
    *, base: Revision, path: str, edit: Edit, source: str, author: User
) -> tuple[Draft, DraftEdit]:
    """Put a replacement into the draft of the submission; the same ``source`` counts once.

    Raises:
        AnchorError: The text differs, another edit is in the way, or the draft has another base.
    """
    Submission.objects.select_for_update().get(pk=base.submission_id)
    draft, _ = Draft.objects.get_or_create(submission=base.submission, defaults={"base": base})
    if draft.base_id != base.pk and draft.edits.exists():
        raise AnchorError(
            "other-base",
            f"The draft was begun on revision {draft.base.number}, the suggestion is for revision "
            f"{base.number}.",
            "Hand the draft in or discard it first.",
        )
    edits = [_edit(one) for one in draft.edits.filter(path=path).exclude(source=source)]
    apply_edits(_text(base, path), [*edits, edit])
    row, _ = DraftEdit.objects.update_or_create(
        draft=draft,
        source=source,
        defaults={
            "path": path,
            "start": edit.start,
            "end": edit.end,
            "expected": edit.expected,
            "insert": edit.insert,
            "author": author,
        },
    )
    draft.base = base
    draft.version += 1
    draft.save()
    # Without the course: a draft is its team's own until it is handed in.
    record(
        actor=author,
        verb="draft.changed",
        obj=draft,
        data={"path": path, "source": source, "base": base.number},
    )
    return draft, row


@transaction.atomic
def edit_remove(*, edit: DraftEdit) -> None:
    """Take one edit out of its draft; nothing happens when the draft is gone already."""
    draft = _held(edit.draft)
    if draft is not None:
        edit.delete()
        draft.version += 1
        draft.save()


@transaction.atomic
def draft_discard(*, draft: Draft, by: User) -> None:
    """Throw the draft away; the revision it was based on stays, of course."""
    held = _held(draft)
    if held is None:
        return
    record(
        actor=by,
        verb="draft.discarded",
        obj=held,
        data={"edits": held.edits.count(), "base": held.base.number},
    )
    held.delete()


def _held(draft: Draft) -> Draft | None:
    """The draft as it is now, under the lock of its submission; ``None`` when it is gone."""
    Submission.objects.select_for_update().get(pk=draft.submission_id)
    return Draft.objects.filter(pk=draft.pk).select_related("base").first()


@transaction.atomic
def draft_submit(
    *, draft: Draft, user: User, version: int, received_at: datetime, note: str = ""
) -> Revision:
    """Hand the draft in as the next revision.

    Raises:
        AnchorError: The draft changed since ``version`` was looked at.
        UploadRefused: As for every upload.
    """
    held = _held(draft)
    if held is None or held.version != version:
        raise AnchorError(
            "stale",
            "The draft was changed since this page was shown.",
            "Look at it again, then hand it in.",
        )
    revision = revision_submit(
        assignment=draft.submission.assignment,
        user=user,
        name=f"draft-on-revision-{held.base.number}.zip",
        data=_packed(held),
        received_at=received_at,
        main=held.base.main_path,
        note=note or f"Suggestions applied to revision {held.base.number}",
    )
    held.delete()
    return revision


def changed_files(draft: Draft) -> list[ChangedFile]:
    """What the draft changes, file by file."""
    found = []
    for path, edits in _by_path(draft).items():
        old = _text(draft.base, path)
        new = apply_edits(old, [_edit(one) for one in edits])
        lines = list(unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=2))[2:]
        found.append(ChangedFile(path, edits, lines))
    return found


def _by_path(draft: Draft) -> Mapping[str, list[DraftEdit]]:
    groups: dict[str, list[DraftEdit]] = defaultdict(list)
    for edit in draft.edits.select_related("author"):
        groups[edit.path].append(edit)
    return groups


def _edit(row: DraftEdit) -> Edit:
    return Edit(row.start, row.end, row.expected, row.insert)


def _artifact(base: Revision, path: str) -> Artifact:
    found = Artifact.objects.filter(revision=base, path=path).exclude(digest="").first()
    if found is None:
        raise AnchorError("no-file", f"Revision {base.number} has no file {path}.", "")
    return found


def _text(base: Revision, path: str) -> str:
    return canonical_text(path, storage.get(_artifact(base, path).digest)).text


def _packed(draft: Draft) -> bytes:
    """The files of the base with the edits, as a ZIP."""
    edited = _by_path(draft)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for artifact in Artifact.objects.filter(revision=draft.base).exclude(digest=""):
            data = storage.get(artifact.digest)
            if artifact.path in edited:
                edits = [_edit(one) for one in edited[artifact.path]]
                text = canonical_text(artifact.path, data).text
                data = encoded_like(data, apply_edits(text, edits))
            # A fixed time: the same files are the same package.
            archive.writestr(zipfile.ZipInfo(artifact.path, (2000, 1, 1, 0, 0, 0)), data)
    return packed.getvalue()
