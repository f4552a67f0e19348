"""What runs leave in storage: readings of files, and the package, reading and report of a run."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from apps.checkruns.models import CheckRun
from apps.common import storage as files
from apps.engine import ENGINE_VERSION, READER_VERSION, storage
from apps.engine.package import Package


def reading_name(path: str, digest: str) -> str:
    """Where the reading of one file lies: it depends on path, content and reader only."""
    name = hashlib.sha256(f"{path}\0{digest}".encode()).hexdigest()
    return f"readings/{ENGINE_VERSION}-{READER_VERSION}/{name[:2]}/{name}.json"


def folder_of(run: CheckRun, *, complete: bool) -> str:
    """Where the results of a run lie; only complete ones are shared by runs of the same key."""
    base = f"reports/{run.key[:2]}/{run.key}"
    return base if complete else f"{base}-{run.public_id}-{run.attempt}"


def package_of(run: CheckRun) -> Package | None:
    """The package as it was read in this run; ``None`` while there is none."""
    data = files.get_named(run.package_name) if run.package_name else None
    return storage.loads(data, Package) if data else None


def reading_of(run: CheckRun) -> dict[str, Any] | None:
    """The JSON of ``read``; ``None`` while there is none."""
    return _json(run.reading_name)


def report_of(run: CheckRun) -> dict[str, Any] | None:
    """The JSON of ``check``; ``None`` while there is none."""
    return _json(run.report_name)


def _json(name: str) -> dict[str, Any] | None:
    data = files.get_named(name) if name else None
    return dict(json.loads(data)) if data else None
