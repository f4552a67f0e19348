"""Celery's tasks; nobody imports them, ``apps.jobs`` sends them by name."""

from __future__ import annotations

from celery import shared_task

from apps.annotations.jobs import carry as carrying
from apps.annotations.jobs import export as exporting


@shared_task(name="annotations.carry")
def carry(job_id: int) -> None:
    """Carry threads into a revision."""
    carrying.execute(job_id)


@shared_task(name="annotations.export")
def export(job_id: int) -> None:
    """Write an annotated design as a file."""
    exporting.execute(job_id)
