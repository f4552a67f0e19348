"""The one door to Celery: work is a row, and ``enqueue`` rings the bell for it after commit.

Nobody imports tasks; a kind of work is known by its name, its model and its queue. When the broker is
away the bell is silent, the row stays queued, and the sweep rings again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.jobs.models import JobState, LeasedJob

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: the task's name, the rows it works on, the queue it waits in."""

    name: str
    model: type[LeasedJob]
    queue: str


_kinds: dict[str, Kind] = {}


def register(name: str, model: type[LeasedJob], queue: str) -> None:
    """Make a kind of work known; called from ``AppConfig.ready``."""
    _kinds[name] = Kind(name, model, queue)


def kinds() -> tuple[Kind, ...]:
    """All kinds of work, in the order they were registered."""
    return tuple(_kinds.values())


def enqueue(name: str, row_id: int) -> None:
    """Ring for row ``row_id`` once the surrounding transaction is committed."""
    transaction.on_commit(partial(ring, name, row_id), robust=True)


def ring(name: str, row_id: int) -> bool:
    """Send the message now; ``False`` when the broker is away (logged, never raised)."""
    if settings.EMBEDDED_WORKER:
        return wake()
    return send(_kinds[name], row_id)


def run_now(name: str, row_id: int) -> None:
    """Do the work on a row in this process; for the demo and for tests."""
    current_app.loader.import_default_modules()
    current_app.tasks[name](row_id)


def wake() -> bool:
    """Tell the embedded worker that there is something new."""
    try:
        settings.WAKE_FILE.touch()
        os.utime(settings.WAKE_FILE)
    except OSError as error:
        log.warning("wake_file_failed", error=str(error))
        return False
    return True


def send(kind: Kind, row_id: int) -> bool:
    """Put one message into the kind's queue and note when."""
    try:
        current_app.send_task(
            kind.name, args=[row_id], queue=settings.QUEUE_PREFIX + kind.queue, retry=False
        )
    except Exception as error:  # noqa: BLE001 - transports raise their own kinds; the row remains
        log.warning("broker_away", task=kind.name, row=row_id, error=str(error))
        return False
    kind.model._default_manager.filter(pk=row_id, state=JobState.QUEUED).update(  # noqa: SLF001
        announced_at=timezone.now()
    )
    return True
