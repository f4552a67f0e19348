"""``manage.py up``: the whole site with one command, on one machine."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from apps.jobs.supervisor import Child, Supervisor

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Migrates, seeds the demo once, starts web and worker, and keeps them running."""

    help = "Start the site: migrate, seed the demo, run the web server and the worker."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-demo", action="store_true", help="start without the demo")
        parser.add_argument("--no-web", action="store_true", help="start the worker only")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run until Ctrl-C or SIGTERM."""
        host, port = options["host"], options["port"]
        if not options["no_web"]:
            _refuse_taken_port(host, port)
        call_command("migrate", verbosity=0, interactive=False)
        if not (options["no_demo"] or settings.PRODUCTION):
            self._seed_once()
        connections.close_all()
        os.environ["PORT"] = str(port)
        children = [Child("worker", _manage("worker"))]
        if not options["no_web"]:
            children.insert(0, Child("web", _web(host, port)))
        supervisor = Supervisor(children, self._line)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, supervisor.stop)
        banner = _Banner(self._line, host, port) if not options["no_web"] else None
        # What migrating and seeding loaded stays; Python would look through all of it at the end.
        gc.freeze()
        supervisor.run(banner or (lambda: None))
        self._line("Stopped. All data is kept.")

    def _line(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _seed_once(self) -> None:
        """Make the demo if there is nobody yet, and keep what it says about signing in."""
        if "seed_demo" not in get_commands() or get_user_model().objects.exists():
            return
        self._line("Making the demo course …")
        said = io.StringIO()
        try:
            call_command("seed_demo", stdout=said)
        except Exception as error:
            # The site is of use without its demo, and its log says what went wrong.
            log.exception("demo_not_made")
            self._line(f"The demo could not be made ({error}); the site starts without it.")
            return
        _sign_ins().write_text(said.getvalue())


class _Banner:
    """Prints address and sign-ins once the web server answers."""

    def __init__(self, line: Any, host: str, port: int) -> None:
        self._line = line
        self._host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared
        self._port = port
        self._shown = False
        self._give_up = time.monotonic() + 60

    def __call__(self) -> None:
        """Look whether the server is there yet."""
        if self._shown or not _answers(self._host, self._port):
            return
        self._shown = True
        rule = "─" * 64
        self._line(f"\n{rule}\n  AIE Review is running at http://localhost:{self._port}/\n")
        if _sign_ins().exists():
            for text in _sign_ins().read_text().splitlines():
                self._line(f"  {text}")
            self._line("")
        self._line(f"  Ctrl-C stops everything; all data is kept.\n{rule}\n")


def _sign_ins() -> Path:
    return Path(settings.VAR_DIR) / "demo-sign-ins.txt"


def _manage(*words: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]


def _web(host: str, port: int) -> list[str]:
    """Two processes with one thread each: measured best for pages of about twenty queries."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        "--workers=2",
        "--blocking-threads=1",
        "--no-ws",
        "--respawn-failed-workers",
        "--log-level=warning",
        "aie_review.wsgi:application",
    ]


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
            raise CommandError(
                f"Port {port} is taken by another program (is the site running already?). "
                f"Start with another one: PORT={port + 1} make run"
            ) from None


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.2):
            return True
    except OSError:
        return False
