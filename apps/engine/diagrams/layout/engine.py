"""The layout engine: Graphviz in a child process with hard limits.

Debian's ``dot`` is taken when it is on the path, else the executable of the package graphviz-pure,
which lies in the environment's script folder. ``SERVER_NAME`` switches both into the mode in which
they open no file. The limits are set by the shell rather than between fork and exec, because that
hook is unsafe with threads.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

TIMEOUT_SECONDS = 8
LIMITED = 'ulimit -t 5; ulimit -v 262144; ulimit -f 0; ulimit -n 16; ulimit -c 0; exec "$@"'
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SERVER_NAME": "layout"}


class EngineError(Exception):
    """The engine gave no layout; the text says why."""


class LayoutEngine(Protocol):
    """Turns DOT text into Graphviz's ``json0``; raises EngineError."""

    @property
    def name(self) -> str:
        """What the engine is called, part of the cache key."""

    @property
    def version(self) -> str:
        """Its version, part of the cache key."""

    def run(self, dot: str) -> bytes:
        """Lay out one graph."""


@dataclass(frozen=True, slots=True)
class ProcessEngine:
    """Graphviz as an executable at ``path``."""

    path: str
    name: str

    @property
    def version(self) -> str:
        """The version line of the executable, or ``unknown``."""
        return _version_of(self.path)

    def run(self, dot: str) -> bytes:
        """Lay out ``dot``; EngineError on time-out, a signal, an exit code or no output."""
        command = ["/bin/sh", "-c", LIMITED, "sh", self.path, "-Kdot", "-Tjson0"]
        try:
            with tempfile.TemporaryDirectory(prefix="layout-") as folder:
                done = subprocess.run(  # noqa: S603 - fixed command, the graph goes in by stdin
                    command,
                    input=dot.encode(),
                    capture_output=True,
                    timeout=TIMEOUT_SECONDS,
                    cwd=folder,
                    env=ENVIRONMENT,
                    check=False,
                )
        except subprocess.TimeoutExpired as error:
            raise EngineError(f"no layout within {TIMEOUT_SECONDS} s") from error
        except OSError as error:
            raise EngineError(f"{self.path} did not start: {error.strerror}") from error
        if done.returncode != 0 or not done.stdout:
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            reason = lines[0][:200] if lines else "no message"
            raise EngineError(f"ended with code {done.returncode}: {reason}")
        return done.stdout


def bundled_path() -> str:
    """Where pip puts the executable of graphviz-pure."""
    return str(Path(sysconfig.get_path("scripts")) / "graphviz-pure")


@cache
def find_engine(choice: str = "auto") -> LayoutEngine | None:
    """The engine to use, or None when there is none.

    ``choice`` is ``auto`` (Debian's dot, else the bundled one), ``dot``, ``bundled`` or the path of an
    executable.
    """
    debian = shutil.which("dot") if choice in {"auto", "dot"} else None
    if debian:
        return ProcessEngine(debian, "dot")
    path = bundled_path() if choice in {"auto", "bundled"} else choice
    if choice != "dot" and Path(path).is_file():
        return ProcessEngine(path, "bundled" if path == bundled_path() else path)
    return None


@cache
def _version_of(path: str) -> str:
    """Ask the executable once; ``dot - graphviz version 2.43.0 (0)`` goes to standard error."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed command
            [path, "-V"], capture_output=True, timeout=TIMEOUT_SECONDS, env=ENVIRONMENT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    text = (done.stdout + done.stderr).decode(errors="replace")
    found = re.search(r"\d+\.\d+(?:\.\d+)?", text)
    return found.group() if found else "unknown"
