"""Whose clock a page shows: times are stored in UTC and shown in the zone of the course."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def use_zone(name: str) -> None:
    """Show all times of this request in the zone ``name``, until ``ClockMiddleware`` ends it."""
    timezone.activate(ZoneInfo(name))


class ClockMiddleware:
    """Gives each request the clock of the site, and takes back what it changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request on a clock of its own."""
        with timezone.override(None):
            return self._get_response(request)
