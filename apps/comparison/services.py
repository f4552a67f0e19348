"""Comparisons of two runs: made in a limited child, kept in storage under the names of both packages."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import structlog
from django.core.cache import cache

from apps.checkruns import queries
from apps.checkruns.models import CheckRun
from apps.common import storage as files
from apps.engine import ENGINE_VERSION, storage
from apps.engine.diff.side_by_side.comparison import Comparison
from apps.engine.package import Package
from apps.sandbox import services as sandbox
from apps.workspace.services import RENDERER_VERSION, html_of

log = structlog.get_logger(__name__)

COMPARER_VERSION = "1"
"""Part of the name of every comparison; raise it when what is kept changes."""

_AGAIN_AFTER = 300
"""Seconds in which a comparison that came to no end is not tried again."""


class NotCompared(Exception):
    """The child came to no end; the text goes on "it needed more than …"."""


def comparison_of(old: CheckRun, new: CheckRun) -> Comparison:
    """What the page shows of two runs that have read their packages.

    Raises:
        NotCompared: It took more than we give to a comparison, or stopped inside.
    """
    return storage.loads(_kept(old, new, "page"), Comparison)


def diff_of(old: CheckRun, new: CheckRun) -> dict[str, Any]:
    """The JSON of ``diff``; raises ``NotCompared`` as ``comparison_of`` does."""
    return dict(json.loads(_kept(old, new, "diff")))


def folder_of(old: CheckRun, new: CheckRun) -> str:
    """Where a comparison lies; the name of a package holds the key of its run."""
    name = hashlib.sha256(f"{old.package_name}\0{new.package_name}".encode()).hexdigest()
    version = f"{COMPARER_VERSION}-{ENGINE_VERSION}-{RENDERER_VERSION}"
    return f"comparisons/{version}/{name[:2]}/{name}"


def _kept(old: CheckRun, new: CheckRun, part: str) -> bytes:
    folder = folder_of(old, new)
    known = files.get_named(f"{folder}/{part}.json")
    if known is not None:
        return known
    if reason := cache.get(folder):
        raise NotCompared(reason)
    try:
        with sandbox.server() as socket:
            answer = sandbox.ask(socket, _request(old, new))
    except (sandbox.Died, sandbox.Failed, OSError) as error:
        log.warning("not_compared", old=old.pk, new=new.pk, error=str(error))
        reason = str(error) if isinstance(error, sandbox.Died) else "it stopped inside"
        cache.set(folder, reason, _AGAIN_AFTER)
        raise NotCompared(reason) from error
    for name in ("diff", "page"):
        files.put_named(f"{folder}/{name}.json", answer[name])
    return bytes(answer[part])


def _request(old: CheckRun, new: CheckRun) -> dict[str, Any]:
    """Both packages, with the HTML of the documents that are not the same in both."""
    packages = [_package(one) for one in (old, new)]
    html = [_html(*packages), _html(*reversed(packages))]
    return {
        "op": "compare",
        "old": files.get_named(old.package_name),
        "new": files.get_named(new.package_name),
        "old_html": html[0],
        "new_html": html[1],
    }


def _package(run: CheckRun) -> Package:
    package = queries.package_of(run)
    if package is None:
        raise ValueError(f"run {run.pk} has read no package")
    return package


def _html(package: Package, other: Package) -> dict[str, str]:
    return {
        path: html_of(package, document)
        for path, document in package.documents.items()
        if path not in other.texts or other.texts[path].text != package.texts[path].text
    }
