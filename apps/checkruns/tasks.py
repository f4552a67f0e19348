"""Celery's tasks; nobody imports them, ``apps.jobs`` sends them by name."""

from __future__ import annotations

from celery import shared_task

from apps.checkruns.jobs import run as runs


@shared_task(name="checkruns.run")
def run(run_id: int) -> None:
    """Execute a check run."""
    runs.execute(run_id)
