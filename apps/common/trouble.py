"""Trouble that passes by itself: which errors are of this kind, and what people are told.

A locked database, a broken connection, a full disk, a storage that does not answer: nobody made a
mistake, and the same request works a little later. One table says so for pages, the API and jobs.
Everything that is not in it is a mistake of ours and stays an error.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of trouble: its name in the log, what happened, why, and how soon to come back."""

    name: str
    what: str
    why: str
    seconds: int


BUSY: Final = Trouble(
    "busy",
    "The site is busy.",
    "Another request holds what this one needs.",
    5,
)
LOST: Final = Trouble(
    "connection_lost",
    "The connection to the database broke off.",
    "The database was restarted or the network failed; the site connects again by itself.",
    5,
)
FULL: Final = Trouble(
    "disk_full",
    "The disk of the site is full.",
    "There is no room for anything new until whoever runs the site makes some.",
    60,
)
AWAY: Final = Trouble(
    "storage_away",
    "A part of the site does not answer.",
    "The store of files or another service that the site needs is away.",
    15,
)

_SQLITE: Final = {
    5: BUSY,  # SQLITE_BUSY
    6: BUSY,  # SQLITE_LOCKED
    7: BUSY,  # SQLITE_NOMEM
    8: AWAY,  # SQLITE_READONLY
    10: AWAY,  # SQLITE_IOERR
    13: FULL,  # SQLITE_FULL
    14: AWAY,  # SQLITE_CANTOPEN
    15: BUSY,  # SQLITE_PROTOCOL
}
_POSTGRES: Final = {
    "08": LOST,  # connection exceptions
    "25006": AWAY,  # only reading is possible: the server became a copy of another one
    "25P03": LOST,  # idle in a transaction for too long
    "40": BUSY,  # deadlocks, serialization failures
    "53": BUSY,  # out of memory, too many connections
    "53100": FULL,
    "55P03": BUSY,  # lock_timeout
    "57014": BUSY,  # statement_timeout
    "57P": LOST,  # the server shuts down, crashed, starts, or ended the session
    "58": AWAY,  # its own files do not answer
}
_ERRNO: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM), BUSY),
    **dict.fromkeys(
        (
            errno.EIO, errno.EROFS, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ENOTCONN,
            errno.ECONNREFUSED, errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH,
            errno.ENETDOWN, errno.ENETUNREACH, errno.EREMOTEIO,
        ),
        AWAY,
    ),
}  # fmt: skip


class Busy(Exception):
    """Others were quicker several times; the same request works a little later."""


class StorageAway(OSError):
    """The store of files did not answer; what it holds is neither there nor missing."""


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The kind of trouble behind an error, looked for in what it was raised from; else ``None``."""
    while error is not None:
        found = _of_one(error)
        if found is not None:
            return found
        error = error.__cause__
    return None


def _of_one(error: BaseException) -> Trouble | None:
    if isinstance(error, Busy | StorageAway):
        return BUSY if isinstance(error, Busy) else AWAY
    if isinstance(error, DatabaseError | InterfaceError):
        return _of_database(error)
    if isinstance(error, OSError) and error.errno is not None:
        return _ERRNO.get(error.errno)
    return None


def _of_database(error: Exception) -> Trouble | None:
    """By the driver's code: the texts differ between versions, and some hold what people typed."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state:
        starts = (state[:length] for length in (5, 3, 2))
        return next((_POSTGRES[start] for start in starts if start in _POSTGRES), None)
    if isinstance(error, OperationalError | InterfaceError):
        # Without a code: no connection was made, or it broke off before the server could say why.
        return BUSY if "locked" in str(error) else LOST
    return None
