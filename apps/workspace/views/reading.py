"""What we read, and all diagrams of a revision."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.checkruns import queries
from apps.engine.diagrams.model import Diagram
from apps.workspace.pages.documents import figure_of, thumbnails
from apps.workspace.pages.reading import reading_view
from apps.workspace.revision_page import RevisionPage


@login_required
@require_GET
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that was read, each thing leading to its place."""
    page = RevisionPage.load(request, public_id)
    context = page.context("read", "What we read")
    if page.reading is None:
        return render(request, "workspace/document_waiting.html", context)
    package = queries.package_of(page.run) if page.run else None
    context |= {
        "view": reading_view(page.reading, page.places),
        "thumbs": [
            (diagram.title or diagram.key, svg, page.places.url(*_place(diagram)))
            for diagram, svg in (thumbnails(package) if package else [])
        ],
    }
    return render(request, "workspace/read.html", context)


@login_required
@require_GET
def diagrams(request: HttpRequest, public_id: str) -> HttpResponse:
    """All diagrams, drawn, with findings on their elements."""
    page = RevisionPage.load(request, public_id)
    context = page.context("diagrams", "Diagrams")
    package = queries.package_of(page.run) if page.run else None
    if package is None:
        return render(request, "workspace/document_waiting.html", context)
    cards = [card for card in page.card_maker().cards(page.findings()) if card.counts]
    figures = [figure_of(diagram, cards) for diagram in package.diagrams]
    context["figures"] = [
        (figure, page.places.link(_place(figure.diagram)[1])) for figure in figures
    ]
    return render(request, "workspace/diagrams.html", context)


def _place(diagram: Diagram) -> tuple[str, dict[str, Any]]:
    """The file a diagram stands in, and its place there."""
    where = diagram.where
    return where.artifact, {"artifact": where.artifact, "start": where.start, "line": where.line}
