"""Writing one export: gather what may leave, build the file in a limited child, keep the bytes."""

from __future__ import annotations

import time

import structlog

from apps.common import storage
from apps.engine.anchors.selectors import AnchorError
from apps.exports.models import Export
from apps.exports.writing import source_of, written
from apps.jobs import services as jobs
from apps.jobs.models import JobState
from apps.jobs.services import Lease, ending
from apps.sandbox import services as sandbox

log = structlog.get_logger(__name__)

_STEPS = 3


def execute(job_id: int) -> None:
    """Claim the row and write the file; returns at once when another worker has it."""
    lease = jobs.claim(Export, job_id)
    if lease is None:
        return
    stopped = "Our writer stopped inside. We have been told."
    named = structlog.contextvars.bound_contextvars(export=job_id)
    with named, ending(lease, stopped=stopped):
        try:
            _carry_out(lease, _load(job_id))
        except AnchorError as error:
            lease.finish(JobState.FAILED, problem=error.message)
        except sandbox.Died as died:
            ended = JobState.TIMED_OUT if died.reason in {"cpu", "time"} else JobState.FAILED
            lease.finish(ended, problem=f"The file could not be written: {died}.")


def _load(job_id: int) -> Export:
    return Export.objects.select_related(
        "revision__submission__assignment__course", "revision__submission__team"
    ).get(pk=job_id)


def _carry_out(lease: Lease, export: Export) -> None:
    began = time.monotonic()
    lease.progress("gathering", 0, _STEPS)
    source = source_of(export.revision, export.format)
    lease.progress("writing", 1, _STEPS)
    data = written(source)
    lease.progress("keeping", 2, _STEPS)
    digest, stamp = storage.put(data), source.holdings.stamp
    lease.finish(JobState.DONE, values={"digest": digest, "size": len(data), "stamp": stamp})
    log.info(
        "export_written",
        form=export.format,
        seconds=round(time.monotonic() - began, 3),
        size=len(data),
        threads=len(source.holdings.threads),
    )
