"""What waits for people because of handed-in work: lines of "Your turn", and states of assignments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.accounts.models import User
from apps.checkruns import queries
from apps.checkruns.models import CheckRun, FindingReply, ReplyKind
from apps.courses.access import is_accepting
from apps.courses.hooks import Turn, WorkState
from apps.courses.models import STAFF_ROLES, Assignment, Enrollment
from apps.courses.queries import visible_assignments
from apps.submissions.models import Revision, Submission

_AFTER_DEADLINE: Final = timedelta(days=14)
"""How long after the deadline staff are reminded of an assignment."""


@dataclass(frozen=True)
class _Work:
    """The newest revision of the person's team for an assignment, and its newest run."""

    revision: Revision
    run: CheckRun | None

    @property
    def errors(self) -> int:
        return self.run.blockers + self.run.errors if self.run else 0


def turns(user: User, enrollments: list[Enrollment]) -> list[Turn]:
    """What waits for ``user`` as a student and as staff, with a constant number of queries."""
    assignments = list(visible_assignments(enrollments))
    staff_in = {e.course_id for e in enrollments if e.role in STAFF_ROLES}
    now = timezone.now()
    own = [a for a in assignments if a.course_id not in staff_in and is_accepting(a, now)]
    work = _own_work(user, own)
    found = [turn for a in own if (turn := _student_turn(a, work.get(a.pk), now))]
    watched = [a for a in assignments if a.course_id in staff_in and _is_fresh(a, now)]
    return found + _staff_turns(watched, now)


def work_states(
    user: User, enrollments: list[Enrollment], assignments: list[Assignment]
) -> dict[int, WorkState]:
    """Where each assignment stands: for staff the number of submissions, for students their own."""
    staff_in = {e.course_id for e in enrollments if e.role in STAFF_ROLES}
    own = [a for a in assignments if a.course_id not in staff_in]
    watched = [a for a in assignments if a.course_id in staff_in]
    work = _own_work(user, own)
    states = {a.pk: _own_state(work[a.pk]) for a in own if a.pk in work}
    for pk, count in _submission_counts(watched).items():
        words = f"{count} submission{'' if count == 1 else 's'}"
        states[pk] = WorkState(tone="info", icon="file-text", label=words)
    return states


def _own_work(user: User, assignments: Iterable[Assignment]) -> dict[int, _Work]:
    """By assignment; two queries for any number of them."""
    revisions = (
        Revision.objects.filter(
            submission__assignment__in=[a.pk for a in assignments],
            submission__team__memberships__user=user,
        )
        .select_related("submission")
        .order_by("number")
    )
    newest = {revision.submission.assignment_id: revision for revision in revisions}
    runs = queries.latest_runs(list(newest.values()))
    return {pk: _Work(revision, runs.get(revision.pk)) for pk, revision in newest.items()}


def _own_state(work: _Work) -> WorkState:
    number = f"Revision {work.revision.number}"
    if work.run is None or work.run.is_open:
        return WorkState(tone="accent", icon="hourglass", label=number, text="being checked")
    if work.run.state not in queries.READY:
        return WorkState(tone="warning", icon="triangle-alert", label=number, text="not checked")
    if work.errors:
        text = f"{work.errors} error{'' if work.errors == 1 else 's'}"
        return WorkState(tone="error", icon="circle-x", label=number, text=text)
    if work.run.warnings:
        text = f"{work.run.warnings} warning{'' if work.run.warnings == 1 else 's'}"
        return WorkState(tone="warning", icon="triangle-alert", label=number, text=text)
    return WorkState(tone="pass", icon="circle-check", label=number, text="no errors")


def _student_turn(assignment: Assignment, work: _Work | None, now: datetime) -> Turn | None:
    course = assignment.course
    if work is None:
        late = now > assignment.due_at
        return Turn(
            title=f"Hand in {assignment.title}",
            text="The deadline has passed; late work is still taken."
            if late
            else "Upload early: the report tells you what to improve.",
            url=assignment.get_absolute_url(),
            action="Upload",
            since=assignment.opens_at,
            when=_due(assignment.due_at, course.time_zone),
            tone="warning" if late else "accent",
            icon="upload",
            as_staff=False,
            course=course.title,
        )
    if not work.errors or work.run is None or work.run.is_open:
        return None
    plural = "" if work.errors == 1 else "s"
    return Turn(
        title=f"Fix {work.errors} error{plural} in revision {work.revision.number}",
        text=f"{assignment.title}. Fix and upload again, or answer the finding in the report.",
        url=work.revision.get_absolute_url(),
        action="Open report",
        since=work.revision.received_at,
        when=_due(assignment.due_at, course.time_zone),
        tone="error",
        icon="circle-x",
        as_staff=False,
        course=course.title,
    )


def _staff_turns(assignments: list[Assignment], now: datetime) -> list[Turn]:
    counts = _submission_counts(assignments)
    misread = _misread_counts(assignments)
    found = []
    for assignment in assignments:
        if count := misread.get(assignment.pk):
            plural = "y says" if count == 1 else "ies say"
            title = f"{count} repl{plural} that we misread a design"
            text = f"{assignment.title}. Read the finding and the reply side by side."
            found.append(_staff_turn(assignment, title, text, "message-square", "question"))
        if now > assignment.due_at and (count := counts.get(assignment.pk, 0)):
            title = f"Read {count} submission{'' if count == 1 else 's'} of {assignment.title}"
            found.append(
                _staff_turn(assignment, title, "The deadline has passed.", "file-text", "accent")
            )
    return found


def _staff_turn(assignment: Assignment, title: str, text: str, icon: str, tone: str) -> Turn:
    return Turn(
        title=title,
        text=text,
        url=reverse("dashboards:submissions", args=[assignment.public_id]),
        action="Open the list",
        since=assignment.due_at,
        when="",
        tone=tone,
        icon=icon,
        as_staff=True,
        course=assignment.course.title,
    )


def _submission_counts(assignments: Iterable[Assignment]) -> dict[int, int]:
    rows = Submission.objects.filter(assignment__in=[a.pk for a in assignments])
    counted = rows.values("assignment").annotate(count=Count("pk"))
    return {row["assignment"]: row["count"] for row in counted}


def _misread_counts(assignments: Iterable[Assignment]) -> dict[int, int]:
    rows = FindingReply.objects.filter(
        submission__assignment__in=[a.pk for a in assignments], kind=ReplyKind.MISREAD
    )
    counted = rows.order_by().values("submission__assignment").annotate(count=Count("pk"))
    return {row["submission__assignment"]: row["count"] for row in counted}


def _is_fresh(assignment: Assignment, now: datetime) -> bool:
    return now < assignment.due_at + _AFTER_DEADLINE


def _due(moment: datetime, zone: str) -> SafeString:
    """The deadline in the zone of the course, which stands on hover."""
    local = moment.astimezone(ZoneInfo(zone))
    return format_html(
        'due <time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        f"{local:%Y-%m-%d %H:%M:%S %Z}",
        f"{local:%a} {local.day} {local:%b}, {local:%H:%M}",
    )
