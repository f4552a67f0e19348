"""A small supervisor: children with prefixed logs, started again when they die, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO

STOP_SECONDS = 1.5
"""Requests end within it or are rolled back; running work is given back at once."""
STEADY_SECONDS = 30.0
"""A child that lived this long starts its back-off anew when it dies."""


@dataclass
class Child:
    """One command that is to be running all the time."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restart_at: float = 0.0
    delay: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the supervisor alone."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - commands of our own
            [sys.executable, "-m", "apps.jobs.ends_with_parent", *self.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def signal_group(self, number: int) -> None:
        """Send a signal to the child and everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Keeps children running until ``stop`` is called."""

    def __init__(self, children: Sequence[Child], write: Callable[[str], None]) -> None:
        self._children = list(children)
        self._write = write
        self._stop = threading.Event()
        self._width = max(len(child.name) for child in children)

    def run(self, each_turn: Callable[[], None]) -> None:
        """Start all and watch; ``each_turn`` is called about five times a second."""
        for child in self._children:
            self._start(child)
        try:
            while not self._stop.wait(0.2):
                for child in self._children:
                    self._look_after(child)
                each_turn()
        finally:
            self._end_all()

    def stop(self, *_: object) -> None:
        """Let ``run`` return after it has stopped the children; a signal handler."""
        self._stop.set()

    def say(self, name: str, text: str) -> None:
        """Write a line with its prefix."""
        self._write(f"{name:<{self._width}} | {text}")

    def _start(self, child: Child) -> None:
        child.start()
        if child.process is not None and child.process.stdout is not None:
            threading.Thread(
                target=self._forward, args=(child.name, child.process.stdout), daemon=True
            ).start()

    def _forward(self, name: str, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self.say(name, line.decode(errors="replace").rstrip())

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.restart_at:
                self._start(child)
            return
        status = child.process.poll()
        if status is None:
            return
        child.signal_group(signal.SIGKILL)
        lived = now - child.started
        child.delay = 0.5 if lived > STEADY_SECONDS else min(30.0, max(0.5, child.delay * 2))
        child.restart_at = now + child.delay
        child.process = None
        self.say(child.name, f"ended with status {status}; starting again in {child.delay:g} s")

    def _end_all(self) -> None:
        """Ask every child to end, wait, then insist; nothing of them is left."""
        self._write("Stopping …")
        for child in self._children:
            if child.process is not None:
                child.process.terminate()
        give_up = time.monotonic() + STOP_SECONDS
        for child in self._children:
            if child.process is None:
                continue
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, give_up - time.monotonic()))
            child.signal_group(signal.SIGKILL)
            child.process.wait()
