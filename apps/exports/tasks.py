"""Celery's tasks; nobody imports them, ``apps.jobs`` sends them by name."""

from __future__ import annotations

from celery import shared_task

from apps.exports.jobs import bring_in
from apps.exports.jobs import export as exporting


@shared_task(name="exports.write")
def export(job_id: int) -> None:
    """Write an annotated design as a file."""
    exporting.execute(job_id)


@shared_task(name="exports.import")
def annotation_import(job_id: int) -> None:
    """Take over the annotations of a file, or a part of them."""
    bring_in.execute(job_id)
