"""The document view: a file of the package with its findings beside it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from apps.common.params import params
from apps.workspace import panels, shown_files
from apps.workspace.revision_page import RevisionPage


@login_required
@require_GET
def document(request: HttpRequest, public_id: str, path: str) -> HttpResponse:
    """A file, rendered, with the outline of the package and the findings that stand in it."""
    page, asked = RevisionPage.load(request, public_id), params(request)
    if page.run is None or not page.run.package_name:
        context = page.context("document", "Document")
        return render(request, "workspace/document_waiting.html", context)
    shown_panels = [
        panel
        for source in panels.panel_sources
        if (panel := source(request, page.revision, page.identity))
    ]
    view = shown_files.View(
        path=path,
        focus=asked.number("at", None),
        as_source=asked.flag("source"),
        with_comments=bool(shown_panels),
    )
    shown = shown_files.shown_file(page, view)
    if shown is None:
        raise Http404
    context = page.context("document", shown.path)
    context |= {
        "file": shown,
        "stored_url": shown.stored_url(request),
        "as_source": view.as_source,
        "panels": shown_panels,
    }
    frame = render_to_string("workspace/document.html", context, request)
    return HttpResponse(shown.placed(frame, request))
