"""Trouble that passes, as an answer: 503 for pages, for scripts of pages and for programs.

``TroubleMiddleware`` is the one place: errors of views come to it, those of other middleware come by
``server_error`` (Django's ``handler500``), those of the API by its handler of problems.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Final

import structlog
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as django_server_error

from apps.common import problems, stored
from apps.common.trouble import LOST, Trouble, trouble_of

log = structlog.get_logger(__name__)

_READING: Final = {"GET", "HEAD"}
_SECRET: Final = "password"  # noqa: S105 - a part of names of fields
_MOST_KEPT: Final = 200_000
"""Characters of a form that an answer gives back."""
_FATE: Final = {
    "nothing": ("Try again, nothing was stored", "Try again in a moment."),
    "stored": (
        "Stored, but not shown",
        "What you sent was stored, or a part of it. Look at what is there before you send it again.",
    ),
    "unknown": (
        "Look whether it was stored",
        "The connection broke off at the very end. Look at what is there before you send it again.",
    ),
}


class TroubleMiddleware:
    """Answers trouble with 503, reads once more after a lost connection, speaks JSON in the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; one that only reads may be answered again on a new connection."""
        with stored.watching():
            response = self._get_response(request)
            if request.method in _READING and getattr(response, "trouble", None) is LOST:
                response = self._get_response(request)
        return problems.to_problem(request, response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What a view raised, if it is trouble."""
        return answer_trouble(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever nobody else answered; Django calls it while it handles the error."""
    error = sys.exc_info()[1]
    answer = answer_trouble(request, error) if error is not None else None
    return answer or django_server_error(request)


def answer_trouble(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The answer to an error that is trouble; ``None`` when it is a mistake of ours."""
    found = trouble_of(error)
    if found is None:
        return None
    fate = noted(request, found, error)
    if problems.is_for_programs(request):
        return marked(JsonResponse(problems.trouble_body(found, fate), status=503), found)
    title, what_to_do = _FATE[fate]
    if "HX-Request" in request.headers or "X-Upload" in request.headers:
        words = f"{found.what} {title}." if fate == "nothing" else f"{found.what} {what_to_do}"
        return marked(HttpResponse(words, status=503, content_type="text/plain"), found)
    page = {"title": title, "trouble": found, "what_to_do": what_to_do, "address": request.path}
    page["typed"] = list(_typed(request)) if fate == "nothing" else []
    return marked(HttpResponse(render_to_string("503.html", page), status=503), found)


def noted(request: HttpRequest, found: Trouble, error: BaseException) -> str:
    """Write trouble to the log and drop connections that are broken; the fate of what was sent."""
    fate = problems.fate_of(request, found, error)
    log.warning("trouble", kind=found.name, path=request.path, fate=fate, error=str(error)[:300])
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    return fate


def marked(response: HttpResponse, found: Trouble) -> HttpResponse:
    """The headers of an answer that is not for keeping."""
    response["Retry-After"] = str(found.seconds)
    response["Cache-Control"] = "no-store"
    response.trouble = found  # type: ignore[attr-defined]
    # It stands in the log already, as a warning; Django would add an error without its reason.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _typed(request: HttpRequest) -> Iterable[tuple[str, str]]:
    """Fields of a form that can be sent once more: texts, no files, no passwords."""
    try:
        pairs = [(name, one) for name, values in request.POST.lists() for one in values]
        files = bool(request.FILES)
    except Exception:  # noqa: BLE001 - a body that cannot be read cannot be given back
        return []
    small = sum(len(name) + len(value) for name, value in pairs) <= _MOST_KEPT
    secret = any(_SECRET in name for name, _ in pairs)
    return pairs if small and not secret and not files else []
