"""What a child does with a request: read, judge, compare, make a picture or an export."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from apps.engine import assemble, output, rubric, storage
from apps.engine.checks import registry, runner
from apps.engine.checks.base import Check, Finding
from apps.engine.package import FileReading, Package
from apps.engine.reading import read_file
from apps.sandbox import comparing, pictures
from apps.sandbox import exporting as exports

Send = Callable[[dict[str, Any]], None]

CHECK_SECONDS = 5.0
"""Processor time one check may take before it is stopped; a normal one takes milliseconds."""

_WARM_UP = b"""# Warm-up

## Capacity

| Quantity | Value |
|---|---|
| Peak | 70,000 QPS |
| Per replica | 500 QPS |

```mermaid
flowchart LR
  A[Client] --> B[Service]
```
"""


class CheckTookTooLong(Exception):
    """A check used up its processor time."""


def do(request: dict[str, Any], send: Send) -> dict[str, Any]:
    """Answer one request; ``send`` reports progress meanwhile."""
    if request["op"] == "judge":
        return _judge(request, send)
    work = _WORK.get(request["op"])
    if work is None:
        raise ValueError(f"there is no operation {request['op']!r}")
    return work(request)


def _read(request: dict[str, Any]) -> dict[str, Any]:
    return {"reading": storage.dumps(read_file(request["path"], request["data"]))}


_WORK: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "read": _read,
    "render": pictures.render,
    "draw": pictures.picture,
    "compare": comparing.compare,
    "export": exports.write,
    "annotations": exports.read,
    "comments": exports.render_comments,
}


def warm_up() -> None:
    """Import and fill what every request needs, once, before the first fork."""
    source, name = rubric.project1_source(), "warm-up"
    reading = storage.dumps(read_file("design.md", _WARM_UP))
    request = {"readings": [reading], "main": None, "rubric": source, "rubric_name": name}
    _judge({**request, "stopped": {}}, lambda _: None)
    pictures.warm_up()


def _judge(request: dict[str, Any], send: Send) -> dict[str, Any]:
    readings = [storage.loads(data, FileReading) for data in request["readings"]]
    package = assemble.assemble(readings, main=request["main"] or None)
    checks = [
        _stand_in(check, request["stopped"].get(check.code)) for check in registry.all_checks()
    ]
    total = len(checks)
    send({"progress": [0, total]})
    with _check_timer() as restart:

        def progress(done: int, total: int) -> None:
            restart()
            send({"progress": [done, total]})

        report = runner.run(package, checks=checks, on_progress=progress)
    return _answer(package, report, rubric.load(request["rubric"], request["rubric_name"]))


def _answer(package: Package, report: runner.Report, rules: rubric.Rubric) -> dict[str, Any]:
    return {
        "package": storage.dumps(package),
        "reading": storage.dumps(output.read_json(package)),
        "report": storage.dumps(output.report_json(report, package, rules)),
        "crashes": [
            {"code": one.code, "detail": one.detail}
            for one in report.outcomes
            if one.outcome == "crashed"
        ],
    }


class _Stopped:
    """Stands in for a check whose process died in an earlier try: it crashes at once."""

    def __init__(self, check: Check, reason: str) -> None:
        self._check = check
        self._reason = reason

    def __getattr__(self, name: str) -> Any:
        return getattr(self._check, name)

    def find(self, package: Package) -> Iterator[Finding]:  # noqa: ARG002 - a check's interface
        """Say what happened instead of finding anything."""
        raise CheckTookTooLong(self._reason)


def _stand_in(check: Check, reason: str | None) -> Any:
    return _Stopped(check, reason) if reason else check


@contextmanager
def _check_timer() -> Iterator[Callable[[], None]]:
    """Raise ``CheckTookTooLong`` in a check that runs too long; call the value after each check."""

    def expired(*_: object) -> None:
        raise CheckTookTooLong(f"it needed more than {CHECK_SECONDS:g} seconds")

    def restart() -> None:
        signal.setitimer(signal.ITIMER_PROF, CHECK_SECONDS, 1.0)

    before = signal.signal(signal.SIGPROF, expired)
    restart()
    try:
        yield restart
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
