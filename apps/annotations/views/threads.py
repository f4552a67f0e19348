"""The table of threads of a submission, permalinks, and files of comments."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.accounts.access import person_of
from apps.accounts.queries import shown_as
from apps.annotations import files, queries
from apps.annotations.access import attachment_by_key, revision_of, thread_beside, thread_for
from apps.annotations.models import UNSETTLED, Anchor, CommentType, Severity, ThreadState
from apps.annotations.queries import filters_of
from apps.common import storage
from apps.common.params import params
from apps.common.spreadsheets import harmless
from apps.courses.queries import people_before
from apps.engine.comment_markup import plain
from apps.submissions.queries import latest_revision
from apps.workspace.hooks import RevisionPage

_PAGE = 50
_MOST_IN_FILE = 5_000
"""Threads of one file: about a second of a web process."""
_COLUMNS = (
    "number", "type", "severity", "state", "place", "file", "start", "place state", "author",
    "owner", "comments", "first words", "opened", "address",
)  # fmt: skip


@login_required
@require_GET
def index(request: HttpRequest, public_id: str) -> HttpResponse:
    """All threads as a table: filtered, in pages, without a script."""
    page = RevisionPage.load(request, public_id)
    user = person_of(request)
    filters = filters_of(params(request))
    main = (page.reading or {}).get("main") or ""
    rows = queries.in_reading_order(queries.anchors_in(page.revision, user, filters), main)
    shown = Paginator(rows.select_related("thread__author", "thread__owner"), _PAGE).get_page(
        params(request).number("page", 1)
    )
    comments, _ = queries.comments_of([row.thread_id for row in shown], user)
    context = page.context("threads", "Comments")
    context |= {
        "rows": [_row(row, comments.get(row.thread_id, ())) for row in shown],
        "page": shown,
        "filters": filters,
        "asked": params(request).given(but="page"),
        "query": urlencode(params(request).given(but="page")),
        "types": CommentType.choices,
        "states": [
            ("unsettled", "Waiting for somebody"),
            *ThreadState.choices,
            ("draft", "My drafts"),
        ],
        "severities": Severity.choices,
        "people": people_before(page.revision.submission.team),
        "artifacts": sorted(
            queries.anchors_in(page.revision, user)
            .order_by()
            .values_list("artifact", flat=True)
            .distinct()
        ),
        "not_carried": queries.not_carried(page.revision, user),
    }
    return render(request, "annotations/threads.html", context)


def _row(row: Anchor, comments: Any) -> dict[str, Any]:
    first = next((one for one in comments if one.body.strip()), None)
    thread = row.thread
    return {
        "thread": thread,
        "anchor": row,
        "waits": thread.state in UNSETTLED,
        "placing": row.state in ("needs_placing", "relocated"),
        "words": plain(first.html)[:160] if first else "",
        "comments": len(comments),
    }


@login_required
@never_cache
@require_GET
def index_csv(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same table, all pages, for a spreadsheet."""
    page = RevisionPage.load(request, public_id)
    user = person_of(request)
    found = queries.anchors_in(page.revision, user, filters_of(params(request)))
    rows = queries.with_words(queries.in_reading_order(found), user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"comments-revision-{page.revision.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(_COLUMNS)
    for row in rows.select_related("thread__author", "thread__owner")[:_MOST_IN_FILE]:
        writer.writerow(_cells(page, row))
    more = found.count() - _MOST_IN_FILE
    if more > 0:
        writer.writerow([f"{more} more are not in this file: narrow the table by its filters."])
    return response


def _people(page: RevisionPage, row: Anchor) -> list[str]:
    """Author and owner, as whoever asks for the table may know them."""
    thread = row.thread
    return [
        str(shown_as(one, page.request.user, page.revision.submission)) if one else ""
        for one in (thread.author, thread.owner)
    ]


def _cells(page: RevisionPage, row: Any) -> list[str]:
    thread = row.thread
    cells = [
        str(thread.number or "draft"),
        thread.get_type_display(),
        thread.get_severity_display() if thread.severity else "",
        thread.get_state_display(),
        row.label,
        row.artifact,
        "" if row.start is None else str(row.start),
        row.get_state_display(),
        *_people(page, row),
        str(row.said),
        plain(row.words or "")[:160],
        thread.created_at.isoformat(timespec="seconds"),
        page.request.build_absolute_uri(reverse("annotations:thread", args=[thread.public_id])),
    ]
    return harmless(cells)


@login_required
@require_GET
def thread(request: HttpRequest, public_id: str) -> HttpResponse:
    """The permalink: the workspace, at the place of the thread in the newest revision it is in."""
    found, _ = thread_for(request.user, public_id)
    rows = queries.anchors_of(found)
    wanted = params(request).text("revision")
    row = rows.filter(revision=revision_of(found, wanted)).first() if wanted else None
    row = row or rows.order_by("-revision__number").first()
    if row is None:
        raise Http404
    return redirect(thread_address(row, found.public_id))


def thread_address(row: Anchor, thread_id: str) -> str:
    """The address of a thread in the workspace."""
    base = reverse("workspace:document", args=[row.revision.public_id, row.artifact])
    return f"{base}#thread-{thread_id}"


@login_required
@require_GET
def go(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where a link of a comment leads in this revision: ``?to=section/design.md#capacity``."""
    page = RevisionPage.load(request, public_id)
    try:
        return redirect(_destination(request, page))
    except NoReverseMatch as error:  # a path or an identity that no address can hold
        raise Http404 from error


def _destination(request: HttpRequest, page: RevisionPage) -> str:
    kind, _, rest = params(request).text("to", longest=700).partition("/")
    revision = page.revision.public_id
    base = reverse("workspace:document", args=[revision])
    path, _, slug = rest.partition("#")
    if kind == "section" and path:
        return f"{page.places.url(path)}#u-{quote(slug)}"
    if kind == "artifact" and rest:
        return page.places.url(rest)
    if kind == "finding":
        return reverse("workspace:finding", args=[revision, rest])
    if kind == "element":
        diagram = page.places.diagram_of(rest)
        artifact = diagram["where"]["artifact"] if diagram else ""
        return page.places.url(artifact, {"element": rest}) if artifact else base
    if kind == "thread" and rest.isascii() and rest.isdecimal() and len(rest) < 9:
        newest = latest_revision(page.revision.submission)
        threads = queries.anchors_in(newest or page.revision, person_of(request))
        row = threads.filter(thread__number=int(rest)).select_related("thread", "revision").first()
        if row is not None:
            found = thread_beside(page.revision, person_of(request), row.thread.public_id)
            return thread_address(row, found.public_id)
    raise Http404


@login_required
@require_GET
def attachment(request: HttpRequest, token: str) -> HttpResponse:
    """A file of a comment, for the person its address was made for."""
    key = files.opened_token(person_of(request), token)
    if key is None:
        raise Http404
    found = attachment_by_key(request.user, key)
    return files.attachment_response(found, storage.get(found.digest))
