"""Messages on the socket: four bytes of length, then MessagePack of plain values."""

from __future__ import annotations

import socket
import struct
from typing import Any

import msgspec

_LENGTH = struct.Struct("!I")
MAX_FRAME = 256 * 1024 * 1024


class BrokenFrame(Exception):
    """The other side ended in the middle of a message, or sent what is none."""


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one message."""
    body = msgspec.msgpack.encode(message)
    connection.sendall(_LENGTH.pack(len(body)) + body)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """The next message, or ``None`` when the other side has ended between messages."""
    head = _exactly(connection, _LENGTH.size, may_end=True)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        raise BrokenFrame(f"a message of {length} bytes")
    body = _exactly(connection, length, may_end=False)
    try:
        message: dict[str, Any] = msgspec.msgpack.decode(body or b"", type=dict)
    except msgspec.MsgspecError as error:
        raise BrokenFrame(str(error)) from None
    return message


def _exactly(connection: socket.socket, length: int, *, may_end: bool) -> bytes | None:
    parts: list[bytes] = []
    missing = length
    while missing:
        part = connection.recv(min(missing, 1 << 20))
        if not part:
            if may_end and missing == length:
                return None
            raise BrokenFrame(f"{missing} of {length} bytes are missing")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
