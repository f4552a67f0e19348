"""Stopping a worker: what it is at goes back to the queue, and nothing is waited for.

Celery's own shutdown lets running work end and then closes its pool thread by thread: two to seven
seconds when idle, a minute when not. With leases none of that is needed. A row that is given back is
taken by the next worker at once, and the token keeps what was killed from being written.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Collection
from functools import partial
from typing import Any, ClassVar

from celery import bootsteps
from django.db import DatabaseError, InterfaceError

from apps.jobs import background, leases
from apps.sandbox.services import Launcher

GIVE_BACK_SECONDS = 1.0
"""A database that is away is not waited for: the next worker on this host finds the rows too."""


class StopStep(bootsteps.StartStopStep):
    """Answers SIGTERM and SIGINT, once there is a pool."""

    requires: ClassVar[set[str]] = {"celery.worker.components:Pool"}
    launcher: ClassVar[Launcher | None] = None

    def start(self, parent: Any) -> None:
        """Take the signals over from Celery."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, partial(_stop, parent, self.launcher))


def _stop(worker: Any, launcher: Launcher | None, *_: Any) -> None:
    """Kill the pool, give back what it held, end the fork server and this process."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    pids = frozenset(worker.pool.info["processes"])
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    # A thread: this one may be anywhere, even inside the driver of the database.
    giving = threading.Thread(target=give_back, args=(pids,), daemon=True)
    giving.start()
    if launcher is not None:
        launcher.stop()
    giving.join(GIVE_BACK_SECONDS)
    # Without the exit handlers, which wait for threads of the pool.
    os._exit(0)


def give_back(pids: Collection[int]) -> int:
    """Requeue the rows that processes of this host held; how many there were."""
    try:
        return sum(leases.give_back_of(kind.model, pids) for kind in background.kinds())
    except (DatabaseError, InterfaceError):
        return 0
