"""Two imports of 5,000 annotations at once, and everybody else: ``make drill-imports``.

For SQLite and PostgreSQL the site is started with its demo. First other people load 200 pages and save
50 drafts while nothing else goes on; then the same again while two students import 5,000 annotations
of about 1,600 characters each. No request may fail, both imports must come to their end complete, and
the 95th percentile may be at most three times that of the quiet phase of the same run.

``DATABASES=sqlite`` (a list with commas) chooses, ``DRILL_POSTGRES_URL`` names the server, ``PORT`` the
first of two ports.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("DRILL_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test")
PORT = int(os.environ.get("PORT", "8127"))
PAGES, DRAFTS, ANNOTATIONS = 200, 50, 5_000
VISITORS = 2
PAGE_EVERY, DRAFT_EVERY = 0.2, 0.4
"""Seconds from the begin of one request of a person to the begin of the next."""
RATIO = 3.0
IMPORT_SECONDS = 600.0

_WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from django.conf import settings
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from apps.accounts.models import User
from apps.accounts.services import token_create
from apps.submissions.models import Revision
ends = timezone.now() + timedelta(days=1)
def token(person):
    return token_create(user=person, name="drill", scopes=["read", "review"], expires_at=ends)[1]
def cookie(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key
def newest(email):
    rows = Revision.objects.filter(submission__team__members__email=email)
    return rows.order_by("-number").first().public_id
people = {one.email.partition("@")[0]: one for one in User.objects.all()}
importers = ("student", "student2")
others = ("emil.berg", "luca.ferri", "peter.osei")
print("WORLD " + json.dumps({
    "tokens": {name: token(people[name]) for name in (*importers, "ta")},
    "cookies": {name: cookie(people[name]) for name in ("ta", "instructor")},
    "imported": [newest(f"{name}@example.org") for name in importers],
    "others": [newest(f"{name}@example.org") for name in others],
}))
"""


@dataclass
class Phase:
    """Seconds of each request of a phase, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def percentile(self, part: float) -> float:
        """The time that ``part`` of the requests stayed below."""
        times = sorted(self.seconds)
        return times[min(len(times) - 1, int(len(times) * part))] if times else 0.0


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    database: str
    quiet: Phase
    busy: Phase
    during: int
    imports: list[dict[str, Any]]
    seconds: float

    @property
    def ratio(self) -> float:
        """How much longer the 95th percentile is beside the imports."""
        return self.busy.percentile(0.95) / max(self.quiet.percentile(0.95), 1e-9)

    @property
    def problems(self) -> list[str]:
        """What missed a bar."""
        found = [*self.quiet.errors, *self.busy.errors][:5]
        if self.ratio > RATIO:
            found.append(f"the ratio is above {RATIO}")
        for one in self.imports:
            if (one["state"], one["comments"]) != ("done", ANNOTATIONS):
                found.append(f"an import is {one['state']} with {one['comments']} comments")
        return found


def main() -> int:
    """Run the drill on each database and print the table."""
    # Whoever stops the drill stops the sites that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    names = os.environ.get("DATABASES", "sqlite,postgres").split(",")
    rows = [_drill(name, PORT + number) for number, name in enumerate(names)]
    print(
        f"\n{'database':<10} {'requests':>9} {'quiet p50':>10} {'p95':>7} {'busy p50':>9} {'p95':>7} "
        f"{'ratio':>6} {'errors':>7} {'while importing':>16} {'imports':>9}"
    )
    for row in rows:
        quiet, busy = row.quiet, row.busy
        print(
            f"{row.database:<10} {len(busy.seconds):>9} {quiet.percentile(0.5) * 1000:>7.0f} ms "
            f"{quiet.percentile(0.95) * 1000:>4.0f} ms {busy.percentile(0.5) * 1000:>6.0f} ms "
            f"{busy.percentile(0.95) * 1000:>4.0f} ms {row.ratio:>6.2f} "
            f"{len(quiet.errors) + len(busy.errors):>7} {row.during:>16} {row.seconds:>7.0f} s  "
            f"{'ok' if not row.problems else 'NOT GOOD: ' + '; '.join(row.problems)}"
        )
    return 0 if not any(row.problems for row in rows) else 1


def _drill(database: str, port: int) -> Row:
    print(f"{database}: starting the site …", flush=True)
    with tempfile.TemporaryDirectory(prefix="aie-drill-") as folder, _database(database) as url:
        env = {
            **os.environ,
            "VAR_DIR": folder,
            "DATABASE_URL": url,
            "SITE_URL": f"http://localhost:{port}",
            "LOG_LEVEL": "WARNING",
        }
        with _site(env, port) as address:
            site = _Site(address, _world(env))
            site.phase()  # what is slow only once is left out
            print(f"{database}: the quiet phase …", flush=True)
            quiet = site.phase()
            print(f"{database}: two imports …", flush=True)
            return site.beside_imports(database, quiet)


@contextlib.contextmanager
def _database(name: str) -> Iterator[str]:
    """A fresh PostgreSQL database, or SQLite in the drill's folder."""
    if name == "sqlite":
        yield ""
        return
    import psycopg

    fresh = f"aie_drill_imports_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{fresh}"')
        try:
            yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{fresh}"))
        finally:
            connection.execute(f'DROP DATABASE "{fresh}" WITH (FORCE)')


@contextlib.contextmanager
def _site(env: dict[str, str], port: int) -> Iterator[str]:
    """The whole site as people start it: two web processes and the worker."""
    path = Path(env["VAR_DIR"]) / "site.log"
    address = f"http://localhost:{port}"
    with path.open("ab") as log:
        command = [sys.executable, "manage.py", "up", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait_for(address, process, path)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
            troubles = [line for line in path.read_text().splitlines() if "rror" in line]
            print("\n".join(troubles[-20:]), file=sys.stderr)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 600
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.5)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")


def _world(env: dict[str, str]) -> dict[str, Any]:
    """Who is there and what they look at, made in the site's own configuration."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", _WORLD]
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    line = next(one for one in answer.stdout.splitlines() if one.startswith("WORLD "))
    return dict(json.loads(line.removeprefix("WORLD ")))


class _Site:
    """Requests of people to the running site."""

    def __init__(self, address: str, world: dict[str, Any]) -> None:
        self.address = address
        self.world = world

    def ask(
        self, path: str, headers: dict[str, str], method: str = "GET", body: bytes | None = None
    ) -> tuple[int, bytes]:
        """One request; the status and what came."""
        request = urllib.request.Request(f"{self.address}{path}", body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError as error:
            return 0, str(error).encode()

    def as_program(self, person: str) -> dict[str, str]:
        """Headers of a request with somebody's token."""
        token = self.world["tokens"][person]
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def phase(self) -> Phase:
        """200 pages by two people, 50 drafts by a third."""
        found = Phase()
        with ThreadPoolExecutor(VISITORS + 1) as pool:
            work = [
                pool.submit(self._visit, person, PAGES // VISITORS, found)
                for person in self.world["cookies"]
            ]
            work.append(pool.submit(self._write, found))
            for one in work:
                one.result()
        return found

    def _visit(self, person: str, count: int, found: Phase) -> None:
        headers = {"Cookie": f"sessionid={self.world['cookies'][person]}"}
        pages = [f"/r/{one}/{part}" for one in self.world["others"] for part in ("", "document/")]
        # Also where the annotations come in: staff look at everybody's work.
        pages += [f"/r/{one}/document/" for one in self.world["imported"]]
        for number in range(count):
            self._timed(found, pages[number % len(pages)], headers)

    def _write(self, found: Phase) -> None:
        target = {"kind": "document", "artifact": "design.md"}
        headers = self.as_program("ta")
        for number in range(DRAFTS):
            revision = [*self.world["imported"], *self.world["others"]][number % 5]
            given = {"body": f"Draft {number}: is *this* so?", "target": target, "based_on": 0}
            path = f"/api/v1/revisions/{revision}/drafts/{uuid.uuid4().hex}/"
            body = json.dumps(given).encode()
            self._timed(found, path, headers, body)

    def _timed(
        self, found: Phase, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> None:
        """One request of a phase, and a pause until the next is due."""
        began = time.monotonic()
        status, said = self.ask(path, headers, "PUT" if body else "GET", body)
        took = time.monotonic() - began
        found.seconds.append(took)
        if status not in {200, 201}:
            found.errors.append(f"{path} {status} {said[:100]!r}")
        time.sleep(max(0.0, (DRAFT_EVERY if body else PAGE_EVERY) - took))

    def beside_imports(self, database: str, quiet: Phase) -> Row:
        """The same phase while two students import; then what became of that."""
        began = time.monotonic()
        both = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            pairs = zip(("student", "student2"), self.world["imported"], strict=True)
            sent = [pool.submit(self._send, who, revision, both) for who, revision in pairs]
            jobs = [one.result() for one in sent]
        busy = self.phase()
        states = [self._state(*job) for job in jobs]
        during = sum(one["done"] for one in states)
        while any(not one["finished_at"] for one in states):
            if time.monotonic() - began > IMPORT_SECONDS:
                break
            time.sleep(1)
            states = [self._state(*job) for job in jobs]
        return Row(database, quiet, busy, during, states, time.monotonic() - began)

    def _send(self, person: str, revision: str, both: threading.Barrier) -> tuple[str, str]:
        data = annotations()
        both.wait()
        path = f"/api/v1/revisions/{revision}/annotations/"
        status, said = self.ask(path, self.as_program(person), "POST", data)
        if status != 202:
            raise RuntimeError(f"the import was not taken: {status} {said[:300]!r}")
        return person, json.loads(said)["id"]

    def _state(self, person: str, job: str) -> dict[str, Any]:
        _, said = self.ask(f"/api/v1/imports/{job}/", self.as_program(person))
        return dict(json.loads(said))


def annotations() -> bytes:
    """5,000 annotations whose Markdown is slow to render, about 8 MB."""
    salt = uuid.uuid4().hex
    found = [
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "id": f"urn:{salt}:{number}",
            "body": {"type": "TextualBody", "value": f"{number} " + "*a _b " * 260},
            "target": "design.md",
        }
        for number in range(ANNOTATIONS)
    ]
    return json.dumps(found).encode()


if __name__ == "__main__":
    raise SystemExit(main())
