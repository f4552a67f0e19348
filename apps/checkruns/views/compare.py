"""Comparison of the findings of two revisions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.checkruns import queries, stored
from apps.checkruns.pages.cards import CardMaker
from apps.checkruns.pages.places import Places
from apps.checkruns.views.base import RevisionPage
from apps.engine.compare import FindingChange, compare_findings
from apps.submissions import access

FATES = (
    ("new", "New", "error", "plus", "Found in this revision only"),
    ("changed", "Changed", "warning", "arrow-left-right", "Still there, with other numbers"),
    ("same", "Still there", "unknown", "minus", "Same finding, same numbers"),
    ("fixed", "Fixed", "pass", "check", "No longer found"),
)


@login_required
@require_GET
def compare(request: HttpRequest, public_id: str, other: str) -> HttpResponse:
    """Findings of two revisions by fate; the older one is always the base."""
    page = RevisionPage.load(request, public_id)
    base = access.revision_beside(page.revision, other)
    if base.number > page.revision.number:
        return redirect("checkruns:compare", base.public_id, page.revision.public_id)
    run = queries.latest_run(base)
    old_report = stored.report_of(run) if run else None
    context = page.context("compare", f"Revisions {base.number} and {page.revision.number}")
    context |= {"base": base, "ready": bool(old_report and page.report)}
    if old_report and page.report:
        old = [f for f in old_report["findings"] if page.sees_preview or f["stage"] != "preview"]
        changes = compare_findings(old, page.findings())
        old_places = Places(base.public_id, stored.reading_of(run) if run else None)
        context["groups"] = _groups(changes, page, CardMaker(old_places, None))
        context["same_files"] = base.digest == page.revision.digest
    return render(request, "checkruns/compare.html", context)


def _groups(
    changes: tuple[FindingChange, ...], page: RevisionPage, old_maker: CardMaker
) -> list[dict[str, Any]]:
    maker = page.card_maker()
    groups = []
    for fate, title, tone, icon, about in FATES:
        rows = [
            {
                "card": maker.card(one.new) if one.new is not None else old_maker.card(one.shown),
                "values": [(name.replace("_", " "), old, new) for name, old, new in one.values],
                "old_severity": one.old["severity"] if one.old else "",
            }
            for one in changes
            if one.fate == fate
        ]
        groups.append(
            {"fate": fate, "title": title, "tone": tone, "icon": icon, "about": about, "rows": rows}
        )
    return groups
