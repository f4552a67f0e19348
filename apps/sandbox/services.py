"""The worker's side: start the fork server, ask it, learn why a child died."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from apps.sandbox import frames
from apps.sandbox.limits import DEFAULT, Limits

SOCKET_VARIABLE = "AIE_FORKSERVER_SOCKET"
"""Set by the worker for its pool, so that every process of it asks the same fork server."""

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = [sys.executable, "-m", "apps.sandbox"]
_FOLDER = "aie-fork-"
_START_SECONDS = 15.0
_STEADY_SECONDS = 60.0


class Died(Exception):
    """The child ended without an answer; ``reason`` is memory, cpu, time or what was seen."""

    def __init__(self, reason: str, limits: Limits) -> None:
        super().__init__(f"it needed more than {limits.words(reason)}")
        self.reason = reason


class Failed(Exception):
    """The work itself raised an exception; the text names it."""


class Launcher:
    """Owns one fork server process; ``check`` starts it again when it has died."""

    def __init__(self) -> None:
        _remove_left_over()
        self._folder = tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-")
        self.path = str(Path(self._folder) / "socket")
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0
        self._delay = 0.5
        self._stopped = False

    def check(self) -> bool:
        """Start the server if it is not running, seldom if it keeps dying; whether it was started."""
        now = time.monotonic()
        if self._stopped:
            return False
        if (self._process is not None and self._process.poll() is None) or now < self._not_before:
            return False
        long_ago = now - self._not_before > _STEADY_SECONDS
        self._delay = 0.5 if long_ago else min(30.0, self._delay * 2)
        self._not_before = now + self._delay
        Path(self.path).unlink(missing_ok=True)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*_COMMAND, self.path],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
        )
        return True

    @property
    def pid(self) -> int | None:
        """Process id of the server."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the server and its children, and remove the socket; only its owner can."""
        if os.getpid() != self._owner:
            return
        self._stopped = True
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
        Path(self.path).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            Path(self._folder).rmdir()


def _remove_left_over() -> None:
    """Remove the sockets of processes that were killed before they could do it."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        pid = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


class _Own:
    """The fork server of a process that is not a worker's: started when first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._launcher: Launcher | None = None

    def path(self) -> str:
        """Its socket; it lives as long as this process."""
        with self._lock:
            if self._launcher is None:
                self._launcher = Launcher()
                atexit.register(self._launcher.stop)
            self._launcher.check()
            return self._launcher.path

    def forget(self) -> None:
        """After a fork: the server is the parent's."""
        self._lock = threading.Lock()
        self._launcher = None


_own = _Own()
os.register_at_fork(after_in_child=_own.forget)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The socket of the worker's fork server, or of one that this process keeps for itself."""
    yield os.environ.get(SOCKET_VARIABLE) or _own.path()


def ask(
    path: str,
    request: dict[str, Any],
    *,
    on_progress: Callable[[int, int], None] | None = None,
    limits: Limits = DEFAULT,
    patience: float | None = None,
) -> dict[str, Any]:
    """Have one child do ``request``; raises ``Died`` or ``Failed``.

    ``patience`` is how many seconds the caller waits; then the child is stopped for ``time``.
    """
    if patience is not None:
        limits = replace(limits, wall=patience)
    with _connect(path) as connection:
        # The server enforces its own clock; this is also for the case that it is gone.
        connection.settimeout(limits.wall + 10 if patience is None else patience)
        # A child may die while it is still receiving: then the reason waits to be read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            frames.send(connection, request)
        while True:
            try:
                message = frames.receive(connection)
            except (frames.BrokenFrame, ConnectionResetError):
                raise Died("stopped", limits) from None
            except TimeoutError:
                raise Died("time", limits) from None
            if message is None:
                raise Died("stopped", limits)
            if "answer" in message:
                answer: dict[str, Any] = message["answer"]
                return answer
            if "died" in message:
                raise Died(message["died"], limits)
            if "failed" in message:
                raise Failed(message["failed"])
            if on_progress:
                on_progress(*message["progress"])


def _connect(path: str) -> socket.socket:
    """Connect, waiting for a server that is just starting."""
    give_up = time.monotonic() + _START_SECONDS
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)
        else:
            return connection
