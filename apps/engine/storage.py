"""Readings as JSON and back: versioned values that outlive a process.

Everything the engine keeps is made of frozen dataclasses of plain values, so one generic codec does.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")


def dumps(value: object) -> bytes:
    """JSON of a value made of dataclasses; the same value gives the same bytes."""
    return msgspec.json.encode(value, order="sorted")


def loads(data: bytes, kind: type[T]) -> T:
    """The value of type ``kind`` from its JSON; raises ``msgspec.ValidationError`` on other data."""
    return msgspec.json.decode(data, type=kind)
