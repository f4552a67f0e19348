"""Exports of a revision: asking for them, watching them, fetching them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.access import person_of
from apps.accounts.policy import allows
from apps.common import storage
from apps.common.etags import unchanged
from apps.common.params import posted
from apps.engine.anchors.selectors import AnchorError
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.exports import files, queries, services
from apps.exports.access import export_for
from apps.exports.models import ExportFormat
from apps.workspace.hooks import RevisionPage

_POLL_MS = 500
_FORMATS = (
    (ExportFormat.HTML, "One HTML file", "file-code",
     "To read and pass on: drawings, pictures and comments in one page that needs no network."),
    (ExportFormat.PDF, "PDF", "file-text",
     "To print or to file: the same on numbered pages, every comment below its place."),
    (ExportFormat.MARKDOWN, "Markdown", "hash",
     "To work on: your source as it is, comments as quotes behind what they are about."),
    (ExportFormat.JSON_LD, "JSON-LD", "waypoints",
     "For programs: W3C Web Annotations, which this site and others can import."),
)  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, public_id: str) -> HttpResponse:
    """The formats, my exports and the form for annotations; a POST asks for an export."""
    page = RevisionPage.load(request, public_id)
    if request.method == "GET":
        return shown(request, page)
    form = posted(request).text("format")
    if form not in ExportFormat.values:
        return shown(request, page, {"problem": "Choose one of the four formats."}, status=422)
    try:
        made = services.export_request(revision=page.revision, author=person_of(request), form=form)
    except AnchorError as error:
        problem = f"{error.message} {error.hint}"
        return shown(request, page, {"problem": problem}, status=422)
    if made.digest:
        messages.info(request, "Nothing has changed since: the file is below.")
    return redirect("exports:exports", public_id)


def shown(
    request: HttpRequest, page: RevisionPage, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of exports with ``more`` to say on it."""
    context = page.context("threads", "Exports")
    context |= _list(request, page)
    context |= {
        "formats": _FORMATS,
        "may_write": allows("thread.write", page.identity),
        "imports": queries.imports_of(page.revision, person_of(request)),
        "max_mb": MAX_BYTES // 1_000_000,
    }
    return render(request, "exports/exports.html", context | (more or {}), status=status)


def _list(request: HttpRequest, page: RevisionPage) -> dict[str, Any]:
    exports = queries.exports_of(page.revision, person_of(request))
    is_open = any(one.is_open for one in exports)
    state = " ".join(f"{one.public_id}.{one.state}.{one.phase}" for one in exports)
    return {"exports": exports, "poll": _POLL_MS if is_open else 0, "poll_state": state}


@login_required
@require_GET
def state(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list alone; the same state gives the same ETag, so the answer is empty."""
    page = RevisionPage.load(request, public_id)
    context = _list(request, page) | {"revision": page.revision}
    etag = quote_etag(context["poll_state"] or "none")
    if unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        response = render(request, "exports/_exports.html", context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file of an export, for whoever asked for it."""
    found = export_for(request.user, public_id)
    if not found.digest:
        raise Http404
    return files.export_response(found, storage.get(found.digest))
