"""Small typed readers of environment variables; each error names the variable and what it takes."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; "
    "PRAGMA cache_size=-20000; PRAGMA foreign_keys=ON; PRAGMA mmap_size=134217728;"
)
"""Readers never block the writer; a crash of the machine may cost the last commit, never the file."""

_POSTGRES_PATIENCE = (
    "-c lock_timeout=5s -c statement_timeout=20s -c idle_in_transaction_session_timeout=60s"
)
"""A request gives up before its browser or proxy does, and frees what it holds."""


def text(name: str, default: str = "") -> str:
    """A string; surrounding white space is dropped."""
    return os.environ.get(name, default).strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no, in the usual spellings."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {raw!r}; write 1 or 0.")
    return word in _YES


def number(name: str, default: int) -> int:
    """A whole number."""
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}; write a whole number.") from None


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    word = text(name, default)
    if word not in allowed:
        raise ImproperlyConfigured(f"{name} is {word!r}; write one of {', '.join(allowed)}.")
    return word


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """A Django database from a URL; without one, SQLite in ``sqlite_file``."""
    url = text(name)
    if url:
        try:
            config: dict[str, Any] = dict(dj_database_url.parse(url))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}: {error}. Write postgres://user:password@host:5432/name "
                "or sqlite:////absolute/path."
            ) from None
    else:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": sqlite_file}
    options = dict(config.get("OPTIONS") or {})
    if config["ENGINE"].endswith("sqlite3"):
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": _SQLITE_PRAGMAS,
            **options,
        }
    else:
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        if config["ENGINE"].endswith("postgresql"):
            options = {"options": _POSTGRES_PATIENCE, "connect_timeout": 5, **options}
    return config | {"OPTIONS": options}


def cache(name: str, folder: Path) -> dict[str, Any]:
    """The cache that all web processes share: files in ``folder``, or Redis.

    ``file:///absolute/folder`` serves the processes of one machine, ``redis://host:6379/1`` those of many.
    """
    url = text(name)
    parts = urlsplit(url)
    if parts.scheme in {"redis", "rediss", "unix"}:
        # Without a limit of time, a cache that hangs would hang every request.
        options = {"socket_connect_timeout": 2, "socket_timeout": 2}
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "aie",
            "OPTIONS": options,
        }
    if url and (parts.scheme != "file" or not parts.path):
        raise ImproperlyConfigured(
            f"{name} has no usable place; write redis://host:6379/1 or file:///folder."
        )
    place = unquote(parts.path) if url else str(folder)
    return {"BACKEND": "apps.common.caches.CountingFileCache", "LOCATION": place}


def storage(name: str, folder: Path) -> dict[str, Any]:
    """Django's default storage from a URL; without one, files in ``folder``.

    ``file:///absolute/folder`` or ``s3://key:secret@host:port/bucket?region=eu-central-1&tls=0``;
    an S3 URL without a host (``s3:///bucket``) means Amazon's, without a key the machine's role.
    """
    url = text(name)
    if not url:
        return _files(folder)
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return _files(Path(unquote(parts.path)))
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not bucket or "/" in bucket:
        raise ImproperlyConfigured(
            f"{name} has no usable place; write file:///folder or s3://key:secret@host/bucket."
        )
    return _s3(parts, bucket)


def _s3(parts: SplitResult, bucket: str) -> dict[str, Any]:
    """A bucket of Amazon's or of any server that speaks its protocol."""
    from botocore.config import Config

    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    scheme = "http" if query.get("tls") == "0" else "https"
    options = {
        "bucket_name": bucket,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": query.get("region"),
        "endpoint_url": f"{scheme}://{host}{port}" if host else None,
        "location": query.get("prefix", ""),
        "default_acl": None,
        "file_overwrite": True,
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": query.get("addressing", "path" if host else "auto")},
            connect_timeout=5,
            read_timeout=30,
            # A page waits for it: a store that is away is told soon, and the request comes again.
            retries={"total_max_attempts": 2, "mode": "standard"},
            # Servers other than Amazon's often know the older form of uploads only.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _files(folder: Path) -> dict[str, Any]:
    """Files on the local disk, readable by the owner's group only; no public address."""
    options = {
        "location": str(folder),
        "base_url": None,
        "allow_overwrite": True,
        "file_permissions_mode": 0o640,
        "directory_permissions_mode": 0o750,
    }
    return {"BACKEND": "apps.common.storage.AtomicFileStorage", "OPTIONS": options}


def secret(name: str, file: Path) -> str:
    """A secret from the environment, else from ``file``, which is written once with a fresh one."""
    given = text(name)
    if given:
        return given
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        try:
            # Of several processes that start at once, one wins; a link never overwrites.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
