"""Two revisions of a submission beside each other: what changed, findings, threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.accounts.access import person_of
from apps.checkruns import queries
from apps.checkruns.models import CheckRun
from apps.comparison import services as comparisons
from apps.comparison.pages.fates import finding_groups, findings_words, thread_fates
from apps.comparison.pages.page import ComparePage, compare_page
from apps.comparison.pages.stops import Side, Sides
from apps.submissions import access
from apps.submissions.models import Revision
from apps.workspace.hooks import (
    CardMaker,
    FileUrl,
    Places,
    RevisionPage,
    file_urls,
    progress_of,
    with_addresses,
)


@dataclass(frozen=True)
class _Half:
    """One of the two revisions; ``run`` is the newest that has read it, ``latest`` the newest."""

    revision: Revision
    latest: CheckRun | None
    run: CheckRun | None

    @classmethod
    def of(cls, revision: Revision, latest: CheckRun | None) -> _Half:
        """With the run that has results, where the newest has none."""
        run = latest if latest and latest.package_name else queries.ready_run(revision)
        return cls(revision, latest, run if run and run.package_name else None)

    @property
    def places(self) -> Places:
        """Links to places of this revision."""
        return Places(self.revision.public_id, queries.reading_of(self.run) if self.run else None)


@login_required
@require_GET
def with_the_one_before(request: HttpRequest, public_id: str) -> HttpResponse:
    """The comparison with the revision before; nothing stands before the first."""
    revision = access.revision_for(request.user, public_id)
    found = queries.revisions_of(revision.submission).filter(number__lt=revision.number).first()
    if found is None:
        raise Http404
    return redirect("comparison:compare", public_id, found.public_id)


@login_required
@require_GET
def compare(request: HttpRequest, public_id: str, other: str) -> HttpResponse:
    """What changed from the older to the newer; the older one is always the base."""
    page = RevisionPage.load(request, public_id)
    base = access.revision_beside(page.revision, other)
    if base.number > page.revision.number:
        return redirect("comparison:compare", base.public_id, page.revision.public_id)
    old = _Half.of(base, queries.latest_run(base))
    new = _Half.of(page.revision, page.run)
    context = page.context("compare", f"Compare {base.number} and {page.revision.number}")
    context |= {
        "base": base,
        "revision_menu": "comparison/_revisions.html",
        "same_files": base.digest == page.revision.digest,
        "threads": thread_fates(base, page.revision, person_of(request), page.identity),
        "waiting": [one.revision for one in (old, new) if one.run is None],
    }
    if old.run and new.run:
        context |= _findings(page, old, new)
        if not context["same_files"]:
            context |= _changes(request, old, new)
    else:
        context |= _progress(old, new)
    return render(request, "comparison/page.html", context)


def _progress(old: _Half, new: _Half) -> dict[str, Any]:
    """The state of the run that is waited for."""
    half = new if new.run is None else old
    return {
        "pending": half.revision,
        "pending_run": half.latest,
        "progress": progress_of(half.latest),
    }


def _changes(request: HttpRequest, old: _Half, new: _Half) -> dict[str, Any]:
    """Cards of the changes, or why there are none."""
    assert old.run is not None
    assert new.run is not None
    try:
        comparison = comparisons.comparison_of(old.run, new.run)
    except comparisons.NotCompared as error:
        return {"being_made": True} if error.soon else {"not_compared": str(error)}
    sides = Sides(
        Side(old.revision.number, Places(old.revision.public_id, None)),
        Side(new.revision.number, Places(new.revision.public_id, None)),
    )
    urls = [file_urls(request, one.revision, one.places) for one in (old, new)]
    page = compare_page(
        comparison,
        sides,
        address=(_address(urls[0]), _address(urls[1])),
        pictures=lambda before, after: (urls[0](before, True), urls[1](after, True)),
    )
    return {"page": page, "summary": _summary(page)}


def _address(url: FileUrl) -> Any:
    return lambda html: with_addresses(html, url)


def _summary(page: ComparePage) -> tuple[str, str]:
    """The number of changes, and where they are."""
    head, _, rest = page.summary.partition(" in ")
    return head, f" in {rest}" if rest else ""


def _findings(page: RevisionPage, old: _Half, new: _Half) -> dict[str, Any]:
    reports = [queries.report_of(one.run) if one.run else None for one in (old, new)]
    if not (reports[0] and reports[1]):
        return {}
    before, after = (
        [one for one in report["findings"] if page.sees_preview or one["stage"] != "preview"]
        for report in reports
        if report
    )
    makers = CardMaker(old.places, None), CardMaker(new.places, None)
    groups = finding_groups(before, after, makers)
    return {"groups": groups, "findings_words": findings_words(groups)}
