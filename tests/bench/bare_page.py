"""The page that ``make bench-web`` measures against: a WSGI application of Django and one template.

It shows the text of ``BARE_PAGE`` (a file), compressed as the site's pages are, and knows nobody: no
database, no session, no middleware but the compression.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

_LOADER = "django.template.loaders.locmem.Loader"
_TEMPLATE = "<!doctype html>\n<html lang=en><title>Bare</title><body>{{ text }}</body></html>\n"

settings.configure(
    DEBUG=False,
    SECRET_KEY="bare" * 10,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    STATIC_URL="/static/",
    MIDDLEWARE=["apps.common.compression.CompressionMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [(_LOADER, {"bare.html": _TEMPLATE})]},
        }
    ],
    LOGGING_CONFIG=None,
)
_text = mark_safe(Path(os.environ["BARE_PAGE"]).read_text(encoding="utf-8"))


def page(request: HttpRequest) -> HttpResponse:
    """The same text at every request."""
    return render(request, "bare.html", {"text": _text})


urlpatterns = [path("", page)]
application = get_wsgi_application()
