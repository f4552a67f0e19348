"""How often something may be done: the one place that counts, for pages and for the API.

``settings.LIMITS`` names every limit with its number and its seconds; a number of 0 turns one off.
A window begins with the first use and ends after its seconds. The counts lie in the shared cache,
whose ``add`` and ``incr`` are atomic, so that any number of web processes count together.
"""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import localtime
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of something limited: whether it is allowed, and when the counting begins anew."""

    allowed: bool
    number: int
    seconds: int
    ends: float
    counter: str = ""

    @property
    def wait(self) -> int:
        """Whole seconds until the window ends; at least one."""
        return max(1, math.ceil(self.ends - time.time()))

    @property
    def ends_at(self) -> datetime:
        """The moment at which the window ends."""
        return datetime.fromtimestamp(self.ends, UTC)


def take(name: str, *key: object) -> Use:
    """Count one use of the limit ``name`` by whoever ``key`` stands for.

    When the cache is away, everything is allowed: a site that only cannot count stays open.
    """
    number, seconds = settings.LIMITS[name]
    ends = time.time() + seconds
    if number <= 0:
        return Use(True, number, seconds, ends)
    try:
        return _counted(_entry(name, key), number, seconds, ends)
    except (OSError, RedisError) as error:
        log.exception("limit_not_counted", limit=name, error=str(error))
        return Use(True, number, seconds, ends)


def give_back(use: Use) -> None:
    """Take back a use that in the end does not count."""
    if not use.counter:
        return
    try:
        cache.decr(use.counter)
    except ValueError:
        return  # the window ended meanwhile, and its counter with it
    except (OSError, RedisError) as error:
        log.exception("limit_not_counted", error=str(error))


def forget(name: str, *key: object) -> None:
    """Begin a new window at the next use."""
    try:
        cache.delete(_entry(name, key))
    except (OSError, RedisError) as error:
        log.exception("limit_not_counted", limit=name, error=str(error))


def _entry(name: str, key: tuple[object, ...]) -> str:
    """A name in the cache without what people typed in it."""
    words = "\0".join(str(one) for one in key)
    return f"limit:{name}:{hashlib.blake2b(words.encode(errors='replace'), digest_size=16).hexdigest()}"


def _counted(entry: str, number: int, seconds: int, ends: float) -> Use:
    # The counter carries the end of its window in its name: a late use never counts into the next.
    ends = cache.get_or_set(entry, ends, seconds) or ends
    counter = f"{entry}:{int(ends * 1000)}"
    try:
        count = cache.incr(counter)
    except ValueError:
        cache.add(counter, 0, 2 * seconds)
        count = cache.incr(counter)
    return Use(count <= number, number, seconds, ends, counter)


class LimitReached(Exception):
    """Something is done too often; ``apps.common`` answers 429 wherever it is raised."""

    def __init__(self, use: Use, what: str) -> None:
        super().__init__(what)
        self.use, self.what = use, what

    @property
    def what_to_do(self) -> str:
        """When to try again, on the clock of the page."""
        return f"Try again from {localtime(self.use.ends_at):%H:%M:%S} on; then it counts anew."


def require(name: str, *key: object, what: str) -> Use:
    """Count one use.

    Raises:
        LimitReached: There were enough; ``what`` says of what, in a sentence.
    """
    use = take(name, *key)
    if not use.allowed:
        raise LimitReached(use, what)
    return use
