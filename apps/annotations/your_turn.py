"""What waits for a person in threads, for the home page: one line a submission."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.queries import ShownPerson, shown_as
from apps.annotations.models import Anchor, AnchorState, Mention, Thread, ThreadState
from apps.courses.hooks import Turn
from apps.courses.models import STAFF_ROLES, Enrollment
from apps.engine.comment_markup import plain


class _Waiting(NamedTuple):
    """Threads of one submission that wait for the same thing."""

    threads: list[Thread]

    @property
    def since(self) -> datetime:
        return min(one.published_at or one.created_at for one in self.threads)


def turns(user: User, enrollments: list[Enrollment]) -> list[Turn]:
    """Threads to address, to verify and to place, and mentions; four queries in all."""
    staff_in = [e.course_id for e in enrollments if e.role in STAFF_ROLES]
    mine_in = [e.course_id for e in enrollments if e.role not in STAFF_ROLES]
    threads = Thread.objects.filter(published_at__isnull=False).select_related(
        "submission__assignment__course", "submission__team", "revision"
    )
    team = threads.filter(
        submission__team__memberships__user=user,
        submission__assignment__course__in=mine_in,
        state__in=(ThreadState.OPEN, ThreadState.REOPENED),
    ).exclude(author=user)
    begun = threads.filter(author=user, submission__assignment__course__in=staff_in + mine_in)
    newest = Anchor.objects.filter(thread=OuterRef("pk")).order_by("-revision__number")
    lost = (
        begun.annotate(fate=Subquery(newest.values("state")[:1]))
        .filter(fate__in=(AnchorState.NEEDS_PLACING, AnchorState.RELOCATED))
        .exclude(state__in=(ThreadState.VERIFIED, ThreadState.DROPPED))
    )
    found = [
        *_lines(team, "Answer {n} comment{s}", "Open the comments", "state=unsettled", as_staff=False),
        *_lines(
            begun.filter(state=ThreadState.ADDRESSED),
            "Verify {n} addressed comment{s}", "Look at them", "state=addressed",
        ),
        *_lines(lost, "Place {n} comment{s} in a new revision", "Place them", "placing=1"),
    ]  # fmt: skip
    return found + _mentions(user, staff_in)


def _lines(
    threads: Iterable[Thread], title: str, action: str, query: str, *, as_staff: bool = True
) -> list[Turn]:
    groups: dict[int, _Waiting] = defaultdict(lambda: _Waiting([]))
    for thread in threads:
        groups[thread.submission_id].threads.append(thread)
    return [_turn(group, title, action, query, as_staff=as_staff) for group in groups.values()]


def _turn(group: _Waiting, title: str, action: str, query: str, *, as_staff: bool) -> Turn:
    submission = group.threads[0].submission
    newest = max((one.revision for one in group.threads), key=lambda one: one.number)
    count = len(group.threads)
    where = submission.team.name if as_staff else submission.assignment.title
    return Turn(
        title=title.format(n=count, s="" if count == 1 else "s"),
        text=f"{where}. {', '.join(f'#{one.number}' for one in group.threads[:6])}",
        url=f"{reverse('annotations:threads', args=[newest.public_id])}?{query}",
        action=action,
        since=group.since,
        when="",
        tone="question",
        icon="message-square",
        as_staff=as_staff,
        course=submission.assignment.course.title,
    )


def _mentions(user: User, staff_in: list[int]) -> list[Turn]:
    """Threads in which the person was named and has not said anything since."""
    rows = (
        Mention.objects.filter(person=user, comment__thread__state__in=("open", "reopened"))
        .exclude(comment__thread__comments__author=user)
        .select_related("comment__thread__submission__assignment__course", "comment__author")
        .order_by("comment__published_at")
    )
    return [
        Turn(
            title=f"{_name(row, user)} names you in thread {row.comment.thread.number}",
            text=plain(row.comment.html)[:120],
            url=reverse("annotations:thread", args=[row.comment.thread.public_id]),
            action="Open the thread",
            since=row.comment.published_at or row.comment.created_at,
            when="",
            tone="accent",
            icon="at-sign",
            as_staff=row.comment.thread.submission.assignment.course_id in staff_in,
            course=row.comment.thread.submission.assignment.course.title,
        )
        for row in rows[:20]
    ]


def _name(row: Mention, reader: User) -> ShownPerson:
    return shown_as(row.comment.author, reader, row.comment.thread.submission)
