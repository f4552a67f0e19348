"""The fork server: accepts, forks, watches, buries. Single-threaded, so that forking is safe."""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.sandbox import frames
from apps.sandbox.limits import Limits, apply

Send = Callable[[dict[str, Any]], None]
Work = Callable[[dict[str, Any], Send], dict[str, Any]]

OUT_OF_MEMORY = 77
"""Exit status of a child that ran into its limit of memory and could still say so."""


@dataclass(slots=True)
class _Child:
    pid: int
    connection: socket.socket
    deadline: float
    killed_for: str = ""

    def kill(self, reason: str) -> None:
        self.killed_for = self.killed_for or reason
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Server:
    """Serves ``work`` on the listening socket ``listener`` until its parent process is gone."""

    def __init__(self, listener: socket.socket, work: Work, limits: Limits) -> None:
        self._listener = listener
        self._work = work
        self._limits = limits
        self._children: dict[int, _Child] = {}
        self._poll = select.poll()
        self._parent = os.getppid()
        self._wake_read, self._wake_write = os.pipe()
        self._stopping = False

    def serve(self) -> None:
        """Run until the parent ends or SIGTERM comes; then no child is left."""
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._poll.register(self._listener, select.POLLIN)
        self._poll.register(self._wake_read, select.POLLIN)
        gc.collect()
        gc.freeze()
        try:
            while os.getppid() == self._parent and not self._stopping:
                self._turn()
        finally:
            for child in self._children.values():
                child.kill("stopped")
            for child in self._children.values():
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(child.pid, 0)

    def _stop(self, *_: object) -> None:
        """Note it; an exception could come between the birth of a child and our note of it."""
        self._stopping = True

    def _turn(self) -> None:
        for fd, event in self._poll.poll(250):
            if fd == self._listener.fileno():
                self._accept()
            elif fd == self._wake_read:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 512)
            elif fd in self._children and event & (select.POLLRDHUP | select.POLLHUP):
                self._children[fd].kill("abandoned")
                self._poll.unregister(fd)
        now = time.monotonic()
        for child in self._children.values():
            if now > child.deadline:
                child.kill("time")
        self._bury()

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        pid = os.fork()
        if pid == 0:
            self._be_child(connection)
        deadline = time.monotonic() + self._limits.wall
        self._children[connection.fileno()] = _Child(pid, connection, deadline)
        self._poll.register(connection, select.POLLRDHUP)

    def _be_child(self, connection: socket.socket) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._listener.close()
            for other in self._children.values():
                other.connection.close()
            apply(self._limits)
            status = _answer(connection, self._work)
        finally:
            os._exit(status)

    def _bury(self) -> None:
        while self._children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            fd = next(fd for fd, child in self._children.items() if child.pid == pid)
            child = self._children.pop(fd)
            with contextlib.suppress(KeyError, OSError):
                self._poll.unregister(fd)
            reason = child.killed_for or _reason(status)
            with child.connection, contextlib.suppress(OSError):
                if reason:
                    child.connection.settimeout(1.0)
                    frames.send(child.connection, {"died": reason})


def _answer(connection: socket.socket, work: Work) -> int:
    """Do one request in the child; the exit status."""
    try:
        request = frames.receive(connection)
        if request is None:
            return 0
        answer = work(request, lambda message: frames.send(connection, message))
        frames.send(connection, {"answer": answer})
    except MemoryError:
        return OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 - whatever stops the work is told, not lost
        frames.send(connection, {"failed": f"{type(error).__name__}: {error}"[:500]})
    return 0


def _reason(status: int) -> str:
    """Why a child that nobody killed on purpose ended; empty when it ended well."""
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return ""
    if code == -signal.SIGXCPU:
        return "cpu"
    # A child that is killed from outside was most likely chosen by the kernel for its memory; an
    # abort or a segmentation fault under a memory limit is a library that did not get what it asked.
    if code in {OUT_OF_MEMORY, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV}:
        return "memory"
    return f"exit status {code}"
