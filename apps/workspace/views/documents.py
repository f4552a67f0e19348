"""The document view: a file of the package with its findings beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.access import person_of
from apps.checkruns import queries
from apps.checkruns.models import ReplyKind
from apps.engine.package import Package
from apps.submissions.queries import file_url, stored_file
from apps.workspace import panels
from apps.workspace.pages.documents import file_page
from apps.workspace.pages.finding_cards import Card
from apps.workspace.revision_page import RevisionPage, file_urls

MAX_CARDS = 50
"""Findings beside a document; the report has all of them."""

ROLES = (
    ("main", "Document"),
    ("adr", "Decisions"),
    ("diagram", "Diagram files"),
    ("other", "Other texts"),
    ("sheet", "Sheets"),
    ("asset", "Pictures and files"),
)


@login_required
@require_GET
def document(request: HttpRequest, public_id: str, path: str) -> HttpResponse:
    """A file, rendered, with the outline of the package and the findings that stand in it."""
    page = RevisionPage.load(request, public_id)
    package = queries.package_of(page.run) if page.run else None
    if package is None:
        context = page.context("document", "Document")
        return render(request, "workspace/document_waiting.html", context)
    path = path or first_path(package)
    cards = [card for card in page.card_maker().cards(page.findings()) if card.counts]
    here = [card for card in cards if any(w.get("artifact") == path for w in card.wheres)]
    shown = file_page(
        package,
        path,
        here[:MAX_CARDS],
        file_urls(request, page.revision, page.places),
        focus=_offset(request.GET.get("at", "")),
        as_source=bool(request.GET.get("source")),
    )
    if shown is None:
        raise Http404
    context = page.context("document", path)
    context |= {
        "file": shown,
        "artifact": next(one for one in package.artifacts if one.path == path),
        "outline": outline(page, package, cards),
        "artefacts": artefacts(page, package, cards),
        "cards": here[:MAX_CARDS],
        "found_here": len(here),
        "elsewhere": len(cards) - len(here),
        "reply_kinds": ReplyKind.choices,
        "as_source": bool(request.GET.get("source")),
        "stored_file": _stored_url(request, page, path),
        "panels": [
            panel
            for source in panels.panel_sources
            if (panel := source(request, page.revision, page.identity))
        ],
    }
    return render(request, "workspace/document.html", context)


def first_path(package: Package) -> str:
    """The main document, else the first file that can be shown."""
    if package.main:
        return package.main
    readable = [a.path for a in package.artifacts if a.path in package.texts]
    paths = readable or [a.path for a in package.artifacts]
    if not paths:
        raise Http404
    return paths[0]


NUMBERS = {
    "capacity": ("Capacity", "table"),
    "fleet": ("Fleet", "server"),
    "latency": ("Latency budget", "clock"),
    "availability": ("Availability", "shield-check"),
    "cost": ("Cost", "wallet"),
    "matrix": ("Decision matrix", "scale"),
    "consistency": ("Consistency", "database"),
    "failure": ("Failure modes", "triangle-alert"),
}
"""Tables that the outline names, by their role: words and icon."""


def artefacts(page: RevisionPage, package: Package, cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Diagrams and tables of numbers, each with its address and its findings."""
    found = Counter(
        str(where.get("element") or "").partition("/")[0] for card in cards for where in card.wheres
    )
    diagrams = [
        {
            "label": one.title or one.key,
            "icon": "arrow-left-right" if one.kind == "sequence" else "workflow",
            "url": f"{page.places.url(one.where.artifact)}#{quote(one.key)}",
            "diagram": one.key,
            "findings": found[one.key],
        }
        for one in package.diagrams
    ]
    tables = [
        {
            "label": NUMBERS[table["role"]][0],
            "icon": NUMBERS[table["role"]][1],
            "url": page.places.url(table["where"]["artifact"], table["where"]),
            "artifact": table["where"]["artifact"],
            "start": table["where"]["start"],
            "end": table["where"]["end"],
            "findings": _inside(cards, table["where"]),
        }
        for table in (page.reading or {}).get("tables", ())
        if table["role"] in NUMBERS
    ]
    groups = ({"title": "Diagrams", "items": diagrams}, {"title": "Numbers", "items": tables})
    return [group for group in groups if group["items"]]


def _inside(cards: Sequence[Card], place: Mapping[str, Any]) -> int:
    """How many findings stand inside a place."""
    return sum(
        any(
            where.get("artifact") == place["artifact"]
            and where.get("start") is not None
            and place["start"] <= where["start"] < place["end"]
            for where in card.wheres
        )
        for card in cards
    )


def outline(page: RevisionPage, package: Package, cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Files of the package by role, each with its address and its findings."""
    found = Counter(
        path for card in cards for path in {str(where.get("artifact")) for where in card.wheres}
    )
    groups = []
    decisions = {d.file: d for d in package.decisions}
    for role, title in ROLES:
        files = [
            {
                "path": a.path,
                "label": decisions[a.path].label
                if role == "adr" and a.path in decisions
                else a.path,
                "about": decisions[a.path].title if role == "adr" and a.path in decisions else "",
                "url": page.places.url(a.path),
                "skipped": a.skipped_reason,
                "findings": found[a.path],
            }
            for a in package.artifacts
            if a.role == role
        ]
        if files:
            groups.append({"title": title, "role": role, "files": files})
    return groups


def _offset(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _stored_url(request: HttpRequest, page: RevisionPage, path: str) -> str:
    found = stored_file(page.revision, path)
    return file_url(person_of(request), found) if found else ""
