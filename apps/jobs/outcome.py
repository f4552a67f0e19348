"""What becomes of a row when the work on it stops: one answer for every kind of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, connection

from apps.common.trouble import trouble_of
from apps.jobs.leases import Lease, LeaseLost
from apps.jobs.models import JobState

log = structlog.get_logger(__name__)


@contextmanager
def ending(lease: Lease, *, stopped: str = "") -> Iterator[None]:
    """Give every row an end, or back to the queue, whatever stops the work inside.

    Args:
        lease: The hold on the row; its thread runs meanwhile.
        stopped: What people read when the work itself is at fault; else the error.
    """
    known = log.bind(model=lease.model.__name__, row=lease.row_id)
    with lease:
        try:
            yield
        except LeaseLost:
            known.info("work_lost")
        except SoftTimeLimitExceeded:
            lease.finish(JobState.TIMED_OUT, problem="It took longer than a minute.")
        except (DatabaseError, InterfaceError, OSError) as error:
            _give_back(lease, known, error)
        except Exception as error:  # noqa: BLE001 - told in the log, and as the end of the row
            known.exception("work_failed")
            problem = stopped or f"{type(error).__name__}: {error}"
            lease.finish(JobState.FAILED, problem=problem[:500])


def _give_back(lease: Lease, known: Any, error: Exception) -> None:
    """Put the row back; when not even that can be written, its lease runs out."""
    found = trouble_of(error)
    if found is None:
        known.exception("work_given_back")
    else:
        known.warning("work_given_back", trouble=found.name, error=str(error)[:300])
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        lease.give_back(f"{type(error).__name__}: {error}"[:500], passes=found is not None)
    except (DatabaseError, InterfaceError) as again:
        known.warning("work_not_given_back", error=str(again)[:300])
