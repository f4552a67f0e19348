"""Making one comparison that no page waited for."""

from __future__ import annotations

from apps.comparison import services
from apps.comparison.models import ComparisonJob
from apps.jobs import services as jobs
from apps.jobs.models import JobState
from apps.jobs.services import ending
from apps.sandbox import services as sandbox


def execute(job_id: int) -> None:
    """Claim the row and compare; returns at once when another worker has it."""
    lease = jobs.claim(ComparisonJob, job_id)
    if lease is None:
        return
    with ending(lease, stopped="it stopped inside"):
        job = ComparisonJob.objects.select_related("old", "new").get(pk=job_id)
        try:
            services.comparison_make(old=job.old, new=job.new)
            lease.finish(JobState.DONE)
        except sandbox.Died as died:
            ended = JobState.TIMED_OUT if died.reason in {"cpu", "time"} else JobState.FAILED
            lease.finish(ended, problem=str(died))
