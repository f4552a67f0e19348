"""Celery's tasks; nobody imports them, ``apps.jobs`` sends them by name."""

from __future__ import annotations

from celery import shared_task

from apps.comparison.jobs import compare as comparing


@shared_task(name="comparison.make")
def compare(job_id: int) -> None:
    """Compare two runs."""
    comparing.execute(job_id)
