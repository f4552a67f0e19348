"""Claiming, renewing, fenced finishing and sweeping of ``LeasedJob`` rows.

A worker owns a row only while the row carries its token. Every write of a worker is conditional on
that token, so one that was thought dead and comes back changes nothing.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import structlog
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.jobs import background
from apps.jobs.models import JobState, LeasedJob

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
RENEW_EVERY = 10.0
"""Seconds; two renewals may be lost before the lease is."""
FREE_FOR = timedelta(hours=1)
RING_AGAIN_AFTER = timedelta(seconds=10)
RING_AGAIN_AT_MOST = 50
"""Rows of one sweep that are rung for again: a long queue is not doubled while it is worked off."""


class LeaseLost(Exception):
    """Another worker has the row now, or it was cancelled; what was computed is not to be written."""


def _rows(model: type[LeasedJob]) -> QuerySet[Any]:
    return model._default_manager.all()  # noqa: SLF001 - abstract models have no ``objects``


def claim(model: type[LeasedJob], row_id: int) -> Lease | None:
    """Take a queued or abandoned row with one UPDATE; ``None`` when somebody else has it."""
    now = timezone.now()
    token = secrets.token_hex(16)
    taken = (
        _rows(model)
        .filter(pk=row_id, attempt__lt=F("last_attempt"))
        .filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            token=token,
            host=socket.gethostname(),
            pid=os.getpid(),
            lease_until=now + LEASE,
            started_at=now,
            finished_at=None,
            phase="",
            progress_done=0,
            progress_total=0,
        )
    )
    return Lease(model, row_id, token) if taken else None


@dataclass
class Lease:
    """One worker's hold on one row; renewed by a thread while used as a context manager."""

    model: type[LeasedJob]
    row_id: int
    token: str
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)
    _lost: threading.Event = field(default_factory=threading.Event, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        """Start renewing."""
        self._thread = threading.Thread(target=self._renew_until_stopped, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop renewing; the row stays as it is."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    @property
    def lost(self) -> bool:
        """Whether a renewal found the row in other hands."""
        return self._lost.is_set()

    def _held(self) -> QuerySet[Any]:
        return _rows(self.model).filter(pk=self.row_id, token=self.token, state=JobState.RUNNING)

    def renew(self) -> bool:
        """Hold the row for another while; ``False`` when it is no longer ours."""
        held = bool(self._held().update(lease_until=timezone.now() + LEASE))
        if not held:
            self._lost.set()
        return held

    def progress(self, phase: str, done: int, total: int) -> None:
        """Show how far the work is; raises ``LeaseLost`` when the row is no longer ours."""
        changed = self._held().update(phase=phase, progress_done=done, progress_total=total)
        if not changed:
            self._lost.set()
            raise LeaseLost(f"{self.model.__name__} {self.row_id}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction for a part of the results; raises ``LeaseLost`` when the row is not ours.

        The row is locked first, as in ``finish``, so nobody can claim it before the part is committed.
        """
        with transaction.atomic():
            if not self.renew():
                raise LeaseLost(f"{self.model.__name__} {self.row_id}")
            yield

    def finish(
        self,
        state: JobState,
        *,
        problem: str = "",
        write: Callable[[], None] | None = None,
        values: dict[str, Any] | None = None,
    ) -> bool:
        """Write the results and the end state in one transaction, if the row is still ours.

        The conditional UPDATE comes first and locks the row, so no other worker can claim it until
        ``write`` and everything else is committed. ``False``: the row was lost, nothing is written.
        """
        with transaction.atomic():
            held = self._held().update(
                state=state,
                token="",
                lease_until=None,
                finished_at=timezone.now(),
                problem=problem,
                **(values or {}),
            )
            if held and write:
                write()
        if not held:
            self._lost.set()
            log.warning("lease_lost", model=self.model.__name__, row=self.row_id)
        return bool(held)

    def give_back(self, problem: str, *, passes: bool = False) -> None:
        """Put the row back into the queue; ``sweep`` rings later.

        Trouble that is known to pass costs no attempt for an hour: a full disk is not the fault of
        the work, and may last longer than three attempts.
        """
        now = timezone.now()
        held = self._held()
        if passes:
            held.filter(created_at__gt=now - FREE_FOR, attempt__gt=0).update(
                attempt=F("attempt") - 1
            )
        held.update(
            state=JobState.QUEUED,
            token="",
            lease_until=None,
            problem=problem,
            announced_at=now,
        )

    def give_way(self) -> None:
        """Go to the end of the queue after a part was done: that is no attempt that failed."""
        self._held().update(
            state=JobState.QUEUED,
            token="",
            lease_until=None,
            attempt=F("attempt") - 1,
            announced_at=None,
        )

    def _renew_until_stopped(self) -> None:
        """Body of the thread; it has a database connection of its own and closes it."""
        wait = RENEW_EVERY
        try:
            while not self._stop.wait(wait):
                try:
                    if not self.renew():
                        return
                    wait = RENEW_EVERY
                except (DatabaseError, InterfaceError) as error:
                    log.warning("lease_not_renewed", row=self.row_id, error=str(error))
                    connection.close()
                    wait = 1.0
        finally:
            connection.close()


def release_of_dead(model: type[LeasedJob]) -> int:
    """Give back the rows held by processes of this host that no longer live; at a worker's start."""
    rows = _rows(model).filter(state=JobState.RUNNING, host=socket.gethostname())
    dead = [
        (pk, token) for pk, pid, token in rows.values_list("pk", "pid", "token") if not _lives(pid)
    ]
    return sum(_requeue(_rows(model).filter(pk=pk, token=token)) for pk, token in dead)


def give_back_of(model: type[LeasedJob], pids: Collection[int]) -> int:
    """Give back what processes of this host held that were told to stop; it costs no attempt."""
    rows = _rows(model).filter(
        state=JobState.RUNNING, host=socket.gethostname(), pid__in=pids, attempt__gt=0
    )
    return rows.update(
        state=JobState.QUEUED,
        token="",
        lease_until=None,
        announced_at=None,
        attempt=F("attempt") - 1,
    )


def _lives(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return bool(pid) and pid != os.getpid()


def _requeue(rows: QuerySet[Any]) -> int:
    """Put running rows back into the queue; the ended lease's token no longer opens them."""
    return rows.filter(state=JobState.RUNNING).update(
        state=JobState.QUEUED, token="", lease_until=None, announced_at=None
    )


def sweep(model: type[LeasedJob], now: datetime | None = None) -> int:
    """Take back abandoned rows, fail hopeless ones; the number of rows that changed."""
    now = now or timezone.now()
    expired = _rows(model).filter(state=JobState.RUNNING, lease_until__lt=now)
    changed = _requeue(expired)
    hopeless = _rows(model).filter(state=JobState.QUEUED, attempt__gte=F("last_attempt"))
    for row_id, attempt, phase, problem in hopeless.values_list(
        "pk", "attempt", "phase", "problem"
    ):
        seen = problem or (f"it was {phase}" if phase else "it had just begun")
        changed += (
            _rows(model)
            .filter(pk=row_id, state=JobState.QUEUED, attempt=attempt)
            .update(
                state=JobState.FAILED,
                finished_at=now,
                problem=f"The worker stopped in {attempt} attempts; seen last: {seen}.",
            )
        )
    return changed


def unannounced(model: type[LeasedJob], now: datetime | None = None) -> list[int]:
    """Queued rows that nobody rang for yet, and the oldest of those nobody came for; oldest first.

    A queue works from its oldest end, so a message that was lost shows there.
    """
    before = (now or timezone.now()) - RING_AGAIN_AFTER
    queued = _rows(model).filter(state=JobState.QUEUED).order_by("pk").values_list("pk", flat=True)
    fresh = queued.filter(announced_at=None)[:500]
    stale = queued.filter(announced_at__lt=before)[:RING_AGAIN_AT_MOST]
    return sorted({*fresh, *stale})


def ring_all() -> int:
    """Send a message for every queued row that needs one; how many were sent."""
    sent = 0
    for kind in background.kinds():
        for row_id in unannounced(kind.model):
            if not background.send(kind, row_id):
                return sent
            sent += 1
    return sent


def sweep_all() -> int:
    """Sweep every kind of work and ring again where nobody came; how much there was to do."""
    return sum(sweep(kind.model) for kind in background.kinds()) + ring_all()


def cancel(model: type[LeasedJob], row_id: int) -> bool:
    """End an open row; a worker that has it loses its lease and writes nothing."""
    return bool(
        _rows(model)
        .filter(pk=row_id, state__in=(JobState.QUEUED, JobState.RUNNING))
        .update(state=JobState.CANCELLED, token="", lease_until=None, finished_at=timezone.now())
    )


def retry(model: type[LeasedJob], row_id: int) -> bool:
    """Give an ended row that brought no full result new attempts."""
    ended = (JobState.PARTLY_FAILED, JobState.FAILED, JobState.TIMED_OUT, JobState.CANCELLED)
    return bool(
        _rows(model)
        .filter(pk=row_id, state__in=ended)
        .update(
            state=JobState.QUEUED,
            last_attempt=F("attempt") + 3,
            announced_at=None,
            finished_at=None,
            problem="",
        )
    )
