"""Middleware that refuses what no page and no database can use, before anything is looked up.

PostgreSQL takes no NUL in a text, UTF-8 has no lone surrogates, and a charset such as ``rot13`` makes
Python fail far away from here. Such values are refused here for every address, so that no view has to
think of them: NUL, bytes that are not UTF-8, percent signs without digits, values longer than any
field, charsets other than UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import get_bytes_from_wsgi
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from apps.common.refusals import Refusal, refused

LONGEST_PATH: Final = 2_000
LONGEST_QUERY: Final = 8_000
LONGEST_VALUE: Final = 2_000
"""Characters of one query parameter; longer texts belong into a body."""

_CUT_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_UNUSABLE: Final = re.compile("[\0\ud800-\udfff]")
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

_REFUSAL: Final = "aie.refusal"

Answer = Callable[[HttpRequest], HttpResponse]


def readable(environ: dict[str, Any]) -> dict[str, Any]:
    """The variables of a request without headers that Django fails on while it makes its request.

    That happens before any middleware runs, so ``wsgi.py`` calls this; ``AddressGuard`` then answers
    with the refusal that is left here. A charset such as ``idna`` or ``rot13`` is known to Python and
    decodes no body, an unknown one is none; a length of thousands of digits is no number.
    """
    environ.pop(_REFUSAL, None)
    for name, check in (("CONTENT_TYPE", _content_type_problem), ("CONTENT_LENGTH", _no_length)):
        if problem := check(environ.get(name) or ""):
            environ[_REFUSAL], environ[name] = problem, ""
    return environ


def _content_type_problem(header: str) -> Refusal | None:
    what_to_do = "Send it in UTF-8, and charset=utf-8 or no charset in Content-Type."
    try:
        charset = parse_header_parameters(header)[1].get("charset", "utf-8")
    except (ValueError, LookupError):
        return Refusal("The header Content-Type could not be read", _shown(header), what_to_do)
    if charset.lower() in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return None
    why = f"Its charset is given as “{_shown(charset)}”."
    return Refusal("The body is not in UTF-8", why, what_to_do)


def _no_length(header: str) -> Refusal | None:
    if len(header) <= 18 and header.isascii() and (not header or header.isdecimal()):
        return None
    return Refusal(
        "The header Content-Length could not be read",
        f"“{_shown(header)}” is not a number of bytes.",
        "Leave it to your HTTP library.",
    )


def unusable(text: str) -> bool:
    """Whether a text holds what PostgreSQL or UTF-8 cannot: NUL or a lone surrogate."""
    return _UNUSABLE.search(text) is not None


class AddressGuard:
    """Refuses unusable addresses and headers; cookies that hold a NUL are not seen.

    A broken cookie is dropped, not refused: its owner could not open any page to get rid of it.
    """

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, else go on."""
        if refusal := request.META.get(_REFUSAL) or next(_address_problems(request), None):
            return refused(request, refusal)
        if any(unusable(value) for value in request.COOKIES.values()):
            request.COOKIES = {k: v for k, v in request.COOKIES.items() if not unusable(v)}
        return self._get_response(request)


class FormGuard:
    """Refuses unusable values of forms.

    It stands after the checks of session and CSRF token, so that nobody's body is read earlier than
    without it. Views of the API (exempt from that check: they do it themselves) read their bodies when
    they know who asks; their serializers refuse the same.
    """

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the work is done once the view is known."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Refuse, else nothing."""
        if request.content_type not in _FORMS or getattr(view, "csrf_exempt", False):
            return None
        for name, values in request.POST.lists():
            if any(unusable(text) for text in (name, *values)):
                return refused(request, _unusable_in(f"The field “{_shown(name)}”"))
        return None


def _address_problems(request: HttpRequest) -> Iterator[Refusal]:
    environ = request.META
    # Bytes that are not UTF-8 stand percent-encoded in it: such an address names nothing.
    yield from _text_problems("The address", request.path_info, LONGEST_PATH)
    query = get_bytes_from_wsgi(environ, "QUERY_STRING", "")
    if cut := _CUT_ESCAPE.search(query):
        yield Refusal(
            "The address could not be read",
            f"The percent sign at place {cut.start() + 1} of the query has no two hexadecimal "
            "digits behind it.",
            "Write a percent sign itself as %25.",
        )
    yield from _byte_problems("The query", unquote_to_bytes(query), LONGEST_QUERY)
    for part in query.split(b"&"):
        name, _, value = part.partition(b"=")
        yield from _byte_problems(
            f"The parameter “{_shown(unquote_to_bytes(name).decode())}”",
            unquote_to_bytes(value),
            LONGEST_VALUE,
        )
    yield from _header_problems(environ.items())


def _byte_problems(what: str, data: bytes, longest: int) -> Iterator[Refusal]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield Refusal(
            f"{what} could not be read",
            f"Byte {error.start + 1} of it is not UTF-8.",
            "Write it in UTF-8, each byte as % and two hexadecimal digits.",
        )
        return
    yield from _text_problems(what, text, longest)


def _text_problems(what: str, text: str, longest: int) -> Iterator[Refusal]:
    if unusable(text):
        yield _unusable_in(what)
    if len(text) > longest:
        yield Refusal(
            f"{what} is too long",
            f"It has {len(text):,} characters; at most {longest:,} are read.",
            "Follow an address of the site, or send long texts in the body.",
        )


def _header_problems(headers: Iterable[tuple[str, Any]]) -> Iterator[Refusal]:
    for name, value in headers:
        if name.startswith(("HTTP_", "CONTENT_")) and name != "HTTP_COOKIE" and "\0" in str(value):
            yield _unusable_in(f"The header {_shown(name.removeprefix('HTTP_'))}")


def _unusable_in(what: str) -> Refusal:
    return Refusal(
        f"{what} cannot be used",
        "It holds a NUL or half of a character, which no text can hold.",
        "Remove it and send the request again.",
    )


def _shown(name: str) -> str:
    """A name from outside in a message: what can be printed of it, and not all of a long one."""
    return "".join(char if char.isprintable() else "�" for char in name[:60])
