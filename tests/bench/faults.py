"""The faults that ``drill_faults`` injects; each is there for as long as its ``with`` block runs."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

BUSY_TABLES = (
    "annotations_comment", "annotations_board", "submissions_submission", "submissions_revision",
    "accounts_user", "checkruns_checkrun",
)  # fmt: skip


@contextlib.contextmanager
def sqlite_lock(file: Path) -> Iterator[None]:
    """Another process writes and does not come to an end."""
    other = sqlite3.connect(file, timeout=60, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextlib.contextmanager
def postgres_lock(url: str) -> Iterator[None]:
    """A session that keeps everybody from writing, as a long migration or a forgotten console does."""
    import psycopg

    with psycopg.connect(url) as other:
        other.execute(f"LOCK TABLE {', '.join(BUSY_TABLES)} IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            other.rollback()


@contextlib.contextmanager
def postgres_terminations(url: str, every: float = 0.04) -> Iterator[None]:
    """The server ends all sessions of the site, again and again."""
    import psycopg

    ended = threading.Event()

    def end_all() -> None:
        with psycopg.connect(url, autocommit=True) as other:
            while not ended.wait(every):
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    thread = threading.Thread(target=end_all)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[bool]:
    """A disk of its own under ``folder``; ``False`` where this process may not mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Not a byte is left on the disk of ``folder``."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 16, 1 << 10, 1):
            with contextlib.suppress(OSError):
                while True:
                    out.write(bytes(size))
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def no_room_for(pids: set[int]) -> Iterator[None]:
    """Where nothing can be mounted: files that these processes write cannot grow."""
    before = {}
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            before[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[pid][1]))
    try:
        yield
    finally:
        for pid, limits in before.items():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


class Gate:
    """A way to a server on this machine that can be shut: then it refuses, and cuts what there was."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._listener = self._listen()
        threading.Thread(target=self._serve, daemon=True).start()

    @contextlib.contextmanager
    def shut(self) -> Iterator[None]:
        """Refuse everybody meanwhile."""
        listener, self._listener = self._listener, None
        assert listener is not None
        # Wakes the thread that accepts; closing alone does not.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for pair in list(self._pairs):
            for one in pair:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        try:
            yield
        finally:
            self._listener = self._listen()

    def _listen(self) -> socket.socket | None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        return listener

    def _serve(self) -> None:
        while True:
            listener = self._listener
            if listener is None:
                time.sleep(0.02)
                continue
            with contextlib.suppress(OSError):
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                threading.Thread(target=self._pump, args=(client, server), daemon=True).start()

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        pair = (client, server)
        self._pairs.add(pair)
        other = {client: server, server: client}
        with client, server, contextlib.suppress(OSError):
            while True:
                for one in select.select(pair, (), ())[0]:
                    data = one.recv(65536)
                    if not data:
                        return
                    other[one].sendall(data)
        self._pairs.discard(pair)


def descendants(pid: int) -> set[int]:
    """Everything that a process has started and that still runs."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    waiting = {pid}
    while waiting:
        waiting = {one for one, parent in parents.items() if parent in waiting} - found
        found |= waiting
    return found


def is_root() -> bool:
    """Whether disks can be mounted at all."""
    return os.geteuid() == 0
