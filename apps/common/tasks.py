"""Celery's tasks; nobody imports them, they are sent by name."""

from __future__ import annotations

from celery import shared_task

from apps.common import leases


@shared_task(name="common.sweep")
def sweep() -> None:
    """Take back abandoned work and ring again; beat sends it every few seconds."""
    leases.sweep_all()
