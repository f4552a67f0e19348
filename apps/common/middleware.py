"""Middleware: log lines carry the id of their request; a limit that was reached is answered."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.common.limits import LimitReached


class RequestLogMiddleware:
    """Binds ``request_id`` to the logs of a request and sends it back in ``X-Request-Id``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under a fresh id."""
        request_id = secrets.token_hex(6)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self._get_response(request)
        response["X-Request-Id"] = request_id
        return response


class LimitMiddleware:
    """Answers 429 where a page reached a limit, and says when it ends; the API has its own form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only exceptions concern us."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a limit that was reached."""
        if not isinstance(error, LimitReached):
            return None
        response = render(request, "429.html", {"limit": error}, status=429)
        response["Retry-After"] = str(error.use.wait)
        return response
