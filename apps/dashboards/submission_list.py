"""The staff's list of submissions: one query for the rows, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.checkruns.models import CheckRun, FindingReply
from apps.common.params import Params
from apps.common.spreadsheets import harmless
from apps.courses.models import Assignment
from apps.submissions.models import Revision, Submission
from apps.submissions.queries import duration_words, is_late, late_by

Rows = QuerySet[Any]
"""Submissions with the annotations of ``submissions_of``."""

PER_PAGE = 50
SORTS = {
    "team": "team__name",
    "received": "received_at",
    "revision": "revision_count",
    "errors": "errors",
    "warnings": "warnings",
    "state": "run_state",
}
STATES = (
    ("", "All"),
    ("errors", "With errors"),
    ("clean", "Without errors"),
    ("late", "Late"),
    ("open", "Being checked"),
    ("stopped", "Run stopped"),
    ("replied", "With replies"),
)


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What staff chose to see."""

    search: str = ""
    state: str = ""
    sort: str = "team"


def list_filters(query: Params) -> ListFilters:
    """Filters out of a query string; unknown values fall back."""
    sort = query.text("sort")
    state = query.text("state")
    return ListFilters(
        search=query.text("q", longest=100).strip(),
        state=state if state in dict(STATES) else "",
        sort=sort if sort.removeprefix("-") in SORTS else "team",
    )


def submissions_of(assignment: Assignment, filters: ListFilters) -> Rows:
    """Submissions with their newest revision and its newest run, filtered and sorted."""
    newest = Revision.objects.filter(submission=OuterRef("pk")).order_by("-number")
    runs = CheckRun.objects.filter(revision=OuterRef("newest_id")).order_by("-id")
    replies = (
        FindingReply.objects.filter(submission=OuterRef("pk"))
        .order_by()
        .values("submission")
        .annotate(n=Count("identity", distinct=True))
    )
    rows = (
        Submission.objects.filter(assignment=assignment)
        .select_related("team")
        .prefetch_related(Prefetch("team__members", queryset=User.objects.order_by("name")))
        .annotate(
            newest_id=Subquery(newest.values("pk")[:1]),
            newest_public_id=Subquery(newest.values("public_id")[:1]),
            revision_count=Subquery(newest.values("number")[:1]),
            received_at=Subquery(newest.values("received_at")[:1]),
        )
        .annotate(
            run_state=Subquery(runs.values("state")[:1]),
            errors=Subquery(runs.annotate(n=F("errors") + F("blockers")).values("n")[:1]),
            warnings=Subquery(runs.values("warnings")[:1]),
            infos=Subquery(runs.values("infos")[:1]),
            reply_count=Coalesce(Subquery(replies.values("n")[:1]), 0),
        )
        .filter(newest_id__isnull=False)
    )
    return _sorted(_filtered(rows, filters), filters.sort)


def _filtered(rows: Rows, filters: ListFilters) -> Rows:
    for word in filters.search.split():
        matching = Q(team__name__icontains=word) | Q(team__members__name__icontains=word)
        matching |= Q(team__members__email__icontains=word)
        rows = rows.filter(pk__in=Submission.objects.filter(matching).values("pk"))
    conditions = {
        "errors": Q(errors__gt=0),
        "clean": Q(errors=0, run_state__in=("done", "partly_failed")),
        "late": is_late("received_at", "assignment"),
        "open": Q(run_state__in=("queued", "running")),
        "stopped": Q(run_state__in=("failed", "timed_out", "partly_failed", "cancelled")),
        "replied": Q(reply_count__gt=0),
    }
    return rows.filter(conditions[filters.state]) if filters.state else rows


def _sorted(rows: Rows, sort: str) -> Rows:
    name = F(SORTS[sort.removeprefix("-")])
    order = name.desc(nulls_last=True) if sort.startswith("-") else name.asc(nulls_last=True)
    return rows.order_by(order, "team__name", "pk")


def late_words(assignment: Assignment, submission: Any) -> str:
    """By how much the newest revision is late; empty when it is in time."""
    late = late_by(assignment, submission.received_at)
    return duration_words(late) if late else ""


def csv_rows(assignment: Assignment, rows: Rows) -> Iterator[list[str]]:
    """The list as rows of a CSV file, the header first."""
    yield [
        "team", "members", "revision", "received_at", "late_by_minutes", "state",
        "errors", "warnings", "advice", "answered_findings",
    ]  # fmt: skip
    for row in rows:
        late = late_by(assignment, row.received_at)
        cells = [
            row.team.name,
            "; ".join(person.email for person in row.team.members.all()),
            row.revision_count,
            row.received_at.isoformat(timespec="seconds"),
            int(late.total_seconds() // 60) if late else 0,
            row.run_state or "",
            row.errors if row.errors is not None else "",
            row.warnings if row.warnings is not None else "",
            row.infos if row.infos is not None else "",
            row.reply_count,
        ]
        yield harmless(cells)
