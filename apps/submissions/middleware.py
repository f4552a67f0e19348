"""A request that is too large is answered before its body is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.common import problems
from apps.submissions.services import MAX_UPLOAD_BYTES

_FORM_BYTES = 1024 * 1024
"""What a multipart form may add to its files."""


class UploadLimitMiddleware:
    """Answers 413 when the announced length is above the limit of an upload.

    It stands before everything that looks at the body: the CSRF check reads forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse by the header alone, else go on."""
        if _announced(request) <= MAX_UPLOAD_BYTES + _FORM_BYTES:
            return self._get_response(request)
        if problems.is_for_programs(request):
            return problems.problem_for(413)
        return render(request, "413.html", status=413)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
