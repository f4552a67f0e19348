"""Executing a run: read every file in a child, judge in a child, write everything under the fence."""

from __future__ import annotations

import time
from typing import Any

import structlog

from apps.checkruns import hooks, stored
from apps.checkruns.jobs import results
from apps.checkruns.models import CheckRun
from apps.common import storage as files
from apps.engine import storage
from apps.engine.checks import registry
from apps.engine.package import FileReading, Package
from apps.jobs import services as jobs
from apps.jobs.models import JobState
from apps.jobs.services import Lease, ending
from apps.sandbox import services as sandbox
from apps.submissions.models import Artifact

log = structlog.get_logger(__name__)

READING_SECONDS = 35.0
"""For all files of one upload together; later files are left unread and say so."""
TRIES = 3
"""Checks that may take the judging child down with them before the run gives up."""


def execute(run_id: int) -> None:
    """Claim the run and carry it to an end state; returns at once when another worker has it."""
    lease = jobs.claim(CheckRun, run_id)
    if lease is None:
        return
    with structlog.contextvars.bound_contextvars(run=run_id), ending(lease):
        _carry_out(lease, CheckRun.objects.select_related("revision").get(pk=run_id))


def _carry_out(lease: Lease, run: CheckRun) -> None:
    began = time.monotonic()
    shared = stored.folder_of(run, complete=True)
    report = files.get_named(f"{shared}/report.json")
    if report is not None:
        results.finish(lease, run, folder=shared, report=report)
        return
    with sandbox.server() as socket:
        readings, all_read = _read_all(lease, run, socket)
        try:
            answer = _judge(lease, run, readings, socket)
        except sandbox.Died as died:
            problem = f"Judging was stopped: {died}."
            timed_out = died.reason in {"cpu", "time"}
            lease.finish(JobState.TIMED_OUT if timed_out else JobState.FAILED, problem=problem)
            return
    for crash in answer["crashes"]:
        log.error("check_crashed", **crash)
    folder = stored.folder_of(run, complete=all_read and not answer["crashes"])
    for part in ("package", "reading", "report"):
        files.put_named(f"{folder}/{part}.json", answer[part])
    results.finish(lease, run, folder=folder, report=answer["report"])
    log.info("run_ended", seconds=round(time.monotonic() - began, 3), files=len(readings))
    # The report is there; what its neighbours show is made before anybody opens them.
    package = storage.loads(answer["package"], Package)
    for follow in hooks.after_run:
        follow(package)


class _Progress:
    """Shows progress at most five times a second: it is for people, and each is a write."""

    def __init__(self, lease: Lease, phase: str) -> None:
        self._lease = lease
        self._phase = phase
        self._last = float("-inf")

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= 0.2:
            self._last = now
            self._lease.progress(self._phase, done, total)


def _read_all(lease: Lease, run: CheckRun, socket: str) -> tuple[list[bytes], bool]:
    """Readings of all files by path, as JSON; and whether none of them was cut short."""
    artifacts = list(Artifact.objects.filter(revision=run.revision_id).order_by("path"))
    show = _Progress(lease, "reading")
    give_up = time.monotonic() + READING_SECONDS
    readings: list[bytes] = []
    complete = True
    for done, artifact in enumerate(artifacts):
        show(done, len(artifacts))
        reading, cut_short = _read_one(artifact, socket, late=time.monotonic() > give_up)
        readings.append(reading)
        complete = complete and not cut_short
    return readings, complete


def _read_one(artifact: Artifact, socket: str, *, late: bool) -> tuple[bytes, bool]:
    """The reading of one file, from storage if it was read before; and whether it was cut short."""
    if artifact.skipped_reason:
        return _unread(artifact, artifact.skipped_reason), False
    name = stored.reading_name(artifact.path, artifact.digest)
    known = files.get_named(name)
    if known is not None:
        return known, False
    if late:
        reason = f"Not read: reading this upload took longer than {READING_SECONDS:g} seconds."
        return _unread(artifact, reason), True
    request = {"op": "read", "path": artifact.path, "data": files.get(artifact.digest)}
    try:
        answer = sandbox.ask(socket, request)
    except sandbox.Died as died:
        log.warning("reader_died", path=artifact.path, reason=died.reason)
        return _unread(artifact, f"This file could not be read: {died}."), True
    except sandbox.Failed as failed:
        log.warning("reader_failed", path=artifact.path, error=str(failed))
        reason = "This file could not be read: our reader stopped inside. We have been told."
        return _unread(artifact, reason), True
    files.put_named(name, answer["reading"])
    return answer["reading"], False


def _unread(artifact: Artifact, reason: str) -> bytes:
    reading = FileReading(
        path=artifact.path,
        type=artifact.type,
        size=artifact.size,
        sha256=artifact.digest,
        skipped_reason=reason,
    )
    return storage.dumps(reading)


def _judge(lease: Lease, run: CheckRun, readings: list[bytes], socket: str) -> dict[str, Any]:
    """Judge in a child; a check that takes the child down is left out of the next try."""
    rubric = run.revision.submission.assignment.rubric
    stopped: dict[str, str] = {}
    while True:
        reached = -1
        show = _Progress(lease, "checking")

        def progress(done: int, total: int, show: _Progress = show) -> None:
            nonlocal reached
            reached = done
            show(done, total)

        request = {
            "op": "judge",
            "readings": readings,
            "main": run.revision.main_path,
            "rubric": rubric.source,
            "rubric_name": str(rubric),
            "stopped": stopped,
        }
        try:
            return sandbox.ask(socket, request, on_progress=progress)
        except sandbox.Died as died:
            checks = registry.all_checks()
            if not 0 <= reached < len(checks) or len(stopped) == TRIES:
                raise
            log.warning("check_died", code=checks[reached].code, reason=died.reason)
            stopped[checks[reached].code] = str(died)
