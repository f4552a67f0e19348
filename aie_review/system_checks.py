"""System checks that name what is unsafe or missing, each with a stable id and what to do.

``manage.py check --deploy`` runs all of them; ``docs/operating.md`` explains every id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice

Finding = Iterator[CheckMessage]
LONG_ENOUGH = 40
MOST_PROXIES = 8


def _deployment(find: Callable[[], Finding]) -> Callable[[], Finding]:
    """Register a generator of messages as a check of ``check --deploy``."""

    def check(**_: Any) -> list[CheckMessage]:
        return list(find())

    check.__name__ = check.__qualname__ = find.__name__
    register(check, Tags.security, deploy=True)
    return find


@_deployment
def address() -> Finding:
    """AIE-E001, E003, E006, W004: how the site is reached."""
    if not settings.PRODUCTION:
        yield Error(
            f"SITE_URL is {settings.SITE_URL}: cookies and passwords would travel unencrypted.",
            hint="Set SITE_URL to the public address with https://, and DEBUG off.",
            id="AIE-E001",
        )
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts:
        yield Error(
            "ALLOWED_HOSTS lets every host name through.",
            hint="List the names of the site: ALLOWED_HOSTS=review.example.edu",
            id="AIE-E003",
        )
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not any(
        name in {host, "*"} or (name.startswith(".") and f".{host}".endswith(name))
        for name in hosts
    ):
        yield Error(
            f"ALLOWED_HOSTS does not hold {host}, the host of SITE_URL: every page would answer 400.",
            hint=f"Add it: ALLOWED_HOSTS={host}",
            id="AIE-E006",
        )
    if settings.PRODUCTION and not settings.SECURE_PROXY_SSL_HEADER:
        yield Advice(
            "BEHIND_PROXY is off: behind a proxy that ends TLS every page would redirect for ever.",
            hint="Set BEHIND_PROXY=1 if a reverse proxy sets X-Forwarded-Proto itself.",
            id="AIE-W004",
        )


@_deployment
def proxies() -> Finding:
    """E007: a number of proxies that cannot be."""
    count = settings.TRUSTED_PROXIES
    if not 0 <= count <= MOST_PROXIES:
        yield Error(
            f"BEHIND_PROXY is {count}: that is no number of proxies.",
            hint="Count the proxies between the internet and the site: 0 for none, mostly 1; with a "
            "number above the real one, clients could choose the address that limits count.",
            id="AIE-E007",
        )


@_deployment
def secrets() -> Finding:
    """E002, E005: keys and debugging."""
    if not settings.SECRET_KEY_GIVEN:
        yield Error(
            "SECRET_KEY is not set; the one in var/secret_key is known to this machine only.",
            hint="Set SECRET_KEY to 50 random characters, the same on every host.",
            id="AIE-E002",
        )
    elif len(settings.SECRET_KEY) < LONG_ENOUGH:
        yield Error(
            f"SECRET_KEY has {len(settings.SECRET_KEY)} characters.",
            hint=f"Use at least {LONG_ENOUGH} random ones.",
            id="AIE-E002",
        )
    if settings.DEBUG:
        yield Error(
            "DEBUG is on: error pages show settings and data to everybody.",
            hint="Remove DEBUG from the environment.",
            id="AIE-E005",
        )


@_deployment
def services() -> Finding:
    """W001, W002, W003, W005, W008: database, broker, storage, mail."""
    if settings.ON_SQLITE:
        yield Advice(
            "The database is SQLite: right for one host, impossible for more than one.",
            hint="Set DATABASE_URL=postgres://user:password@host:5432/name",
            id="AIE-W002",
        )
    if settings.EMBEDDED_WORKER:
        yield Advice(
            "There is no broker: background work is done by the one worker beside the web server.",
            hint="Set CELERY_BROKER_URL=amqp://... or redis://... and start `manage.py worker`.",
            id="AIE-W001",
        )
    if not settings.STORAGE_GIVEN:
        yield Advice(
            "Files are kept in var/ on this disk: other hosts do not see them.",
            hint="Set STORAGE_URL=s3://key:secret@host/bucket, or file:///... to a shared folder.",
            id="AIE-W003",
        )
    if not settings.EMAIL_HOST:
        yield Advice(
            "EMAIL_HOST is not set: mails, such as password resets, are only written to the log.",
            hint="Set EMAIL_HOST, EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.",
            id="AIE-W005",
        )

    elif settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        yield Advice(
            "EMAIL_VERIFICATION is not mandatory: who makes an account for an address and then signs "
            "in learns whether it had one.",
            hint="Remove EMAIL_VERIFICATION, or set it to mandatory.",
            id="AIE-W008",
        )


@_deployment
def static_files() -> Finding:
    """E004: hashed static files that were never collected."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if settings.PRODUCTION and not settings.DEBUG and not manifest.exists():
        yield Error(
            "Static files were not collected: every page would answer with an error.",
            hint="Run `manage.py collectstatic --noinput` after each upgrade.",
            id="AIE-E004",
        )


@_deployment
def sharing() -> Finding:
    """W006, W007: a broker without a shared database, or without a shared cache."""
    if settings.ON_SQLITE and not settings.EMBEDDED_WORKER:
        yield Advice(
            "A broker is set, but the database is SQLite: workers on other hosts find no rows.",
            hint="Set DATABASE_URL to PostgreSQL, or remove CELERY_BROKER_URL.",
            id="AIE-W006",
        )
    if not settings.EMBEDDED_WORKER and not settings.CACHE_GIVEN:
        yield Advice(
            "A broker is set, but CACHE_URL is not: web servers on other hosts count limits apart.",
            hint="Set CACHE_URL=redis://host:6379/1, or file:///folder if one host serves all pages.",
            id="AIE-W007",
        )
