"""The thread beside a Celery worker's pool: pump, sweep, and watch over the fork server.

Every worker has one, whatever its broker, so no separate scheduler process is needed. With the
broker inside the process (``memory://``) it is also the pump that turns queued rows into messages.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

import structlog
from celery import bootsteps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from apps.jobs import background, leases
from apps.jobs.models import JobState
from apps.sandbox.services import Launcher

log = structlog.get_logger(__name__)

TICK = 0.03
"""Seconds between two looks at the wake file, which cost microseconds."""
LOOK_EVERY = 1.0
SWEEP_EVERY = 5.0

_forking = threading.Lock()
"""Held while this thread uses the database and while the pool forks: a child must not inherit
SQLite's or the driver's locks in the state "taken"."""
os.register_at_fork(
    before=_forking.acquire, after_in_parent=_forking.release, after_in_child=_forking.release
)


class Caretaker:
    """What the thread does; each step can be called on its own.

    ``refresh`` is called before the database is used: it drops connections that are too old.
    """

    def __init__(
        self, launcher: Launcher | None = None, *, refresh: Callable[[], None] = lambda: None
    ) -> None:
        self._launcher = launcher
        self._refresh = refresh
        self._woken = -1
        self._looked = self._swept = float("-inf")

    def step(self, now: float) -> None:
        """One tick at monotonic time ``now``."""
        woken = settings.EMBEDDED_WORKER and self._was_woken()
        if woken or now - self._looked >= LOOK_EVERY:
            self._looked = now
            if self._launcher and self._launcher.check():
                log.warning("fork_server_restarted", pid=self._launcher.pid)
            sweep = now - self._swept >= SWEEP_EVERY
            if sweep:
                self._swept = now
            with _forking:
                self._refresh()
                _with_database(sweep=sweep)

    def _was_woken(self) -> bool:
        try:
            touched = settings.WAKE_FILE.stat().st_mtime_ns
        except FileNotFoundError:
            return False
        woken = touched != self._woken
        self._woken = touched
        return woken


def _with_database(*, sweep: bool) -> None:
    try:
        if sweep:
            for kind in background.kinds():
                leases.release_of_dead(kind.model)
            leases.sweep_all()
        elif settings.EMBEDDED_WORKER:
            leases.ring_all()
    except (DatabaseError, InterfaceError) as error:
        log.warning("caretaker_without_database", error=str(error))
        connections.close_all()


def take_over() -> int:
    """At a worker's start: give back what dead processes of this host held; how many rows."""
    released = sum(leases.release_of_dead(kind.model) for kind in background.kinds())
    if settings.EMBEDDED_WORKER:
        # Messages of an earlier process died with it.
        for kind in background.kinds():
            rows = kind.model._default_manager.filter(state=JobState.QUEUED)  # noqa: SLF001
            rows.update(announced_at=None)
    return released


class CaretakerStep(bootsteps.StartStopStep):
    """Starts the thread once the pool has been forked, stops it before the pool ends."""

    requires: ClassVar[set[str]] = {"celery.worker.components:Pool"}
    launcher: ClassVar[Launcher | None] = None

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, _parent: Any) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._live, name="caretaker", daemon=True)
        self._thread.start()

    def stop(self, _parent: Any) -> None:
        """End, and wait for the step that is going on."""
        self._stop.set()
        if self._thread:
            self._thread.join(5)

    def terminate(self, _parent: Any) -> None:
        """End at once."""
        self._stop.set()

    def _live(self) -> None:
        caretaker = Caretaker(self.launcher, refresh=close_old_connections)
        try:
            while not self._stop.wait(TICK):
                try:
                    caretaker.step(time.monotonic())
                except Exception:
                    # Without this thread nothing would be swept: it goes on whatever happens.
                    log.exception("caretaker_step_failed")
        finally:
            connections.close_all()
