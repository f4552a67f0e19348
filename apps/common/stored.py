"""Whether a request has stored anything: what may be said when it fails half-way.

A statement outside a transaction is stored when it has run, one inside when the transaction is
committed. What the site writes for itself does not count: nobody sent it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from apps.common.trouble import trouble_of

log = structlog.get_logger(__name__)

_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|WITH)\b[^\"]*\"(\w+)\"", re.IGNORECASE)
_ASIDE_SECONDS = 0.2


class Watch:
    """Sees every statement of a request; ``done`` is true when something was stored."""

    def __init__(self) -> None:
        self.done = False
        self.aside = False
        self._waiting = False
        self._failed: BaseException | None = None

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Run a statement and note what it means."""
        try:
            result = execute(sql, params, many, context)
        except (DatabaseError, InterfaceError) as error:
            self._failed = error
            raise
        if not self.aside and _sent_by_somebody(sql):
            self._waiting = True
            transaction.on_commit(self._stored)
        return result

    def doubtful(self, error: BaseException) -> bool:
        """Whether ``error`` may have come while a transaction was being committed.

        Then something was waiting and no statement is to blame; nobody knows what became of it.
        """
        return self._waiting and not self.done and error is not self._failed

    def _stored(self) -> None:
        self.done = True


def _sent_by_somebody(sql: str) -> bool:
    found = _WRITES.match(sql)
    if found is None:
        return False
    own = {cache.get("LOCATION") for cache in settings.CACHES.values()} | {"django_session"}
    return found[1] not in own


_now: ContextVar[Watch | None] = ContextVar("stored", default=None)


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch what the block stores."""
    watch = Watch()
    mark = _now.set(watch)
    try:
        with connection.execute_wrapper(watch):
            yield watch
    finally:
        _now.reset(mark)


def current() -> Watch | None:
    """The watch of the request that is going on."""
    return _now.get()


@contextmanager
def aside() -> Iterator[None]:
    """Write something that the site keeps for itself: who is here, when a token was used.

    It does not wait long for its turn, and a request goes on without it when trouble is in the way.
    """
    watch = _now.get() or Watch()
    watch.aside = True
    try:
        with _impatient():
            yield
    except (DatabaseError, InterfaceError) as error:
        found = trouble_of(error)
        if found is None or connection.in_atomic_block:
            raise
        log.info("not_noted", trouble=found.name)
        connection.close_if_unusable_or_obsolete()
    finally:
        watch.aside = False


@contextmanager
def _impatient() -> Iterator[None]:
    """SQLite has one lock for all writers: a request that only reads shall not queue for it."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    patience = connection.settings_dict["OPTIONS"].get("timeout", 5)
    connection.connection.execute(f"PRAGMA busy_timeout={int(_ASIDE_SECONDS * 1000)}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
