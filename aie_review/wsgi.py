"""The WSGI application that granian (or any other server) serves."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aie_review.settings")

_django = get_wsgi_application()

from apps.common.guards import readable  # noqa: E402 - needs settings


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request, after headers that Django fails on were taken out of it."""
    return _django(readable(environ), start_response)
