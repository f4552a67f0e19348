"""Bringing annotations in: read in a limited child, rendered in others, written in short transactions.

One call works for a few seconds and goes to the end of the queue, so a long file does not keep a worker
from what others wait for. Each part is written together with how far it reaches: whoever goes on after
a worker died takes nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import structlog

from apps.accounts.policy import allows
from apps.annotations import policy
from apps.checkruns.queries import ready_run
from apps.common import storage as files
from apps.engine import storage
from apps.engine.comment_markup import MAX_BODY
from apps.engine.exports.incoming import Incoming, IncomingComment
from apps.exports import services
from apps.exports.contents import revision_iri
from apps.exports.models import AnnotationImport, ImportProblem
from apps.jobs import services as jobs
from apps.jobs.models import OPEN_STATES, JobState
from apps.jobs.services import Lease, ending
from apps.sandbox import services as sandbox
from apps.submissions.access import identity_before

log = structlog.get_logger(__name__)

SLICE_SECONDS = 5.0
"""After this long others have their turn."""
PART = 100
"""Comments that are written in one transaction; on SQLite everybody else's writing waits for it."""
PART_CHARACTERS = 200_000
"""Characters that are rendered in one child, at the very worst 5 seconds of its processor time."""

_AGAIN = "What was taken so far stays; sending the file again takes the rest and nothing twice."


def execute(job_id: int) -> None:
    """Claim the row and take a part; returns at once when it is not its turn."""
    lease = None if _must_wait(job_id) else jobs.claim(AnnotationImport, job_id)
    if lease is None:
        return
    job = _load(job_id)
    named = structlog.contextvars.bound_contextvars(annotations=job_id)
    with named, ending(lease, stopped=f"Our reader stopped inside. We have been told. {_AGAIN}"):
        try:
            _carry_out(lease, job)
        except services.ImportRefused as refused:
            _end(lease, job, JobState.FAILED, str(refused))
        except sandbox.Died as died:
            ended = JobState.TIMED_OUT if died.reason in {"cpu", "time"} else JobState.FAILED
            _end(lease, job, ended, f"{_what(job)}: {died}. {_what_to_do(job)}")
    _leave(job)


def _must_wait(job_id: int) -> bool:
    """Whether another import of the same person comes first."""
    rows = AnnotationImport.objects.filter(state__in=OPEN_STATES)
    own = AnnotationImport.objects.filter(pk=job_id).values("author")
    return rows.filter(author__in=own, pk__lt=job_id).exists()


def _load(job_id: int) -> AnnotationImport:
    return AnnotationImport.objects.select_related(
        "author",
        "review",
        "revision__submission__assignment__course",
        "revision__submission__assignment__rubric",
        "revision__submission__team",
    ).get(pk=job_id)


def _carry_out(lease: Lease, job: AnnotationImport) -> None:
    until = time.monotonic() + SLICE_SECONDS
    who = identity_before(job.author, job.revision.submission)
    if not allows("thread.write", who):
        raise services.ImportRefused("You may no longer comment on this revision.")
    incoming = _incoming(lease, job)
    taking = services.Taking(job, incoming, policy.states_of_own(who))
    for part in _parts(incoming, job.position):
        if time.monotonic() > until:
            lease.give_way()
            return
        batch = _rendered(part, taking)
        with lease.writing():
            taking.take(batch)
    _end(lease, job, JobState.DONE)


def _incoming(lease: Lease, job: AnnotationImport) -> Incoming:
    """What the file holds; read once and kept until the import has ended."""
    kept = files.get_named(_name(job))
    if kept is None:
        lease.progress("reading", 0, 0)
        kept = _read(job)
        files.put_named(_name(job), kept)
    incoming = storage.loads(kept, Incoming)
    if job.total is None:
        with lease.writing():
            ImportProblem.objects.bulk_create(
                ImportProblem(
                    job=job, where=one.where, index=one.index, message=one.message, hint=one.hint
                )
                for one in incoming.notes
            )
            job.total = len(incoming.comments)
            job.save(update_fields=["total"])
    return incoming


def _read(job: AnnotationImport) -> bytes:
    run = ready_run(job.revision)
    answer = _ask(
        {
            "op": "annotations",
            "package": files.get_named(run.package_name) if run else None,
            "data": files.get(job.digest),
            "revision_iri": revision_iri(job.revision),
            "salt": job.revision.submission.public_id,
        }
    )
    if "refused" in answer:
        raise services.ImportRefused(answer["refused"])
    return bytes(answer["incoming"])


def _parts(incoming: Incoming, position: int) -> Iterator[list[IncomingComment]]:
    """The comments from ``position`` on, as many at a time as one child renders."""
    part: list[IncomingComment] = []
    room = PART_CHARACTERS
    for comment in incoming.comments[position:]:
        room -= min(len(comment.body), MAX_BODY)
        if part and (len(part) == PART or room < 0):
            yield part
            part, room = [], PART_CHARACTERS - min(len(comment.body), MAX_BODY)
        part.append(comment)
    if part:
        yield part


def _rendered(part: list[IncomingComment], taking: services.Taking) -> list[services.Writable]:
    """With HTML where the comment is new; whether it is so still is asked again under the lock."""
    batch = [services.writable(one, taking.job.author) for one in part]
    fresh = taking.fresh(part)
    bodies = [one.body[:MAX_BODY] for one in batch if one.found.key in fresh]
    if not bodies:
        return batch
    written = iter(_ask({"op": "comments", "bodies": bodies})["html"])
    return [one.shown(next(written)) if one.found.key in fresh else one for one in batch]


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    with sandbox.server() as socket:
        return sandbox.ask(socket, request)


def _end(lease: Lease, job: AnnotationImport, state: JobState, problem: str = "") -> None:
    ended = lease.finish(state, problem=problem, write=lambda: services.import_settle(job=job))
    if ended:
        log.info(
            "annotations_taken",
            state=state,
            comments=job.comments,
            known=job.known,
            total=job.total,
            size=job.size,
        )


def _leave(job: AnnotationImport) -> None:
    """Ring for whose turn it is; what was read is of no use when all is done."""
    rows = AnnotationImport.objects.filter(state__in=OPEN_STATES)
    if not rows.filter(pk=job.pk).exists():
        files.drop_named(_name(job))
    following = rows.filter(author=job.author).order_by("pk").first()
    if following is not None:
        jobs.enqueue(services.IMPORT, following.pk)


def _name(job: AnnotationImport) -> str:
    return f"imports/{job.public_id}.json"


def _what(job: AnnotationImport) -> str:
    return "The file could not be read" if job.total is None else "It came to no end"


def _what_to_do(job: AnnotationImport) -> str:
    if job.total is None:
        return (
            "Nothing was imported. Split the file into several and send them one after the other."
        )
    return _AGAIN
