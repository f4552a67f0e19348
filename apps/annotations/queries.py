"""Questions about threads, comments and places; every one says for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Left
from django.utils import timezone

from apps.accounts.models import User
from apps.annotations.access import visible
from apps.annotations.models import UNSETTLED, Anchor, Attachment, Carry, Comment, Presence, Thread
from apps.common.params import Params
from apps.courses.models import Course, Team, TeamMember
from apps.jobs.models import OPEN_STATES
from apps.submissions.models import Revision, Submission

_BEGINNING = 2_000
"""Characters of a comment's HTML that its first words are taken from."""
MOST_MARKS = 2_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list of threads is narrowed to; empty means all.

    ``state`` is a state, ``unsettled`` or ``draft``; ``person`` a public id of an author; ``placing``
    keeps what waits to be placed or confirmed.
    """

    type: str = ""
    state: str = ""
    person: str = ""
    artifact: str = ""
    severity: str = ""
    finding: str = ""
    placing: bool = False
    actions: bool = False
    words: str = ""


def filters_of(values: Params) -> Filters:
    """Filters from a query string; unknown values find nothing, empty ones everything."""

    def word(name: str) -> str:
        return values.text(name, longest=500)

    return Filters(
        type=word("type"),
        state=word("state"),
        person=word("person"),
        artifact=word("artifact"),
        severity=word("severity"),
        finding=word("finding"),
        placing=values.flag("placing"),
        actions=values.flag("actions"),
        words=word("words"),
    )


@dataclass(slots=True)
class Page:
    """Threads of one page with all that is shown of them."""

    anchors: list[Anchor]
    comments: Mapping[int, list[Comment]] = field(default_factory=dict)
    quoted_first: Mapping[int, str] = field(default_factory=dict)
    attachments: Mapping[int, list[Attachment]] = field(default_factory=dict)


def anchors_in(revision: Revision, user: User, filters: Filters | None = None) -> QuerySet[Anchor]:
    """Places in ``revision`` of the threads that ``user`` may see."""
    filters = filters or Filters()
    rows = Anchor.objects.filter(
        Q(thread__published_at__isnull=False) | Q(thread__author=user), revision=revision
    )
    exact = {
        "thread__type": filters.type,
        "thread__severity": filters.severity,
        "thread__author__public_id": filters.person,
        "thread__finding": filters.finding,
        "artifact": filters.artifact,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.state == "draft":
        rows = rows.filter(thread__published_at=None)
    elif filters.state == "unsettled":
        rows = rows.filter(thread__state__in=UNSETTLED)
    elif filters.state:
        rows = rows.filter(thread__state=filters.state)
    if filters.placing:
        rows = rows.filter(state__in=("needs_placing", "relocated"), thread__state__in=UNSETTLED)
    if filters.actions:
        rows = rows.filter(thread__in_actions=True)
    for word in filters.words.split()[:8]:
        said = Comment.objects.filter(visible(user), body__icontains=word)
        rows = rows.filter(Q(thread__in=said.values("thread")) | Q(label__icontains=word))
    return rows


def in_reading_order(rows: QuerySet[Anchor], first: str = "") -> QuerySet[Anchor]:
    """By file, those in ``first`` before all others, then by place; what has no place comes last."""
    rank = Case(When(artifact=first, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(
        rank, "artifact", F("start").asc(nulls_last=True), "element", "thread__number", "thread_id"
    )


def by_fate(rows: QuerySet[Anchor], order: Sequence[str]) -> QuerySet[Anchor]:
    """By what became of the place, unsettled threads first, then by file and place."""
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(order)]
    settled = Case(
        When(thread__state__in=UNSETTLED, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    fate = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return rows.order_by(settled, fate, "artifact", "start", "thread__number", "thread_id")


def page_of(rows: QuerySet[Anchor], user: User, *, offset: int = 0, limit: int = 50) -> Page:
    """One page with comments, files and first quotes: four queries, however many threads."""
    shown = list(
        rows.select_related("thread__author", "thread__owner", "thread__revision")[
            offset : offset + limit
        ]
    )
    page = Page(shown)
    threads = [row.thread_id for row in shown]
    page.comments, page.attachments = comments_of(threads, user)
    page.quoted_first = dict(
        Anchor.objects.filter(thread__in=threads, revision=F("thread__revision")).values_list(
            "thread", "quote"
        )
    )
    return page


def comments_of(
    threads: Iterable[int], user: User
) -> tuple[Mapping[int, list[Comment]], Mapping[int, list[Attachment]]]:
    """Comments by thread, and files by comment, that ``user`` may see."""
    comments: dict[int, list[Comment]] = defaultdict(list)
    attachments: dict[int, list[Attachment]] = defaultdict(list)
    found = (
        Comment.objects.filter(visible(user), thread__in=list(threads))
        .select_related("author", "revision")
        .order_by("id")
    )
    for comment in found:
        comments[comment.thread_id].append(comment)
    for attachment in Attachment.objects.filter(comment__in=[one.pk for one in found]):
        attachments[attachment.comment_id].append(attachment)
    return comments, attachments


def with_words(rows: QuerySet[Anchor], user: User) -> QuerySet[Anchor]:
    """With ``said``, how many comments there are, and ``words``, how the first begins; one query."""
    first = (
        Comment.objects.filter(visible(user), thread=OuterRef("thread_id"))
        .exclude(body="")
        .order_by("id")
        .annotate(begins=Left("html", _BEGINNING))
    )
    return (
        _counted(rows, user)
        .annotate(words=Subquery(first.values("begins")[:1]))
        .defer("selectors", "guess")
    )


def _counted(rows: QuerySet[Anchor], user: User) -> QuerySet[Anchor]:
    own = Q(thread__comments__author=user)
    shown = Q(thread__comments__published_at__isnull=False) | own
    return rows.annotate(said=Count("thread__comments", filter=shown))


def marks_in(revision: Revision, user: User) -> list[dict[str, Any]]:
    """Where threads stand, in few words: what the pages need to mark places; one query.

    In reading order, at most ``MOST_MARKS``: nobody reads a page with more.
    """
    rows = _counted(in_reading_order(anchors_in(revision, user)), user)
    names = (
        "thread__public_id", "thread__number", "thread__type", "thread__severity",
        "thread__state", "state", "surface", "artifact", "start", "end", "element",
        "selectors", "said", "thread__finding", "label",
    )  # fmt: skip
    return [_mark(*values) for values in rows.values_list(*names)[:MOST_MARKS]]


def _mark(*values: Any) -> dict[str, Any]:
    names = (
        "id", "number", "type", "severity", "state", "anchor", "surface", "artifact", "start",
        "end", "element", "selectors", "comments", "finding", "label",
    )  # fmt: skip
    mark = dict(zip(names, values, strict=True))
    selectors = mark.pop("selectors")
    if mark["surface"] == "region":
        mark["region"] = {name: v for name, v in selectors[0].items() if name != "type"}
    return mark


def team_ids(submission: Submission) -> frozenset[int]:
    """Primary keys of the people whose design it is."""
    members = TeamMember.objects.filter(team=submission.team_id)
    return frozenset(members.values_list("user_id", flat=True))


def not_carried(revision: Revision, user: User) -> int:
    """Threads that were begun before ``revision`` and are not in it yet."""
    return (
        Thread.objects.filter(
            visible(user),
            submission=revision.submission_id,
            revision__number__lt=revision.number,
        )
        .exclude(anchors__revision=revision)
        .count()
    )


def is_carrying(revision: Revision) -> bool:
    """Whether threads are being carried into ``revision`` now."""
    return Carry.objects.filter(revision=revision, state__in=OPEN_STATES).exists()


def newest_change(submission: Submission) -> int:
    """The count of the last published change."""
    rows = Thread.objects.filter(submission=submission, published_at__isnull=False)
    return rows.aggregate(last=Max("change"))["last"] or 0


def own_drafts(revision: Revision, user: User) -> list[Comment]:
    """Unpublished comments of ``user`` on the submission, oldest first."""
    return list(
        Comment.objects.filter(
            author=user, published_at=None, thread__submission=revision.submission_id
        )
        .select_related("thread")
        .order_by("id")
    )


def present_people(submission: Submission, but: User) -> list[User]:
    """Who else looks at the submission now."""
    rows = Presence.objects.filter(
        submission=submission, seen_at__gte=timezone.now() - Presence.FRESH
    ).exclude(person=but)
    return [row.person for row in rows.select_related("person").order_by("person__name")]


def unsettled_count(revision: Revision, user: User) -> int:
    """Threads of the revision that still wait for somebody."""
    return anchors_in(revision, user, Filters(state="unsettled")).count()


def bytes_attached(course: Course, team: Team | None) -> int:
    """Bytes of the files of comments on the designs of a team, or of a whole course; each once."""
    rows = Attachment.objects.filter(comment__thread__submission__assignment__course=course)
    if team is not None:
        rows = rows.filter(comment__thread__submission__team=team)
    once = rows.order_by().values("digest", "size").distinct()
    return once.aggregate(sum=Sum("size"))["sum"] or 0


def anchor_in(thread_id: int, revision: Revision) -> Anchor | None:
    """Where a thread stands in ``revision``."""
    return Anchor.objects.filter(thread=thread_id, revision=revision).first()


def anchors_of(thread: Thread) -> QuerySet[Anchor]:
    """Where a thread stands, by revision."""
    return Anchor.objects.filter(thread=thread).select_related("revision")


def actions_of(submission: Submission) -> QuerySet[Thread]:
    """Published threads that propose an improvement, by number."""
    listed = Thread.objects.filter(
        submission=submission, in_actions=True, published_at__isnull=False
    )
    return listed.select_related("author", "owner", "revision").order_by("number")
