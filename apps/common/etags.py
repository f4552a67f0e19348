"""Whether the client has what would be sent: the comparison that compressed answers need."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import parse_etags


def unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether ``If-None-Match`` names ``etag``, compared weakly: compression makes tags weak."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return etag.removeprefix("W/") in {one.removeprefix("W/") for one in known}
