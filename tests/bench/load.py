"""Asking one address over a few connections that stay open, as fast as it answers."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Round:
    """What was answered within one round: seconds of each answer, and bytes of the last body."""

    seconds: float = 0.0
    answers: list[float] = field(default_factory=list)
    bytes: int = 0
    status: set[int] = field(default_factory=set)
    errors: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds if self.seconds else 0.0


class Asker:
    """One connection; a plain socket, so that the client costs little beside the server."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        parts = urlsplit(url)
        lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), 30)
        self._buffer = b""

    def ask(self) -> tuple[int, bytes]:
        """Status and body of one answer."""
        self._socket.sendall(self._request)
        while b"\r\n\r\n" not in self._buffer:
            self._read()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        names = dict(
            line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line
        )
        length = int(names.get(b"content-length", b"0"))
        while len(self._buffer) < length:
            self._read()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(head.split(b" ", 2)[1]), body

    def _read(self) -> None:
        data = self._socket.recv(1 << 20)
        if not data:
            raise ConnectionError("the server closed the connection")
        self._buffer += data

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


def ask_for(url: str, seconds: float, *, connections: int, headers: dict[str, str]) -> Round:
    """Ask ``url`` for so many seconds over so many connections."""
    found = Round()
    began = time.perf_counter()
    give_up = began + seconds
    lock = threading.Lock()

    def work() -> None:
        asker = Asker(url, headers)
        while time.perf_counter() < give_up:
            start = time.perf_counter()
            status, body = asker.ask()
            took = time.perf_counter() - start
            with lock:
                found.answers.append(took)
                found.status.add(status)
                found.bytes = len(body)
        asker.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    return found
