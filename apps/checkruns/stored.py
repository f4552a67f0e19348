"""What runs leave in storage: readings of files, and the package, reading and report of a run."""

from __future__ import annotations

import hashlib

from apps.checkruns.models import CheckRun
from apps.engine import ENGINE_VERSION, READER_VERSION


def reading_name(path: str, digest: str) -> str:
    """Where the reading of one file lies: it depends on path, content and reader only."""
    name = hashlib.sha256(f"{path}\0{digest}".encode()).hexdigest()
    return f"readings/{ENGINE_VERSION}-{READER_VERSION}/{name[:2]}/{name}.json"


def folder_of(run: CheckRun, *, complete: bool) -> str:
    """Where the results of a run lie; only complete ones are shared by runs of the same key."""
    base = f"reports/{run.key[:2]}/{run.key}"
    return base if complete else f"{base}-{run.public_id}-{run.attempt}"
