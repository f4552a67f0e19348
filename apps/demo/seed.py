"""Making the demo through the same services that people use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from apps.accounts.models import User
from apps.checkruns import services
from apps.checkruns.models import ReplyKind, RunFinding
from apps.checkruns.services import reply_add
from apps.courses import services as courses
from apps.courses.models import Assignment, Course
from apps.demo import comments
from apps.demo.designs import BROKEN_PDF, HALF_REPAIRED, REWRITTEN, design, package
from apps.demo.people import DEMO_ACCOUNTS, PASSWORD, ROSTER
from apps.jobs import services as jobs
from apps.sandbox import services as sandbox
from apps.submissions.models import Revision
from apps.submissions.services import revision_submit

TITLE: Final = "AIE401 AI Systems Engineering"
_BRIEF: Final = Path(__file__).with_name("brief.md")
_ABOUT: Final = (
    "Large AI systems, from the first number to the last replica. Hand in as a team, read what was "
    "found, improve it, and hand in again."
)


@dataclass(frozen=True)
class Upload:
    """What a demo team hands in: by whom, how long ago, and what it says about it."""

    email: str
    ago: timedelta
    files: Mapping[str, str | bytes]
    note: str = ""


def exists() -> bool:
    """Whether the demo is there already."""
    return Course.objects.filter(
        title=TITLE, enrollments__user__email="instructor@example.org"
    ).exists()


def seed(now: datetime) -> None:
    """Make course, people, assignments and submissions; called once."""
    course = _course()
    project, warm_up = _assignments(course, now)
    with _one_fork_server():
        for upload in _first_uploads():
            _hand_in(project, upload, now)
        _answer_first_report(project)
        comments.step(project, "first")
        for upload in _second_uploads():
            _hand_in(project, upload, now)
        comments.step(project, "second")
        for upload in _warm_up_uploads():
            _hand_in(warm_up, upload, now)


@contextmanager
def _one_fork_server() -> Iterator[None]:
    """One warm reader for all runs, as a worker has it."""
    given = os.environ.get(sandbox.SOCKET_VARIABLE)
    with sandbox.server() as socket:
        os.environ[sandbox.SOCKET_VARIABLE] = socket
        try:
            yield
        finally:
            if given is None:
                del os.environ[sandbox.SOCKET_VARIABLE]


def _course() -> Course:
    people = {account.email: _person(account.email, account.name) for account in DEMO_ACCOUNTS}
    operator = people["operator@example.org"]
    operator.is_staff = operator.is_superuser = True
    operator.save(update_fields=["is_staff", "is_superuser"])
    instructor = people["instructor@example.org"]
    course = courses.course_create(
        actor=instructor, title=TITLE, term="Demo term", about=_ABOUT, time_zone="Europe/Vienna"
    )
    courses.roster_import(actor=instructor, course=course, roster=courses.read_roster(ROSTER))
    return course


def _person(email: str, name: str) -> User:
    user = User.objects.filter(email=email).first() or User(email=email)
    user.name = name
    user.set_password(PASSWORD)
    user.save()
    return user


def _assignments(course: Course, now: datetime) -> tuple[Assignment, Assignment]:
    instructor = User.objects.get(email="instructor@example.org")
    brief = _BRIEF.read_text(encoding="utf-8")
    midnight = now.replace(hour=22, minute=59, second=0, microsecond=0)
    made = []
    for title, opens, due in (("Project 1", -14, 11), ("Warm-up: one page of capacity", -30, -3)):
        assignment = courses.assignment_create(
            actor=instructor,
            course=course,
            title=title,
            brief=brief,
            opens_at=midnight + timedelta(days=opens),
            due_at=midnight + timedelta(days=due),
            rubric=courses.rubric_pin(),
        )
        made.append(courses.assignment_publish(actor=instructor, assignment=assignment))
    return made[0], made[1]


def _first_uploads() -> Sequence[Upload]:
    """A clean one, and teams with one to four flaws."""
    with_slides = design("CAP-011", "TRD-002") | {"slides.pdf": BROKEN_PDF}
    return (
        Upload(
            "student@example.org",
            timedelta(days=4),
            design("CAP-008", "CAP-004", "CAP-005", "DIA-008"),
            "First complete draft",
        ),
        Upload("student2@example.org", timedelta(days=3, hours=5), design()),
        Upload("sana.karim@example.org", timedelta(days=2, hours=1), design("CAP-007", "DIA-007")),
        Upload("emil.berg@example.org", timedelta(days=2), design("TRD-004")),
        Upload("luca.ferri@example.org", timedelta(days=1, hours=3), with_slides, "With slides"),
        Upload("peter.osei@example.org", timedelta(hours=20), design("TRD-010", "CAP-003")),
    )


def _second_uploads() -> Sequence[Upload]:
    """What came after the first reports."""
    return (
        Upload(
            "student@example.org",
            timedelta(hours=22),
            design("CAP-008", "DIA-008", "DIA-010", extra=[HALF_REPAIRED, *REWRITTEN]),
            "More orchestrators, egress in bits, cost added up again",
        ),
        Upload(
            "dan.okafor@example.org",
            timedelta(hours=5),
            design("DIA-007"),
            "Fleet enlarged to 234",
        ),
    )


def _warm_up_uploads() -> Sequence[Upload]:
    """One in time, one a day and a half after the deadline."""
    return (
        Upload("student2@example.org", timedelta(days=5), design("CAP-005")),
        Upload(
            "ines.duarte@example.org", timedelta(days=1, hours=12), design("CAP-005"), "Sorry, late"
        ),
    )


def _hand_in(assignment: Assignment, upload: Upload, now: datetime) -> Revision:
    user = User.objects.get(email=upload.email)
    revision = revision_submit(
        assignment=assignment,
        user=user,
        name="design.zip",
        data=package(upload.files),
        received_at=now - upload.ago,
        note=upload.note,
    )
    jobs.run_now(services.TASK, services.run_for(revision).pk)
    return revision


def _answer_first_report(project: Assignment) -> None:
    """Replies of the first team: what was fixed, and what is meant so. One team was misread."""
    _reply(project, "jun.watanabe@example.org", "CAP-005", ReplyKind.FIXED, "")
    _reply(
        project,
        "student@example.org",
        "DIA-008",
        ReplyKind.INTENDED,
        "The Scoring Engine is the library inside the Ranking Service. The sequence shows where the "
        "time goes; we will say so under the figure.",
    )
    _reply(
        project,
        "emil.berg@example.org",
        "TRD-004",
        ReplyKind.MISREAD,
        "The sentence is about next year. For this year the matrix decides, and its winner is the L4.",
    )


def _reply(project: Assignment, email: str, code: str, kind: ReplyKind, text: str) -> None:
    author = User.objects.get(email=email)
    finding = (
        RunFinding.objects.filter(
            code=code, run__revision__submission__team__members=author, muted=False
        )
        .filter(run__revision__submission__assignment=project)
        .select_related("run__revision__submission__assignment__course")
        .order_by("-run_id", "order")
        .first()
    )
    # A check that finds nothing here leaves the demo without this reply, not without a demo.
    if finding is not None:
        reply_add(
            revision=finding.run.revision, finding=finding, author=author, kind=kind, text=text
        )
