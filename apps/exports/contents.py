"""What an export holds: published threads as values that know a person by the name alone.

Drafts never leave, not even those of the person who exports. Addresses, e-mail addresses and ids of
people are left out, also where a comment names somebody.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.queries import shown_as
from apps.annotations.models import Anchor, AnchorState, Attachment, Comment, Thread, ThreadState
from apps.engine import ENGINE_VERSION
from apps.engine.anchors import plain
from apps.engine.exports.model import CommentExport, ThreadExport
from apps.engine.exports.plain import threads_to_plain
from apps.exports.models import ExportFormat
from apps.submissions.models import Revision

WRITER_VERSION = "1"
"""Part of what an export is known by; raise it when files of the same content change."""
IMPORT_KEY = "import-"
"""The keys of comments that were imported begin with it."""
_IMPORTED = re.compile(r"Imported(?:, written by ([^\n]{1,120}))?\.(?:\n\n|\Z)")
"""First line of an imported comment of somebody else; group 1 is the name."""

_MENTION = re.compile(r"\[(@[^\]\n]*)\]\(person:[a-z0-9]+\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\(at:[^)\s]*\)")
_GONE = (AnchorState.NEEDS_PLACING, AnchorState.REMOVED)


@dataclass(frozen=True, slots=True)
class Holdings:
    """The threads of one revision for one format; ``stamp`` is the SHA-256 of all that is shown."""

    threads: tuple[ThreadExport, ...]
    stamp: str


def revision_iri(revision: Revision) -> str:
    """The permanent address of a revision."""
    return f"{settings.SITE_URL}{reverse('workspace:report', args=[revision.public_id])}"


def comment_iri(comment: Comment) -> str:
    """The permanent address of a comment."""
    return f"{thread_iri(comment.thread)}#comment-{comment.public_id}"


def thread_iri(thread: Thread) -> str:
    """The permanent address of a thread."""
    return f"{settings.SITE_URL}{reverse('annotations:thread', args=[thread.public_id])}"


def holdings_of(revision: Revision, form: str, *, reading: str) -> Holdings:
    """What an export of ``revision`` holds now; ``reading`` names how its files were read."""
    threads = _Gatherer(revision, wire=form == ExportFormat.JSON_LD).threads()
    shown = (WRITER_VERSION, ENGINE_VERSION, form, revision.public_id, revision.number, reading)
    text = json.dumps([shown, threads_to_plain(threads)], ensure_ascii=True)
    return Holdings(threads, hashlib.sha256(text.encode()).hexdigest())


class _Gatherer:
    """Reads the threads of a revision, in four queries. ``wire`` is for programs, else for people."""

    def __init__(self, revision: Revision, *, wire: bool) -> None:
        self.wire = wire
        self.revision = revision
        zone = revision.submission.assignment.course.time_zone
        self.zone = UTC if wire else ZoneInfo(zone)
        self.files: Mapping[int, list[str]] = {}

    def threads(self) -> tuple[ThreadExport, ...]:
        """Published threads that were begun on the revision or before, by number."""
        rows = list(
            Thread.objects.filter(
                submission=self.revision.submission_id,
                published_at__isnull=False,
                revision__number__lte=self.revision.number,
            ).order_by("number")
        )
        anchors = {
            row.thread_id: row
            for row in Anchor.objects.filter(revision=self.revision, thread__in=rows)
        }
        comments: dict[int, list[Comment]] = defaultdict(list)
        for comment in (
            Comment.objects.filter(thread__in=rows, published_at__isnull=False)
            .select_related("author", "thread")
            .order_by("published_at", "id")
        ):
            comments[comment.thread_id].append(comment)
        self.files = self._files()
        return tuple(self._thread(row, anchors.get(row.pk), comments[row.pk]) for row in rows)

    def _files(self) -> Mapping[int, list[str]]:
        names: dict[int, list[str]] = defaultdict(list)
        attached = Attachment.objects.filter(
            comment__thread__submission=self.revision.submission_id,
            comment__published_at__isnull=False,
        )
        for comment, name in attached.values_list("comment", "name"):
            names[comment].append(name)
        return names

    def _thread(
        self, thread: Thread, row: Anchor | None, comments: Sequence[Comment]
    ) -> ThreadExport:
        return ThreadExport(
            id=thread_iri(thread),
            number=thread.number or 0,
            type=thread.type,
            severity=thread.severity,
            state=thread.state,
            fate=row.state if row else AnchorState.NEEDS_PLACING.value,
            anchor=plain.from_plain(vars(row)) if row and row.state not in _GONE else None,
            place=_place(row),
            comments=tuple(self._comment(one) for one in comments),
        )

    def _comment(self, comment: Comment) -> CommentExport:
        author, body, by = display_name(comment.author), comment.body, ""
        if self.wire and (found := written_elsewhere(comment)):
            author, body, by = found[1] or "", body[found.end() :], author
        return CommentExport(
            id=comment_iri(comment),
            author=author,
            created=self._stamp(comment.published_at or comment.created_at),
            body=self._said(comment, body),
            suggestion=comment.replacement,
            imported_by=by,
        )

    def _said(self, comment: Comment, body: str) -> str:
        """The body, with what is shown beside it on the pages: the state it set, files."""
        body = without_people(body)
        if not self.wire:
            body = _LINK.sub(r"\1", body)
        parts = [body] if body else []
        if comment.sets_state:
            parts.insert(0, f"Set to {ThreadState(comment.sets_state).label.lower()}.")
        if names := self.files.get(comment.pk):
            parts.append(f"Attached: {', '.join(f'`{name}`' for name in names)}")
        return "\n\n".join(parts)

    def _stamp(self, at: datetime) -> str:
        text = at.astimezone(self.zone).isoformat(timespec="seconds")
        return text.replace("+00:00", "Z") if self.wire else text


def display_name(user: User) -> str:
    """The name that may leave: never the e-mail address that pages show where there is none."""
    return str(shown_as(user, None, None))


def written_elsewhere(comment: Comment) -> re.Match[str] | None:
    """Who wrote an imported comment, as long as it says what was imported."""
    if not comment.key.startswith(IMPORT_KEY) or comment.edited_at is not None:
        return None
    return _IMPORTED.match(comment.body)


def imported_line(author: str) -> str:
    """What an imported comment of somebody else begins with."""
    name = " ".join(author.split())[:120]
    return f"Imported, written by {name}." if name else "Imported."


def without_people(body: str) -> str:
    """The words of a comment with the names that it mentions and none of their ids."""
    return _MENTION.sub(r"\1", body)


def _place(row: Anchor | None) -> str:
    if row is None:
        return "not carried into this revision yet"
    words = row.label if row.artifact in row.label else f"{row.label}, {row.artifact}"
    return f"was {words}" if row.state in _GONE else words
