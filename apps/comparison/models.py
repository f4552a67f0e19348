"""Comparisons that take longer than a page may wait."""

from __future__ import annotations

from django.db import models

from apps.checkruns.models import CheckRun
from apps.jobs.models import LeasedJob


class ComparisonJob(LeasedJob):
    """Comparing two runs in the background; what comes of it lies in storage."""

    old = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="+")
    new = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="+")

    class Meta(LeasedJob.Meta):
        constraints = [
            *LeasedJob.Meta.constraints,
            models.UniqueConstraint(fields=["old", "new"], name="comparison_job_once"),
        ]

    def __str__(self) -> str:
        return f"comparison of {self.old_id} and {self.new_id}"
