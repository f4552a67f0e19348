"""A cache in files that several processes of one machine may count in.

Django's own reads and writes in two steps, so two processes lose counts, forgets entries at random
when there are many, and lets a counter expire anew each time. Here every change happens under a lock,
only what has expired is removed, and a counter keeps the end it was made with.
"""

from __future__ import annotations

import os
import pickle
import random
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

_LOCKS: Final = 64
_SWEEP_ONE_IN: Final = 500


class CountingFileCache(FileBasedCache):
    """``FileBasedCache`` whose ``add`` and ``incr`` are atomic between processes."""

    if TYPE_CHECKING:  # the stubs leave out what a backend of one's own needs
        _dir: str
        _createdir: Callable[[], None]
        _list_cache_files: Callable[[], list[str]]
        _is_expired: Callable[[IO[bytes]], bool]
        _key_to_file: Callable[[str, int | None], str]

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value of ``key``; a read removes what has expired, so it takes the lock too."""
        with self._locked(self._key_to_file(key, version)):
            return super().get(key, default, version)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Set ``key`` unless it is there; of several that try at once, one does."""
        with self._locked(self._key_to_file(key, version)):
            return bool(super().add(key, value, timeout, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a counter; raises ``ValueError`` when it is not there.

        It is written where it lies, under the lock: to replace the file costs ten times as much.
        """
        name = self._key_to_file(key, version)
        with self._locked(name), suppress(FileNotFoundError), Path(name).open("r+b") as handle:
            expiry = pickle.load(handle)  # noqa: S301 - a file of our own
            if expiry is None or expiry > time.time():
                begin = handle.tell()
                value: int = pickle.loads(zlib.decompress(handle.read())) + delta  # noqa: S301
                handle.seek(begin)
                handle.write(zlib.compress(pickle.dumps(value, self.pickle_protocol)))
                handle.truncate()
                return value
        raise ValueError(f"There is no counter {key}.")

    @contextmanager
    def _locked(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        """Hold the lock of an entry, one of a few; whether it was got.

        Unlike the entries, the locks are never removed: who waits for a removed file waits for nothing.
        """
        self._createdir()
        number = zlib.crc32(Path(name).name.encode()) % _LOCKS
        descriptor = os.open(Path(self._dir) / f".lock-{number}", os.O_RDWR | os.O_CREAT, 0o640)
        try:
            yield locks.lock(descriptor, locks.LOCK_EX | (0 if wait else locks.LOCK_NB))
        finally:
            os.close(descriptor)

    def _cull(self) -> None:
        """Now and then remove what has expired; to drop a counter would lift its limit."""
        if random.randrange(_SWEEP_ONE_IN):  # noqa: S311 - no secret
            return
        for name in self._list_cache_files():
            # Without waiting: this process holds the lock of the entry that it writes.
            with self._locked(name, wait=False) as held, suppress(FileNotFoundError):
                if held:
                    with Path(name).open("rb") as handle:
                        self._is_expired(handle)
