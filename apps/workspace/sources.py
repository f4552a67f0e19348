"""Answers to questions of ``submissions``: where a revision is shown, which deliverables it holds."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse

from apps.checkruns import queries
from apps.checkruns.models import RunFinding
from apps.submissions.models import Revision
from apps.submissions.queries import Deliverable
from apps.workspace.pages.deliverables import deliverables


def deliverables_of(revision: Revision) -> list[Deliverable]:
    """The deliverables of a revision, once it was read."""
    run = queries.latest_run(revision)
    reading = queries.reading_of(run) if run else None
    if run is None or reading is None:
        return []
    codes = RunFinding.objects.filter(
        run=run, muted=False, ignored=False, severity__in=("error", "blocker")
    ).exclude(stage="preview")
    families = Counter(code[:3] for code in codes.values_list("code", flat=True))
    return deliverables(revision.public_id, reading, families)


def revision_url(revision: Revision) -> str:
    """The report: what people want to see after an upload."""
    return reverse("workspace:report", args=[revision.public_id])
