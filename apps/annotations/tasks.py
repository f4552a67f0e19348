"""Celery's tasks; nobody imports them, ``apps.jobs`` sends them by name."""

from __future__ import annotations

from celery import shared_task

from apps.annotations.jobs import carry as carrying


@shared_task(name="annotations.carry")
def carry(job_id: int) -> None:
    """Carry threads into a revision."""
    carrying.execute(job_id)
