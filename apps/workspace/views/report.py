"""The report of a revision, the state of its run, permalinks and replies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.access import person_of
from apps.checkruns import queries, services
from apps.checkruns.models import CheckRun, ReplyKind
from apps.checkruns.services import ReplyRefused, reply_add
from apps.common.etags import unchanged
from apps.common.params import params
from apps.jobs.models import JobState
from apps.workspace.forms import ReplyForm
from apps.workspace.pages.filters import filters_from
from apps.workspace.pages.finding_cards import Card
from apps.workspace.pages.reading import read_counts
from apps.workspace.pages.report import ReportView, report_view
from apps.workspace.revision_page import RevisionPage

POLL_MS = 400
"""How soon a page asks for the state of a run again; the page waits longer while nothing changes."""


@login_required
@require_GET
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Live state, readiness, and findings with filters."""
    page = RevisionPage.load(request, public_id)
    context = page.context("report", f"Report, revision {page.revision.number}")
    context |= {"progress": progress_of(page.run), "reply_kinds": ReplyKind.choices}
    if page.report:
        filters = filters_from(params(request))
        maker = page.card_maker()
        before = queries.finding_states(page.before) if page.before else None
        context |= {
            "filters": filters,
            "view": report_view(
                page.report,
                maker.cards(page.report["findings"]),
                filters,
                before=before,
                see_preview=page.sees_preview,
            ),
            "candidates": (page.reading or {}).get("candidates", []),
            "read": read_counts(page.reading or {}),
            "main": page.report.get("main"),
            "skipped": [a for a in page.report["artifacts"] if a["skipped_reason"]],
        }
        context["open_card"] = params(request).text("finding") or _first(context["view"])
    return render(request, "workspace/report.html", context)


def _first(view: ReportView) -> str:
    """The finding that is open when the page comes: the first one of level error."""
    cards = [card for group in view.groups for card in group.cards]
    return cards[0].identity if cards and cards[0].severity in {"blocker", "error"} else ""


def progress_of(run: CheckRun | None) -> dict[str, Any]:
    """State of a run as the live part shows it; ``poll`` is how soon to ask again, in ms."""
    if run is None:
        return {"state": "", "poll": POLL_MS, "words": "Waiting for a worker"}
    if not run.is_open:
        return {"state": run.state, "poll": 0, "words": ""}
    noun = "files" if run.phase == "reading" else "checks"
    total, done = run.progress_total, run.progress_done
    if run.state == JobState.QUEUED or not total:
        words = "Waiting for a worker" if run.state == JobState.QUEUED else "Starting"
    else:
        verb = "Reading" if run.phase == "reading" else "Checking"
        words = f"{verb}, {done} of {total} {noun}"
    return {"state": run.state, "poll": POLL_MS, "words": words, "done": done, "total": total}


@login_required
@require_GET
def run_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """The live part alone; the same state gives the same ETag, so the answer is empty."""
    page = RevisionPage.load(request, public_id)
    run = page.run
    state = f"{run.pk}.{run.state}.{run.phase}.{run.progress_done}" if run else "none"
    etag = quote_etag(state)
    if unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        context = page.context("report") | {"progress": progress_of(run)}
        response = render(request, "workspace/_run.html", context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_POST
def recheck(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check again: a new run when something changed, else another attempt of a broken one."""
    page = RevisionPage.load(request, public_id, "run.recheck")
    services.recheck(revision=page.revision, by=person_of(request))
    return redirect("workspace:report", public_id)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop an open run."""
    page = RevisionPage.load(request, public_id, "run.recheck")
    if page.run is not None:
        services.cancel(run=page.run, by=person_of(request))
    return redirect("workspace:report", public_id)


@login_required
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, public_id: str, identity: str) -> HttpResponse:
    """The permalink of a finding, and where replies to it are sent."""
    permission = "finding.reply" if request.method == "POST" else "submission.see"
    page = RevisionPage.load(request, public_id, permission)
    shown = next((one for one in page.findings() if one["identity"] == identity), None)
    if shown is None:
        return _gone(request, page, identity)
    error, htmx = "", bool(request.headers.get("HX-Request"))
    if request.method == "POST":
        error = _reply(request, page, identity)
        if not error and not htmx:
            return redirect(f"{reverse('workspace:report', args=[public_id])}#f-{identity[:12]}")
    card = _card(page, identity)
    context = page.context("report", f"{card.code}, revision {page.revision.number}")
    context |= {"card": card, "open": True, "reply_error": error, "reply_kinds": ReplyKind.choices}
    template = "workspace/_finding.html" if htmx else "workspace/finding.html"
    status = 422 if error and not htmx else 200
    return render(request, template, context, status=status)


def _card(page: RevisionPage, identity: str) -> Card:
    cards = page.card_maker().cards(page.findings())
    return next(card for card in cards if card.identity == identity)


def _gone(request: HttpRequest, page: RevisionPage, identity: str) -> HttpResponse:
    """A finding that this revision does not have: fixed, or never there."""
    if page.before is None or queries.finding_of(page.before, identity) is None:
        raise Http404
    number = page.before.revision.number
    messages.success(request, f"This finding of revision {number} is no longer there.")
    return redirect("workspace:report", page.revision.public_id)


def _reply(request: HttpRequest, page: RevisionPage, identity: str) -> str:
    """Record a reply; the sentence of refusal, or nothing."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return "Choose one of the three answers, with at most 2,000 characters."
    row = queries.finding_of(page.run, identity) if page.run else None
    if row is None:
        return "This finding is not part of the newest run any more. Reload the page."
    try:
        reply_add(
            revision=page.revision, finding=row, author=person_of(request), **form.cleaned_data
        )
    except ReplyRefused as refused:
        return str(refused)
    return ""
