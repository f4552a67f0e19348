"""How the API tells every refusal and every trouble: ``{what, why, what_to_do}``, in one place."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from apps.common import stored
from apps.common.trouble import LOST, Trouble

Words = tuple[str, str, str]

NOT_UNDERSTOOD: Final = (
    "The request could not be understood.",
    "Something in its address, its headers or its body is not as it should be.",
    "The description of the API is at /api/v1/docs/.",
)
NOT_SIGNED_IN: Final = (
    "You are not signed in.",
    "This address needs a person.",
    "Send “Authorization: Bearer …” with a personal token from /account/tokens/.",
)
NOT_ALLOWED: Final = (
    "You may not do this.",
    "Your role in the course, or the dates of the assignment, do not allow it.",
    "Look at “may_upload” and the dates of the assignment, or ask an instructor.",
)
NOT_FOUND: Final = (
    "There is nothing here for you.",
    "The address may be mistyped, or what it names belongs to people you share no course with.",
    "Follow the addresses that the lists give.",
)
WRONG_METHOD: Final = (
    "This address does not take this method.",
    "“Allow” in the headers of the answer says which it takes.",
    "The description of the API is at /api/v1/docs/.",
)
NOT_ACCEPTABLE: Final = (
    "The answer cannot be given in the form that you accept.",
    "The API answers in JSON, files apart.",
    "Send “Accept: application/json” or no such header.",
)
TOO_LARGE: Final = (
    "The request is too large; nothing of it was stored.",
    "We take up to 50 MB in one upload and 5 MB of everything else.",
    "Leave out videos, datasets and build folders.",
)
WRONG_TYPE: Final = (
    "The body is in a form that this address does not take.",
    "“Content-Type” in the headers says in which form it came.",
    "Send files as multipart/form-data, everything else as application/json.",
)
OUR_MISTAKE: Final = (
    "Something stopped inside the site.",
    "This is our mistake, not yours. It was written to the log.",
    "Look whether what you sent was stored, then try again.",
)

BY_STATUS: Final[dict[int, Words]] = {
    400: NOT_UNDERSTOOD,
    401: NOT_SIGNED_IN,
    403: NOT_ALLOWED,
    404: NOT_FOUND,
    405: WRONG_METHOD,
    406: NOT_ACCEPTABLE,
    413: TOO_LARGE,
    415: WRONG_TYPE,
    500: OUR_MISTAKE,
}


def body_of(words: Words) -> dict[str, Any]:
    """The fields of a problem."""
    return dict(zip(("what", "why", "what_to_do"), words, strict=True))


def problem_for(status: int) -> JsonResponse:
    """What the API answers with ``status`` when nobody found words of their own."""
    words = BY_STATUS.get(status, (f"{HTTPStatus(status).phrase}.", "", ""))
    return JsonResponse(body_of(words), status=status)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the address is one of the API: its answers are never HTML."""
    return request.path_info.startswith("/api/")


def fate_of(request: HttpRequest, found: Trouble, error: BaseException) -> str:
    """What became of what was sent, when trouble came: ``nothing``, ``stored`` or ``unknown``."""
    watch = stored.current()
    if watch is None or request.method in {"GET", "HEAD", "OPTIONS"}:
        return "nothing"
    if watch.done:
        return "stored"
    return "unknown" if found is LOST and watch.doubtful(error) else "nothing"


def trouble_body(found: Trouble, fate: str) -> dict[str, Any]:
    """Trouble in the form of a problem."""
    told = {
        "nothing": f"Try again in {found.seconds} seconds, nothing was stored.",
        "stored": "Look at what is there before you try again: a part of it was stored, or all.",
        "unknown": "Look whether it is there before you try again: it may have been stored.",
    }
    return body_of((found.what, found.why, told[fate]))


def to_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Turn an error of the API that is no JSON (Django's own pages) into a problem."""
    plain = response.get("Content-Type", "").startswith("application/json")
    if plain or response.status_code < 400 or not is_for_programs(request):
        return response
    problem = problem_for(response.status_code)
    response.content, response["Content-Type"] = problem.content, problem["Content-Type"]
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(problem.content))
    return response
