"""The action list of a submission: improvements, who takes care of them, what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import person_of
from apps.accounts.policy import allows
from apps.annotations import queries, services
from apps.annotations.access import revision_of, thread_for
from apps.annotations.evidence import evidence
from apps.annotations.models import UNSETTLED
from apps.checkruns import queries as runs
from apps.common.params import posted
from apps.courses.queries import team_members
from apps.engine.comment_markup import plain
from apps.workspace.hooks import RevisionPage


@login_required
@require_GET
def index(request: HttpRequest, public_id: str) -> HttpResponse:
    """Published threads that propose an improvement, with what this revision shows about each."""
    page = RevisionPage.load(request, public_id)
    revision, user = page.revision, person_of(request)
    threads = list(queries.actions_of(revision.submission))
    rows = {
        row.thread_id: row
        for row in queries.anchors_in(revision, user).filter(thread__in=[t.pk for t in threads])
    }
    comments, _ = queries.comments_of([one.pk for one in threads], user)
    package = runs.package_of(page.run) if page.run and threads else None
    found = {one["identity"] for one in page.findings()} if page.report else None
    lines: list[dict[str, Any]] = []
    for thread in threads:
        said = list(comments.get(thread.pk, ()))
        there = thread.finding in found if thread.finding and found is not None else None
        lines.append(
            {
                "thread": thread,
                "anchor": rows.get(thread.pk),
                "words": next((plain(one.html) for one in said if one.body.strip()), ""),
                "settled": thread.state not in UNSETTLED,
                "evidence": evidence(
                    rows.get(thread.pk),
                    said,
                    package=package,
                    finding_there=there,
                    first=thread.revision_id == revision.pk,
                ),
            }
        )
    context = page.context("actions", "Actions")
    context |= {
        "lines": lines,
        "open_count": sum(not line["settled"] for line in lines),
        "done_count": sum(line["settled"] for line in lines),
        "members": team_members(revision.submission.team),
        "may_change": allows("action.change", page.identity),
    }
    return render(request, "annotations/actions.html", context)


@login_required
@require_POST
def owner(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name who of the team takes care of an action."""
    thread, _ = thread_for(request.user, public_id, "action.change")
    wanted = posted(request).text("owner")
    person = team_members(thread.submission.team).filter(public_id=wanted).first()
    services.action_set(
        thread=thread, by=person_of(request), listed=thread.in_actions, owner=person
    )
    back = revision_of(thread, posted(request).text("back") or thread.revision.public_id)
    return redirect("annotations:actions", back.public_id)
