"""What we read, and all diagrams of a revision."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.checkruns import stored
from apps.checkruns.pages.documents import figure_of
from apps.checkruns.pages.reading import reading_view
from apps.checkruns.views.base import RevisionPage


@login_required
@require_GET
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that was read, each thing leading to its place."""
    page = RevisionPage.load(request, public_id)
    context = page.context("read", "What we read")
    if page.reading is None:
        return render(request, "checkruns/document_waiting.html", context)
    context |= {"view": reading_view(page.reading, page.places)}
    return render(request, "checkruns/read.html", context)


@login_required
@require_GET
def diagrams(request: HttpRequest, public_id: str) -> HttpResponse:
    """All diagrams, drawn, with findings on their elements."""
    page = RevisionPage.load(request, public_id)
    context = page.context("diagrams", "Diagrams")
    package = stored.package_of(page.run) if page.run else None
    if package is None:
        return render(request, "checkruns/document_waiting.html", context)
    cards = [card for card in page.card_maker().cards(page.findings()) if card.counts]
    figures = [figure_of(diagram, cards) for diagram in package.diagrams]
    context |= {
        "figures": [
            (figure, page.places.link({"artifact": figure.diagram.where.artifact,
                                       "start": figure.diagram.where.start,
                                       "line": figure.diagram.where.line}))
            for figure in figures
        ]
    }  # fmt: skip
    return render(request, "checkruns/diagrams.html", context)
