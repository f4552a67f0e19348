"""One form for a refusal outside of views: a page, or ``{what, why, what_to_do}`` in the API."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused, the reason, and the way on."""

    what: str
    why: str = ""
    what_to_do: str = ""


UNREADABLE = Refusal(
    "This request could not be understood",
    "Something in the address or the form is not as it should be. Nothing was changed.",
    "Go back, reload the page and try again.",
)


def refused(request: HttpRequest, refusal: Refusal = UNREADABLE) -> HttpResponse:
    """The answer 400: JSON for programs, a page for people."""
    if request.path_info.startswith("/api/"):
        return JsonResponse(asdict(refusal), status=400)
    return render(request, "400.html", {"refusal": refusal}, status=400)


def bad_request(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 - Django names it
) -> HttpResponse:
    """Django's own 400 (a broken form, too many fields) in the same two forms."""
    return refused(request)
