"""A real worker process does a queued run, with whatever database and broker the tests are given."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from celery import current_app
from django.conf import settings as configured
from django.db import connection

from apps.checkruns import services
from apps.checkruns.models import CheckRun
from apps.common import storage
from apps.jobs import leases
from tests.factories import ArtifactFactory, CheckRunFactory, RevisionFactory

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db(transaction=True)


def database_url():
    """The test database as another process reaches it."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    sign_in = quote(str(config["USER"]), safe="")
    if config["PASSWORD"]:
        sign_in += ":" + quote(str(config["PASSWORD"]), safe="")
    return f"postgres://{sign_in}@{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"


def remove_queues(prefix):
    """Leave nothing in the broker that the tests were given."""
    url = configured.CELERY_BROKER_URL
    if url.startswith("redis"):
        with redis.Redis.from_url(url) as server:
            server.delete(*server.scan_iter(match=f"{prefix}*"))
    elif not url.startswith("memory"):
        with current_app.connection_for_write() as broker:
            for queue in configured.CELERY_TASK_QUEUES:
                name = prefix + queue.name.removeprefix(configured.QUEUE_PREFIX)
                broker.default_channel.queue_delete(name)
                broker.default_channel.exchange_delete(name)


@pytest.fixture
def worker(settings, tmp_path):
    """Starts a worker that shares database and files with the test; ends it afterwards."""
    from aie_review import env

    prefix = f"test-{uuid.uuid4().hex[:8]}."
    settings.STORAGES = {**settings.STORAGES, "default": env.storage("AIE_UNSET", tmp_path / "f")}
    settings.WAKE_FILE = tmp_path / "wake"
    variables = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": database_url(),
        "STORAGE_URL": f"file://{tmp_path / 'f'}",
        "CELERY_BROKER_URL": configured.CELERY_BROKER_URL,
        "QUEUE_PREFIX": prefix,
    }
    started = []

    def start():
        log = (tmp_path / "log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--concurrency", "1"],
            cwd=ROOT,
            env=variables,
            stdout=log,
            stderr=log,
        )
        log.close()
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        assert process.wait(30) == 0, (tmp_path / "log").read_text()
    remove_queues(prefix)


def queued_run(text):
    data = text.encode()
    revision = RevisionFactory()
    digest = storage.put(data)
    ArtifactFactory(revision=revision, path="design.md", digest=digest, size=len(data))
    return services.run_for(revision)


def wait_for_end(run):
    give_up = time.monotonic() + 40
    while run.state in {"queued", "running"} and time.monotonic() < give_up:
        time.sleep(0.05)
        run.refresh_from_db()
    return run.state


def test_a_worker_does_runs_that_were_queued_before_and_after_it_started(worker):
    before = queued_run("# Before\n\n## Problem\n\nText.\n")
    process = worker()
    assert wait_for_end(before) == "done"
    after = queued_run("# After\n\n## Problem\n\nText.\n")
    assert wait_for_end(after) == "done"
    assert process.poll() is None
    assert after.results.count() == before.results.count() > 0
    assert CheckRun.objects.get(pk=after.pk).attempt == 1


# ---------------------------------------------------------------- stopping
STOP_SECONDS = 3.0


def descendants(pid):
    """Everything that a process has started, by /proc."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found, waiting = set(), {pid}
    while waiting:
        waiting = {one for one, parent in parents.items() if parent in waiting} - found
        found |= waiting
    return found


def alive(pids):
    """Those that still run; who is dead and not yet buried does not."""
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.add(pid)
    return found


def stopped(process, number=signal.SIGTERM):
    """Stop it; how long that took and what it has left behind."""
    started = descendants(process.pid)
    assert started
    before = time.monotonic()
    process.send_signal(number)
    process.wait(30)
    seconds = time.monotonic() - before
    return seconds, alive(started)


def long_design():
    sentences = (f"Service {n} handles {n + 1000} requests per second.\n\n" for n in range(6000))
    return "# Long\n\n## Capacity\n\n" + "".join(sentences)


def test_a_worker_that_is_stopped_gives_its_work_back_and_the_next_one_continues(worker):
    run = queued_run(long_design())
    process = worker()
    give_up = time.monotonic() + 40
    while run.state != "running" and time.monotonic() < give_up:
        time.sleep(0.01)
        run.refresh_from_db()
    seconds, left = stopped(process)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.token) == ("queued", 0, "")
    assert seconds < STOP_SECONDS
    assert left == set()
    worker()
    assert wait_for_end(run) == "done"
    assert run.attempt == 1


def test_being_stopped_often_does_not_cost_a_run_its_attempts():
    run = CheckRunFactory()
    for _ in range(5):
        assert leases.claim(CheckRun, run.pk)
        assert leases.give_back_of(CheckRun, {os.getpid()}) == 1
    assert leases.sweep(CheckRun) == 0
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("queued", 0)


def test_only_what_the_stopped_processes_held_is_given_back():
    mine, other = CheckRunFactory(), CheckRunFactory()
    assert leases.claim(CheckRun, mine.pk)
    assert leases.claim(CheckRun, other.pk)
    CheckRun.objects.filter(pk=other.pk).update(pid=os.getpid() + 1)
    elsewhere = CheckRunFactory(state="running", attempt=1, pid=os.getpid(), host="elsewhere")
    assert leases.give_back_of(CheckRun, {os.getpid()}) == 1
    states = dict(CheckRun.objects.values_list("pk", "state"))
    assert states == {mine.pk: "queued", other.pk: "running", elsewhere.pk: "running"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_whole_site_stops_in_under_three_seconds_and_leaves_nothing(tmp_path, number):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "STORAGE_URL": "",
        "QUEUE_PREFIX": f"test-{uuid.uuid4().hex[:8]}.",
    }
    log = tmp_path / "log"
    with log.open("wb") as out:
        site = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)],
            cwd=ROOT, env=variables, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        give_up = time.monotonic() + 90
        while not all(words in log.read_text() for words in ("is running at", "ready.")):
            assert time.monotonic() < give_up, log.read_text()
            time.sleep(0.1)
        seconds, left = stopped(site, number)
    finally:
        site.kill()
        site.wait()
        remove_queues(variables["QUEUE_PREFIX"])
    assert seconds < STOP_SECONDS, log.read_text()
    assert left == set()
    assert site.returncode == 0
    assert "Traceback" not in log.read_text()
