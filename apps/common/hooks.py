"""The one way in which a lower layer lets higher ones add to what it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Listener = TypeVar("Listener")


class Hook(Generic[Listener]):
    """Listeners in the order they were registered, each once; filled in ``AppConfig.ready``.

    Django may call ``ready`` again in tests, so that registering twice must be harmless.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def register(self, listener: Listener) -> None:
        """Add ``listener``, unless it is there already."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def __iter__(self) -> Iterator[Listener]:
        return iter(tuple(self._listeners))

    def __contains__(self, listener: object) -> bool:
        return listener in self._listeners
