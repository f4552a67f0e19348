"""A process that holds the libraries and forks one pytest run per line on its input.

Started as a file inside a working copy, with the copy as current folder, so that nothing of the
program itself is loaded before the fork.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

LIBRARIES = (
    "pytest hypothesis factory faker django.test django.db.models "
    "django.contrib.auth.hashers django.forms django.template networkx pint markdown_it typst lxml "
    "msgspec rapidfuzz jsonschema psycopg structlog celery kombu yaml pygments nh3 latex2mathml"
).split()
BROKEN = 99
"""The exit code of a run that broke before pytest could say anything."""
MEMORY = 6 * 1024**3
DATABASE = Path("var/test-alone.sqlite3")
EMPTY = Path("var/empty.sqlite3")


def patient() -> None:
    """Let Hypothesis take its time: a slow machine is no answer of a test."""
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("patient")


class Chosen:
    """Keeps the chosen tests, in their order, and remembers the first that failed."""

    def __init__(self, names: list[str]) -> None:
        self.order = {name: number for number, name in enumerate(names)}
        self.failed: list[str] = []

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order),
            key=lambda item: self.order[item.nodeid],
        )

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)


def run(request: dict[str, Any], answer: Path) -> int:
    """In the child: the tests of a request, with nothing left over from the last one."""
    import pytest

    patient()
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu"], request["cpu"] + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    output = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if EMPTY.is_file():
        for left in DATABASE.parent.glob(f"{DATABASE.name}*"):
            left.unlink()
        shutil.copyfile(EMPTY, DATABASE)
    chosen = Chosen(request["tests"])
    files = dict.fromkeys(name.partition("::")[0] for name in request["tests"])
    options = ["--reuse-db", "--tb=line", "-p", "no:cacheprovider", "-p", "no:randomly",
               "-W", "ignore::pytest.PytestAssertRewriteWarning", *request["options"]]  # fmt: skip
    code = int(pytest.main([*options, *files], plugins=[chosen]))
    answer.write_text(json.dumps(chosen.failed), encoding="utf-8")
    return code


def wait(child: int, seconds: float) -> int | None:
    """The exit code of the child; None when it hung and was ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return None if code in {-signal.SIGXCPU, -signal.SIGKILL} else code
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def answer_to(request: dict[str, Any]) -> dict[str, Any]:
    """Fork, run, tell."""
    answer = Path("var/answer.json")
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            code = run(request, answer)
        except BaseException:  # noqa: BLE001 - whatever it is, this process must not return
            traceback.print_exc()
        finally:
            os._exit(code)
    code = wait(child, request["wall"])
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    failed = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else []
    return {"code": code, "failed": failed}


def main() -> None:
    """Answer until the input ends."""
    sys.path[0] = str(Path.cwd())
    Path("var").mkdir(exist_ok=True)
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(answer_to(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
