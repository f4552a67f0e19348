"""The course in which the faults are injected, and what its database and files hold afterwards."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import token_create
from apps.activity.models import Event
from apps.annotations.models import Board, Comment, Thread
from apps.checkruns.models import CheckRun
from apps.checkruns.queries import report_of
from apps.common import storage
from apps.jobs import background
from apps.submissions.models import Artifact, Revision
from apps.submissions.services import revision_submit
from tests.bench.drill_worker import _adr, _design
from tests.bench.faults_people import Deed, Person
from tests.factories import AssignmentFactory, CourseFactory, enroll, team_with


@dataclass(frozen=True)
class World:
    """Who is there, and the addresses of what they work on."""

    students: list[Person]
    reviewers: list[Person]
    reader: Person
    assignment: str
    revision: str

    @staticmethod
    def package(number: int, turn: int) -> bytes:
        """A design that nobody handed in before."""
        return package(1000 * number + turn)


def package(number: int) -> bytes:
    """A small design as a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("design.md", _design(number))
        archive.writestr("adr/0001-queue.md", _adr(number))
    return packed.getvalue()


def make(teams: int, port: int) -> World:
    """A course with a first revision of its first team."""
    course = CourseFactory()
    assignment = AssignmentFactory(course=course)
    students = [enroll(course, f"Student {n}") for n in range(teams)]
    for number, student in enumerate(students):
        team_with(course, f"Team {number}", student)
    reviewers = [enroll(course, f"Reviewer {n}", role="ta") for n in range(2)]
    reader = enroll(course, "Reader", role="ta")
    revision = revision_submit(
        assignment=assignment,
        user=students[0],
        name="design.zip",
        data=package(99_999),
        received_at=timezone.now(),
    )
    return World(
        students=[_person(one, port) for one in students],
        reviewers=[_person(one, port) for one in reviewers],
        reader=_person(reader, port),
        assignment=assignment.public_id,
        revision=revision.public_id,
    )


def _person(user: User, port: int) -> Person:
    _, secret = token_create(
        user=user,
        name="drill",
        scopes=("read", "upload", "review"),
        expires_at=timezone.now() + timedelta(days=1),
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return Person(port, secret, session.session_key)


def stored(deed: Deed) -> bool | None:
    """Whether what was sent is there; ``None`` for what stores nothing."""
    if deed.kind == "upload":
        return Revision.objects.filter(note=deed.name).exists()
    if deed.kind == "draft":
        return Comment.objects.filter(key=deed.name).exists()
    if deed.kind == "publish":
        return Comment.objects.filter(key=deed.name, published_at__isnull=False).exists()
    return None


def open_work() -> dict[str, int]:
    """Jobs that are not done, by kind; those that failed count as well."""
    counts = {
        kind.name: kind.model._default_manager.exclude(state="done").count()
        for kind in background.kinds()
    }
    return {name: count for name, count in counts.items() if count}


def halves() -> list[str]:
    """Everything that is there by half."""
    return [*_of_revisions(), *_of_threads(), *_of_runs(), *_of_files()]


def _of_revisions() -> Iterator[str]:
    for revision in Revision.objects.all():
        if not revision.runs.exists():
            yield f"revision {revision.pk} has no run"
        if not revision.artifacts.exists():
            yield f"revision {revision.pk} has no files"
        if not Event.objects.filter(
            verb="revision.submitted", object_id=revision.public_id
        ).exists():
            yield f"revision {revision.pk} has no event"
        storage.get(revision.upload_digest)
    for artifact in Artifact.objects.exclude(digest=""):
        storage.get(artifact.digest)


def _of_threads() -> Iterator[str]:
    for thread in Thread.objects.all():
        if (thread.number is None) != (thread.published_at is None):
            yield f"thread {thread.pk} is published by half"
        if not thread.comments.exists() or not thread.anchors.exists():
            yield f"thread {thread.pk} has no comment or no place"
    for comment in Comment.objects.filter(published_at__isnull=False, review=None):
        yield f"comment {comment.pk} is in no review"
    for board in Board.objects.all():
        threads = Thread.objects.filter(submission=board.submission_id, number__isnull=False)
        numbers = sorted(threads.values_list("number", flat=True))
        if numbers != list(range(1, board.threads + 1)):
            yield f"threads are numbered {numbers[-3:]}, the board counts {board.threads}"


def _of_runs() -> Iterator[str]:
    for run in CheckRun.objects.filter(state="done"):
        report = report_of(run) or {"outcomes": [], "findings": []}
        rows = (run.results.count(), run.findings.count())
        if rows != (len(report["outcomes"]), len(report["findings"])):
            yield f"run {run.pk} has other rows than its report"


def _of_files() -> Iterator[str]:
    from pathlib import Path

    from django.conf import settings

    for left in Path(settings.VAR_DIR, "files").rglob(".draft-*"):
        yield f"{left.name} is left over"
