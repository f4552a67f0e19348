"""Kill the worker in the middle of its work and count what is lost: ``make drill-worker``.

For each broker: 20 runs are queued, a worker starts, and when some runs are done its whole process
group gets SIGKILL. Embedded, the supervisor of ``manage.py up`` starts it again; with Redis and
RabbitMQ the drill does. All 20 must be done within 60 seconds of the restart, each once.

``BROKERS=embedded`` (a list with commas) chooses; ``DRILL_POSTGRES_URL``, ``DRILL_REDIS_URL`` and
``DRILL_RABBITMQ_URL`` name the servers. Database, queues and files are its own and are removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
RUNS = 20
KILL_AFTER = 5
SECONDS = 60.0
POSTGRES = os.environ.get("DRILL_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test")
BROKER_URLS = {
    "embedded": "memory://localhost/",
    "redis": os.environ.get("DRILL_REDIS_URL", "redis://127.0.0.1:6379/9"),
    "rabbitmq": os.environ.get("DRILL_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//"),
}


@dataclass(frozen=True)
class Row:
    """One line of the table; ``seconds`` counts from the restart, ``again`` runs were begun twice."""

    broker: str
    database: str
    done_at_kill: int
    done: int
    lost: int
    twice: int
    again: int
    seconds: float
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether this broker lost nothing, doubled nothing and was quick enough."""
        return (
            not self.problem
            and self.done == RUNS
            and not self.twice
            and self.seconds <= SECONDS
            and 0 < self.done_at_kill < RUNS
        )


def main() -> int:
    """Run the drill for each broker in a process of its own and print the table."""
    if len(sys.argv) > 1:
        print(json.dumps(asdict(_drill(sys.argv[1]))))
        return 0
    names = os.environ.get("BROKERS", ",".join(BROKER_URLS)).split(",")
    rows = [_in_own_process(name) for name in names]
    print(
        f"\n{'broker':<10} {'database':<10} {'at kill':>8} {'done':>5} {'lost':>5} {'twice':>6} "
        f"{'begun again':>12} {'seconds':>8}"
    )
    for row in rows:
        print(
            f"{row.broker:<10} {row.database:<10} {row.done_at_kill:>8} {row.done:>5} "
            f"{row.lost:>5} {row.twice:>6} {row.again:>12} {row.seconds:>8.1f}  "
            f"{'ok' if row.good else 'NOT GOOD ' + row.problem}"
        )
    return 0 if all(row.good for row in rows) else 1


def _in_own_process(broker: str) -> Row:
    """Every broker needs settings of its own, so it gets a process of its own."""
    url = BROKER_URLS[broker]
    database = "sqlite" if broker == "embedded" else "postgres"
    if broker != "embedded":
        for server in (url, POSTGRES):
            parts = urlsplit(server)
            if not _listens(parts.hostname or "", parts.port or 5432):
                return Row(broker, database, 0, 0, 0, 0, 0, 0.0, f"no server at {parts.netloc}")
    print(f"{broker}: {RUNS} runs, kill after {KILL_AFTER} …", flush=True)
    with tempfile.TemporaryDirectory(prefix="aie-drill-") as folder, _database(broker) as db:
        env = {
            **os.environ,
            "VAR_DIR": folder,
            "DATABASE_URL": db,
            "STORAGE_URL": f"file://{folder}/files",
            "CELERY_BROKER_URL": url,
            "QUEUE_PREFIX": f"drill-{os.getpid()}.",
            "DJANGO_SETTINGS_MODULE": "aie_review.settings",
            "SITE_URL": "http://localhost",
        }
        process = subprocess.run(
            [sys.executable, "-m", "tests.bench.drill_worker", broker],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            check=False,
        )
        if process.returncode:
            return Row(broker, database, 0, 0, 0, 0, 0, 0.0, f"exit {process.returncode}")
        return Row(**json.loads(process.stdout.splitlines()[-1]))


@contextlib.contextmanager
def _database(broker: str) -> Iterator[str]:
    """A fresh PostgreSQL database for the real brokers; SQLite in the drill's folder otherwise."""
    if broker == "embedded":
        yield ""
        return
    import psycopg

    name = f"aie_drill_{os.getpid()}_{broker}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _listens(host: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=2):
        return True
    return False


# ---------------------------------------------------------------- in the process of one broker


def _drill(broker: str) -> Row:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    row = None
    try:
        row = _measure(broker)
        return row
    finally:
        if not (row and row.good):
            sys.stderr.write((Path(os.environ["VAR_DIR"]) / "log").read_text()[-6000:])
        _remove_queues(broker)


def _measure(broker: str) -> Row:
    _queue_runs()
    with (Path(os.environ["VAR_DIR"]) / "log").open("ab") as log:
        process = _start(broker, log)
        try:
            at_kill = _wait_for(KILL_AFTER, 60.0)
            os.killpg(_worker_group(broker, process), signal.SIGKILL)
            restarted = time.monotonic()
            if broker != "embedded":
                process.wait()
                process = _start(broker, log)
            done = _wait_for(RUNS, SECONDS)
            seconds = time.monotonic() - restarted
        finally:
            _stop(process)
    return _count(broker, at_kill, done, seconds)


def _queue_runs() -> None:
    """Twenty revisions, each with a design of its own, and their queued runs."""
    from datetime import timedelta

    from django.utils import timezone

    from apps.accounts.models import User
    from apps.checkruns import services
    from apps.courses.models import Assignment, Course, Rubric, Team
    from apps.engine import rubric

    rules = rubric.project1()
    now = timezone.now()
    course = Course.objects.create(title="Drill")
    assignment = Assignment.objects.create(
        course=course,
        title="Drill",
        opens_at=now,
        due_at=now + timedelta(days=1),
        rubric=Rubric.objects.create(
            digest=rules.digest,
            rubric_id=rules.id,
            version=rules.version,
            title="Drill",
            source=rubric.project1_source(),
        ),
    )
    person = User.objects.create_user("drill@example.org", name="Drill")
    for number in range(RUNS):
        team = Team.objects.create(course=course, name=f"Team {number}")
        services.run_for(_revision(assignment, team, person, number))


def _revision(assignment: Any, team: Any, person: Any, number: int) -> Any:
    import hashlib

    from django.utils import timezone

    from apps.common import storage
    from apps.submissions.models import Artifact, Revision, Submission

    contents = {"design.md": _design(number), "adr/0001-queue.md": _adr(number)}
    submission = Submission.objects.create(assignment=assignment, team=team)
    digests = {path: storage.put(text.encode()) for path, text in contents.items()}
    revision = Revision.objects.create(
        submission=submission,
        number=1,
        uploaded_by=person,
        received_at=timezone.now(),
        digest=hashlib.sha256(repr(sorted(digests.items())).encode()).hexdigest(),
        upload_name="design.zip",
        upload_digest=digests["design.md"],
        upload_size=1,
    )
    Artifact.objects.bulk_create(
        Artifact(
            revision=revision, path=path, digest=digest, size=len(contents[path]), type="markdown"
        )
        for path, digest in digests.items()
    )
    return revision


def _design(number: int) -> str:
    rows = "\n".join(
        f"| Service {n} | {number + n + 3} | 3 | 500 | {300 * (n + number)} |" for n in range(40)
    )
    nodes = "\n".join(f"  S{n}[Service {n}] --> S{n + 1}[Service {n + 1}]" for n in range(40))
    return (
        f"# Design {number}\n\n## Problem\n\nRank items for {1000 + number} users.\n\n"
        f"## Capacity\n\n| Component | Replicas | Zones | QPS per replica | Peak QPS |\n"
        f"|---|---|---|---|---|\n{rows}\n\n## Architecture\n\n```mermaid\nflowchart LR\n{nodes}\n```\n"
    )


def _adr(number: int) -> str:
    return (
        f"# 1. Use queue {number}\n\nDate: 2025-03-0{number % 9 + 1}\n\n## Status\n\nAccepted\n\n"
        "## Context\n\nBursts.\n\n## Decision\n\nWe use a queue.\n\n## Consequences\n\nLatency.\n"
    )


def _start(broker: str, log: Any) -> subprocess.Popen[bytes]:
    command = ["worker"]
    if broker == "embedded":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = ["up", "--no-demo", "--port", str(port)]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *command],
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _worker_group(broker: str, process: subprocess.Popen[bytes]) -> int:
    """Process group of the worker: the supervisor's child that runs ``worker``, or our own child."""
    if broker != "embedded":
        return process.pid
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            words = (stat.parent / "cmdline").read_bytes().split(b"\0")
            if parent == process.pid and b"worker" in words:
                return int(stat.parent.name)
    raise RuntimeError("the supervisor has no worker")


def _wait_for(count: int, seconds: float) -> int:
    """Wait until ``count`` runs are done; how many are when it ends."""
    from django.db import connection

    from apps.checkruns.models import CheckRun

    give_up = time.monotonic() + seconds
    while True:
        done = CheckRun.objects.filter(state="done").count()
        if done >= count or time.monotonic() > give_up:
            connection.close()
            return done
        time.sleep(0.02)


def _count(broker: str, at_kill: int, done: int, seconds: float) -> Row:
    """A run is there twice when its rows are not exactly what its stored report says."""
    from apps.checkruns import queries
    from apps.checkruns.models import CheckRun

    runs = list(CheckRun.objects.all())
    twice = max(0, len(runs) - RUNS)
    for run in runs:
        report = queries.report_of(run) or {"outcomes": [], "findings": []}
        rows = (run.results.count(), run.findings.count())
        twice += rows != (len(report["outcomes"]), len(report["findings"]))
    states = sorted({run.state for run in runs} - {"done"})
    return Row(
        broker=broker,
        database="sqlite" if broker == "embedded" else "postgres",
        done_at_kill=at_kill,
        done=done,
        lost=RUNS - done,
        twice=twice,
        again=sum(1 for run in runs if run.attempt > 1),
        seconds=seconds,
        problem=f"also {', '.join(states)}" if states else "",
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _remove_queues(broker: str) -> None:
    """Leave nothing of the drill in the broker."""
    if broker == "embedded":
        return
    from celery import current_app
    from django.conf import settings

    with current_app.connection_for_write() as connection:
        channel = connection.default_channel
        for queue in settings.CELERY_TASK_QUEUES:
            queue(channel).delete()
            queue.exchange(channel).delete()
    if broker == "redis":
        import redis

        with redis.Redis.from_url(BROKER_URLS["redis"]) as server:
            keys = list(server.scan_iter(match=f"{settings.QUEUE_PREFIX}*"))
            if keys:
                server.delete(*keys)


if __name__ == "__main__":
    raise SystemExit(main())
