"""No request makes the site fail: every route and parameter gets values that break things.

``HOSTILE_EXAMPLES=200`` throws more; ``HOSTILE_SEED=7`` throws others. ``make fuzz-api`` does the same
from the description of the API alone.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from sys import exc_info
from typing import Any
from zlib import crc32

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from apps.common.guards import readable
from tests.apps.access_world import World, build
from tests.apps.hostile import values
from tests.apps.hostile.requests import ROLES, Asked, good_values, requests
from tests.apps.hostile.routes import Route, routes
from tests.apps.test_access_table import LINES

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "12"))
SEED = int(os.environ.get("HOSTILE_SEED", "0"))

pytestmark = pytest.mark.django_db
ROUTES = pytest.mark.parametrize("route", routes(), ids=lambda route: f"{route.name}-{route.path}")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once: requests take back what they change."""
    with django_db_blocker.unblock():
        try:
            made = build()
            logging.getLogger("django.request").setLevel(logging.CRITICAL)  # a line per request
            for browser in made.browsers.values():
                browser.raise_request_exception = False
                browser.handler = Server(enforce_csrf_checks=False)
            yield made
        finally:
            logging.getLogger("django.request").setLevel(logging.NOTSET)
            call_command("flush", verbosity=0, interactive=False)


class Server(ClientHandler):
    """The test client's way into Django, behind what ``wsgi.py`` does."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        return super().__call__(readable(environ))


@contextmanager
def failures() -> Iterator[list[str]]:
    """What the site wrote down about requests that failed."""
    found: list[str] = []

    def note(**_: Any) -> None:
        found.append("".join(traceback.format_exception(*exc_info())))

    got_request_exception.connect(note)
    try:
        yield found
    finally:
        got_request_exception.disconnect(note)


def send(world: World, asked: Asked) -> Any:
    """The answer; nothing of what it changed stays."""
    cache.clear()
    with failures() as found, transaction.atomic():
        answer = world.browsers[asked.role].generic(
            asked.method, asked.address, asked.body, asked.content_type, **asked.headers
        )
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{asked.shown()}\n{answer.status_code}\n{''.join(found)}"
    return answer


def usual_forms(world: World) -> dict[str, dict[str, Any]]:
    """Fields that the pages take, by the name of the address."""
    return {line[1]: world._body(line[3].replace("zip", "")) for line in LINES if line[0] == "POST"}


@ROUTES
def test_no_value_in_a_path_makes_the_site_fail(world: World, route: Route):
    good = good_values(world, route)
    for name in route.parameters:
        first = crc32(f"{route.path} {name}".encode())
        for number in range(first, first + min(EXAMPLES, len(values.ESCAPED))):
            value, role = values.ESCAPED[number % len(values.ESCAPED)], ROLES[number % len(ROLES)]
            send(world, Asked(role, "GET", route.address(good | {name: value})))


@ROUTES
def test_no_request_makes_the_site_fail(world: World, route: Route):
    forms = usual_forms(world)

    @seed(SEED + crc32(route.path.encode()))  # others for each route
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a request is short enough to read as it is
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def check(data: Any) -> None:
        asked = data.draw(requests(world, route, forms))
        answer = send(world, asked)
        if route.is_api and answer.status_code == 400 and asked.method != "HEAD":
            assert {"what", "why", "what_to_do"} <= set(answer.json()), asked.shown()

    check()
