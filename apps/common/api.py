"""What all parts of the REST API share: how problems are told, pages of lists, limits of rate."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions, serializers, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from apps.common import limits, problems
from apps.common.addresses import client_address

_KNOWN: Final[dict[type[Exception], problems.Words]] = {
    exceptions.NotAuthenticated: problems.NOT_SIGNED_IN,
    exceptions.AuthenticationFailed: (
        "The token does not work.",
        "It is mistyped, revoked or ended, or the account is switched off.",
        "Make a new one under /account/tokens/ and send it as “Authorization: Bearer …”.",
    ),
    exceptions.NotFound: problems.NOT_FOUND,
    exceptions.PermissionDenied: problems.NOT_ALLOWED,
    exceptions.MethodNotAllowed: problems.WRONG_METHOD,
    exceptions.NotAcceptable: problems.NOT_ACCEPTABLE,
    exceptions.UnsupportedMediaType: problems.WRONG_TYPE,
    exceptions.ParseError: (
        "The body could not be read.",
        "",
        "Send files as multipart/form-data, everything else as JSON in UTF-8.",
    ),
    exceptions.ValidationError: (
        "Some values cannot be used.",
        "“fields” says which.",
        "Change them and send the request again.",
    ),
}


class ProblemSerializer(serializers.Serializer[Any]):
    """How every refusal looks."""

    what = serializers.CharField(help_text="What was refused.")
    why = serializers.CharField(help_text="The reason.", allow_blank=True)
    what_to_do = serializers.CharField(help_text="The way on.", allow_blank=True)
    entry = serializers.CharField(
        help_text="Entry of the archive that it is about.", allow_null=True, required=False
    )
    fields = serializers.DictField(  # type: ignore[assignment]
        help_text="Messages by field.", required=False
    )


class Problem(exceptions.APIException):
    """A refusal in the words of the domain."""

    def __init__(  # noqa: PLR0913 - what is said, part by part
        self,
        status_code: int,
        what: str,
        *,
        why: str = "",
        what_to_do: str = "",
        entry: str | None = None,
        wait: int | None = None,
    ) -> None:
        super().__init__(what)
        self.status_code = status_code
        self.wait = wait
        self.body = {"what": what, "why": why, "what_to_do": what_to_do}
        if entry is not None:
            self.body["entry"] = entry


def problem_handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """Every refusal as ``{what, why, what_to_do}``, with the right status and headers.

    Trouble that passes and mistakes of ours (``None``) are answered where those of pages are.
    """
    if isinstance(error, limits.LimitReached):
        error = Problem(429, error.what, what_to_do=error.what_to_do, wait=error.use.wait)
    elif isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        return Response(problems.body_of(problems.TOO_LARGE), status=413)
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(_seconds(error))
    return Response(_body(error), status=error.status_code, headers=headers)


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, Problem):
        return error.body
    if isinstance(error, exceptions.Throttled):
        return {
            "what": "Too many requests.",
            "why": f"Each person has {settings.LIMITS['requests'][0]:,} requests a minute.",
            "what_to_do": f"Wait {_seconds(error)} seconds, then go on.",
        }
    kind = next((known for known in _KNOWN if isinstance(error, known)), None)
    words = _KNOWN[kind] if kind else (str(error.detail), "", "")
    body = problems.body_of(words)
    if isinstance(error, exceptions.ValidationError):
        detail = error.detail
        body["fields"] = detail if isinstance(detail, dict) else {"": detail}
    elif isinstance(error, exceptions.ParseError):
        body["why"] = str(error.detail)
    return body


def _seconds(error: exceptions.APIException) -> int:
    """How long to wait, in whole seconds."""
    wait: float | None = getattr(error, "wait", None)
    return max(1, int(wait or 0))


class Pages(PageNumberPagination):
    """Lists come in pages: ``count``, ``next``, ``previous``, ``results``."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class RequestsThrottle(BaseThrottle):
    """Requests of one person, or of one address; polling a run every second stays far below."""

    _use: limits.Use | None = None

    def allow_request(self, request: Request, _view: Any) -> bool:
        """Count the request."""
        who = request.user.pk or client_address(request)
        self._use = limits.take("requests", who)
        return self._use.allowed

    def wait(self) -> float | None:
        """Seconds until the next one is allowed."""
        return self._use.wait if self._use else None


def refuse(problem: str, *, why: str = "", what_to_do: str = "") -> Problem:
    """A refusal because of the state of things (409)."""
    return Problem(status.HTTP_409_CONFLICT, problem, why=why, what_to_do=what_to_do)
