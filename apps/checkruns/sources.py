"""Answers to the questions of ``submissions``: how revisions do, and which deliverables they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from apps.checkruns import queries, stored
from apps.checkruns.models import RunFinding
from apps.checkruns.pages.deliverables import deliverables
from apps.submissions.models import Revision
from apps.submissions.queries import Deliverable, RevisionSummary


def summaries(revisions: Sequence[Revision]) -> dict[int, RevisionSummary]:
    """State and findings of each revision's newest run."""
    return queries.run_summaries(revisions)


def deliverables_of(revision: Revision) -> list[Deliverable]:
    """The deliverables of a revision, once it was read."""
    run = queries.latest_run(revision)
    reading = stored.reading_of(run) if run else None
    if run is None or reading is None:
        return []
    codes = RunFinding.objects.filter(
        run=run, muted=False, ignored=False, severity__in=("error", "blocker")
    ).exclude(stage="preview")
    families = Counter(code[:3] for code in codes.values_list("code", flat=True))
    return deliverables(revision.public_id, reading, families)
