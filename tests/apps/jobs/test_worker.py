"""A real worker process does a queued run, with whatever database and broker the tests are given."""

from __future__ import annotations

import os
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
from tests.factories import ArtifactFactory, RevisionFactory

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
