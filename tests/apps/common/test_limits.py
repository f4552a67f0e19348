"""Limits: counted once for all processes, in files or in Redis, and never across an end of time."""

from __future__ import annotations

import multiprocessing
import os
import time
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from apps.common import limits
from apps.common.addresses import client_address
from apps.common.caches import CountingFileCache

REDIS = os.environ.get("TEST_REDIS_URL", "")
AT_ONCE = multiprocessing.get_context("fork")


@pytest.fixture(params=["files", "redis"])
def shared(request, tmp_path, monkeypatch):
    """A cache that processes share."""
    if request.param == "redis" and not REDIS:
        pytest.skip("TEST_REDIS_URL names no server")
    cache = (
        RedisCache(REDIS, {"KEY_PREFIX": uuid4().hex})
        if request.param == "redis"
        else CountingFileCache(str(tmp_path / "cache"), {})
    )
    monkeypatch.setattr(limits, "cache", cache)
    return cache


@pytest.fixture
def three_a_minute(settings):
    settings.LIMITS = {"uploads": (3, 60)}


def used(name="uploads", *key):
    return limits.take(name, *key).allowed


def test_so_many_are_allowed_and_no_more(shared, three_a_minute):
    assert [used("uploads", "a") for _ in range(5)] == [True, True, True, False, False]
    assert used("uploads", "b")


def test_the_next_window_begins_after_the_end_of_the_first(shared, settings):
    settings.LIMITS = {"uploads": (1, 1)}
    first = limits.take("uploads", "a")
    refused = limits.take("uploads", "a")
    assert (first.allowed, refused.allowed) == (True, False)
    assert refused.ends == first.ends
    assert 1 <= refused.wait <= 2
    time.sleep(refused.wait + 0.2)
    assert used("uploads", "a")


def test_what_is_given_back_does_not_count(shared, three_a_minute):
    for _ in range(10):
        limits.give_back(limits.take("uploads", "a"))
    assert [used("uploads", "a") for _ in range(4)] == [True, True, True, False]


def test_a_number_of_nothing_turns_a_limit_off(shared, settings):
    settings.LIMITS = {"uploads": (0, 60)}
    assert all(used() for _ in range(20))


def _take_many(_):
    return sum(used("uploads", "team") for _ in range(60))


def test_processes_count_together(shared, settings):
    settings.LIMITS = {"uploads": (100, 60)}
    with AT_ONCE.Pool(4) as pool:
        assert sum(pool.map(_take_many, range(4), chunksize=1)) == 100


def test_a_counter_keeps_the_end_it_was_made_with(tmp_path):
    cache = CountingFileCache(str(tmp_path), {})
    cache.set("n", 1, timeout=0.3)
    assert cache.incr("n") == 2
    time.sleep(0.4)
    with pytest.raises(ValueError, match="no counter"):
        cache.incr("n")


def test_sweeping_removes_only_what_has_expired(tmp_path, monkeypatch):
    monkeypatch.setattr("apps.common.caches._SWEEP_ONE_IN", 1)
    cache = CountingFileCache(str(tmp_path), {"MAX_ENTRIES": 5})
    cache.set("old", 1, timeout=0.01)
    time.sleep(0.02)
    for number in range(200):
        cache.set(f"n{number}", number, timeout=60)
    assert all(cache.get(f"n{number}") == number for number in range(200))
    assert len(list(tmp_path.glob("*.djcache"))) == 200


def test_a_cache_that_is_away_closes_nothing(monkeypatch, three_a_minute):
    nobody = RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})
    monkeypatch.setattr(limits, "cache", nobody)
    assert all(used() for _ in range(5))


def test_names_in_the_cache_hold_nothing_that_people_typed(shared, three_a_minute, monkeypatch):
    asked = []
    monkeypatch.setattr(shared, "get_or_set", lambda key, *_: asked.append(key))
    used("uploads", "sam@example.org", "\ud800\0 \n" * 100)
    assert "sam" not in asked[0]
    assert len(asked[0]) < 100


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.7"),
        (0, "10.9.9.9", "192.0.2.7"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.9.9.9, 203.0.113.5", "203.0.113.5"),
        (2, "10.9.9.9, 203.0.113.5, 198.51.100.1", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.7"),
        (1, "203.0.113.5:51234", "203.0.113.5"),
        (1, "nonsense", "192.0.2.7"),
        (1, "", "192.0.2.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_an_address_is_what_the_last_trusted_proxy_saw(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    asked = rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.7")
    assert client_address(asked) == address


def test_the_tests_do_not_count_in_the_cache_of_a_site():
    assert "locmem" in type(caches["default"]).__module__
