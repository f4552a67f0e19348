"""Bringing annotations in: sending a file, watching what becomes of it, reading what was not taken."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import person_of
from apps.common.etags import unchanged
from apps.common.params import params
from apps.engine.anchors.selectors import AnchorError
from apps.engine.exports.web_annotation_read import MAX_BYTES
from apps.exports import queries, services
from apps.exports.access import import_for
from apps.exports.models import AnnotationImport
from apps.exports.views.exports import shown
from apps.workspace.hooks import RevisionPage

_POLL_MS = 500
_PROBLEMS_ON_PAGE = 50


@login_required
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a file with annotations for the worker, and lead to where its result will be."""
    page = RevisionPage.load(request, public_id, "thread.write")
    sent = request.FILES.get("file")
    if sent is None:
        return shown(request, page, {"refused": "Choose a file."}, status=422)
    try:
        made = services.annotations_import(
            revision=page.revision, by=person_of(request), data=sent.read(MAX_BYTES + 1)
        )
    except services.TooManyImports as error:
        return shown(request, page, {"refused": str(error)}, status=429)
    except (services.ImportRefused, AnchorError) as error:
        return shown(request, page, {"refused": str(error)}, status=422)
    # The browser shall fetch the result, and "back" shall not send the file again.
    return HttpResponseRedirect(made.get_absolute_url(), status=303)


@login_required
@require_GET
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was taken over, what was not, and why; while it goes on, how far it is."""
    job = import_for(request.user, public_id)
    page = RevisionPage.load(request, job.revision.public_id)
    context = page.context("threads", "Import of annotations") | _state(request, job)
    return render(request, "exports/import.html", context)


@login_required
@require_GET
def result_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """The result alone; the same state gives the same ETag, so the answer is empty."""
    job = import_for(request.user, public_id)
    etag = quote_etag(f"{_stamp(job)} {params(request).text('page')}")
    if unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        response = render(request, "exports/_import.html", _state(request, job))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _stamp(job: AnnotationImport) -> str:
    return f"{job.public_id}.{job.state}.{job.step}.{job.position}"


def _state(request: HttpRequest, job: AnnotationImport) -> dict[str, Any]:
    problems = Paginator(queries.problems_of(job), _PROBLEMS_ON_PAGE)
    return {
        "job": job,
        "revision": job.revision,
        "problems": problems.get_page(params(request).text("page")),
        "poll": _POLL_MS if job.is_open else 0,
        "poll_state": _stamp(job),
    }
