"""``manage.py worker``: Celery's worker with its fork server and caretaker."""

from __future__ import annotations

import os
import warnings
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from celery.platforms import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from apps.jobs.caretaker import CaretakerStep, take_over
from apps.jobs.stopping import StopStep
from apps.sandbox.services import SOCKET_VARIABLE, Launcher

QUEUES = ("checks", "parse", "exports", "mail")


class Command(BaseCommand):
    """Works off the queues until it is told to stop; SIGTERM gives running work back at once."""

    help = "Run a background worker: Celery's, with the sweep inside."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--queues", default=",".join(QUEUES), help="separated by commas")
        parser.add_argument("--concurrency", type=int, default=settings.WORKER_CONCURRENCY)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Start the fork server before the pool, so that its memory is clean, then the worker."""
        launcher = Launcher()
        launcher.check()
        os.environ[SOCKET_VARIABLE] = launcher.path
        # A worker serves no pages; `up` and `check` look at those.
        os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
        released = take_over()
        if released:
            self.stdout.write(f"Took back {released} runs of workers that died.")
        connections.close_all()
        for step in (CaretakerStep, StopStep):
            step.launcher = launcher
            current_app.steps["worker"].add(step)
        # One line of advice about the root user would be printed as a traceback-like block.
        warnings.filterwarnings("ignore", category=SecurityWarning)
        worker = current_app.Worker(
            queues=[settings.QUEUE_PREFIX + name for name in options["queues"].split(",")],
            concurrency=options["concurrency"],
            pool="prefork",
            loglevel="INFO",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=not settings.QUORUM_QUEUES,
            redirect_stdouts=False,
            quiet=True,
        )
        try:
            worker.start()
        finally:
            launcher.stop()
        raise SystemExit(worker.exitcode)
