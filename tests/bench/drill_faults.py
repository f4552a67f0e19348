"""Let things break while people work, and look what they are told: ``make drill-faults``.

For each fault the real site is started (two web processes and a worker) on data of its own; people hand
in, save drafts, publish, change their names and read pages while the fault is there. Every answer must
be the right one or 503 in the right form; what was answered well must be stored, what was answered with
"nothing was stored" must not be, nothing may be stored by half; afterwards everything that was refused
is sent again and everything that waits is done. Otherwise it ends with 1.

``FAULTS=sqlite-lock,...`` chooses; ``DRILL_POSTGRES_URL``, ``DRILL_REDIS_URL`` and
``DRILL_RABBITMQ_URL`` name the servers. Database, queues, disks and files are its own and are removed.
A full disk is a small one that is mounted; who may not mount gets a limit of the size of files instead.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.bench import drill_worker, faults
from tests.bench.faults_people import Crowd, Deed, Person

ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("DRILL_SECONDS", "20"))
COMPLETE = 120.0
TEAMS = 4
FAULTS = {
    "sqlite-lock": ("sqlite", "embedded"),
    "postgres-lock": ("postgres", "embedded"),
    "postgres-terminations": ("postgres", "embedded"),
    "full-files": ("sqlite", "embedded"),
    "full-disk": ("sqlite", "embedded"),
    "redis-away": ("postgres", "redis"),
    "rabbitmq-away": ("postgres", "rabbitmq"),
}


@dataclass
class Row:
    """One line of the table."""

    fault: str
    statuses: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    lost: int = 0
    denied: int = 0
    halves: list[str] = field(default_factory=list)
    complete: float = 0.0
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether everybody was told the truth and all is there."""
        return not (self.problem or self.wrong or self.lost or self.denied or self.halves)


def main() -> int:
    """Run the drill for each fault in a process of its own and print the table."""
    if len(sys.argv) > 1:
        print(json.dumps(asdict(_drill(sys.argv[1]))))
        return 0
    names = os.environ.get("FAULTS", ",".join(FAULTS)).split(",")
    rows = [_in_own_process(name) for name in names]
    print(
        f"\n{'fault':<22} {'answers':<44} {'slowest':>8} {'lost':>5} {'denied':>7} "
        f"{'halves':>7} {'complete after':>15}"
    )
    for row in rows:
        said = " ".join(f"{status}:{count}" for status, count in sorted(row.statuses.items()))
        print(
            f"{row.fault:<22} {said:<44} {row.slowest:>6.1f} s {row.lost:>5} {row.denied:>7} "
            f"{len(row.halves):>7} {row.complete:>13.1f} s  {'ok' if row.good else 'NOT GOOD'}"
        )
        for words in (row.problem, *row.wrong[:5], *row.halves[:5]):
            if words:
                print(f"{'':<22} {words[:160]}")
    return 0 if all(row.good for row in rows) else 1


def _in_own_process(fault: str) -> Row:
    """Every fault needs settings of its own, so it gets a process of its own."""
    database, broker = FAULTS[fault]
    for url in (drill_worker.POSTGRES, drill_worker.BROKER_URLS[broker]):
        parts = urlsplit(url)
        needed = "memory" not in url and (database == "postgres" or url != drill_worker.POSTGRES)
        if needed and not drill_worker._listens(parts.hostname or "", parts.port or 5432):
            return Row(fault, problem=f"no server at {parts.netloc}")
    print(f"{fault}: {SECONDS:.0f} s on {database}, {broker} …", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="aie-faults-") as folder,
        drill_worker._database("embedded" if database == "sqlite" else fault) as url,
    ):
        env = {
            **os.environ,
            "DRILL_FOLDER": folder,
            "VAR_DIR": f"{folder}/var",
            "DATABASE_URL": url,
            "STORAGE_URL": "",
            "CELERY_BROKER_URL": drill_worker.BROKER_URLS[broker],
            "QUEUE_PREFIX": f"drill-{os.getpid()}.",
            "DJANGO_SETTINGS_MODULE": "aie_review.settings",
            "SITE_URL": "http://localhost",
        }
        process = subprocess.run(
            [sys.executable, "-m", "tests.bench.drill_faults", fault],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            check=False,
        )
        if process.returncode:
            return Row(fault, problem=f"exit {process.returncode}")
        return Row(**json.loads(process.stdout.splitlines()[-1]))


# ---------------------------------------------------------------- in the process of one fault


def _drill(fault: str) -> Row:
    folder = Path(os.environ["DRILL_FOLDER"])
    disk = {"full-files": folder / "var" / "files", "full-disk": folder / "var"}.get(fault)
    small = faults.small_disk(disk, "40m") if disk else contextlib.nullcontext(False)
    with small as mounted:
        import django

        gate = _gate(fault)
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        row = Row(fault)
        try:
            with _site(folder) as (port, pid):
                _measure(row, port, _injected(fault, gate, disk if mounted else None, pid))
        finally:
            if not row.good:
                sys.stderr.write((folder / "log").read_text()[-8000:])
            drill_worker._remove_queues(FAULTS[fault][1])
        return row


def _gate(fault: str) -> faults.Gate | None:
    """Between the site and its broker, for faults of the broker; the settings are read after it."""
    if not fault.endswith("-away"):
        return None
    parts = urlsplit(os.environ["CELERY_BROKER_URL"])
    gate = faults.Gate(parts.port or (5672 if "amqp" in parts.scheme else 6379))
    sign_in = f"{parts.username}:{parts.password}@" if parts.username else ""
    place = f"{sign_in}127.0.0.1:{gate.port}"
    os.environ["CELERY_BROKER_URL"] = urlunsplit(parts._replace(netloc=place))
    return gate


def _injected(fault: str, gate: faults.Gate | None, disk: Path | None, pid: int) -> Any:
    """The fault, as a context manager."""
    from django.db import connection

    if gate is not None:
        return gate.shut()
    if fault == "sqlite-lock":
        return faults.sqlite_lock(Path(connection.settings_dict["NAME"]))
    if fault.startswith("full-"):
        return faults.full_disk(disk) if disk else faults.no_room_for(faults.descendants(pid))
    locked = fault == "postgres-lock"
    return (faults.postgres_lock if locked else faults.postgres_terminations)(
        os.environ["DATABASE_URL"]
    )


@contextlib.contextmanager
def _site(folder: Path) -> Iterator[tuple[int, int]]:
    """The site as people start it, until it answers; its port and process."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "up", "--no-demo", "--port", str(port)],
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        give_up = time.monotonic() + 120
        while not all(words in log.read_text() for words in ("is running at", "ready.")):
            if time.monotonic() > give_up:
                raise RuntimeError("the site did not start")
            time.sleep(0.2)
        yield port, process.pid
    finally:
        drill_worker._stop(process)


def _measure(row: Row, port: int, injected: Any) -> None:
    from tests.bench import faults_course as course

    world = course.make(TEAMS, port)
    _wait_for_work(60.0)
    crowd = Crowd()
    _set_to_work(crowd, world)
    try:
        time.sleep(2)
        with injected:
            time.sleep(SECONDS)
            crowd.over.set()
    finally:
        crowd.join()
    deeds = crowd.deeds
    row.statuses = dict(Counter(str(deed.answer.status) for deed in deeds))
    row.slowest = max(deed.answer.seconds for deed in deeds)
    row.wrong = [
        f"{deed.kind}: {deed.answer.status} {deed.answer.text[:120]!r}"
        for deed in deeds
        if not deed.answer.good
    ]
    row.denied = sum(1 for deed in deeds if deed.answer.nothing_stored and course.stored(deed))
    began = time.monotonic()
    _send_again([deed for deed in deeds if deed.answer.status == 503], row)
    if not _wait_for_work(COMPLETE):
        row.problem = f"not complete after {COMPLETE:.0f} s: {course.open_work()}"
    row.complete = time.monotonic() - began
    well = [deed for deed in deeds if 200 <= deed.answer.status < 400]
    row.lost = sum(1 for deed in well if course.stored(deed) is False)
    row.halves = course.halves()
    if not well or (len(well) == len(deeds) and not row.fault.endswith("-away")):
        row.problem = row.problem or "the fault was not felt"


def _set_to_work(crowd: Crowd, world: Any) -> None:
    """Students hand in by page and program, staff write and publish, somebody reads and is renamed."""
    for number, student in enumerate(world.students):
        crowd.keep_busy(
            lambda turn, who=student, n=number: _hand_in(crowd, world, who, n, turn), 1.5, most=12
        )
    for reviewer in world.reviewers:
        crowd.keep_busy(lambda _turn, who=reviewer: _review(crowd, world, who), 0.4)
    crowd.keep_busy(lambda turn: _read(crowd, world, turn), 0.2)
    crowd.keep_busy(lambda _turn: _rename(crowd, world.reader), 0.7)


def _hand_in(crowd: Crowd, world: Any, student: Person, number: int, turn: int) -> None:
    note = f"drill-{uuid.uuid4().hex}"
    data = world.package(number, turn)
    if turn % 2:
        api = f"/api/v1/assignments/{world.assignment}/revisions/"
        crowd.do("upload", note, lambda: student.hand_in(api, "file", data, note))
    else:
        page = f"/a/{world.assignment}/upload/"
        crowd.do("upload", note, lambda: student.hand_in(page, "package", data, note))


def _review(crowd: Crowd, world: Any, reviewer: Person) -> None:
    key = uuid.uuid4().hex
    base = f"/api/v1/revisions/{world.revision}"
    draft = {"body": f"Why {key}?", "target": {"kind": "document", "artifact": "design.md"}}
    saved = crowd.do(
        "draft", key, lambda: reviewer.send("PUT", f"{base}/drafts/{key}/", draft | {"based_on": 0})
    )
    if saved.status == 200:
        crowd.do("publish", key, lambda: reviewer.send("POST", f"{base}/publish/", {"keys": [key]}))


def _read(crowd: Crowd, world: Any, turn: int) -> None:
    paths = ("/", f"/a/{world.assignment}/", f"/r/{world.revision}/document/", "/api/v1/courses/",
             f"/r/{world.revision}/", f"/api/v1/revisions/{world.revision}/live/")  # fmt: skip
    path = paths[turn % len(paths)]
    crowd.do("read", path, lambda: world.reader.ask("GET", path))


def _rename(crowd: Crowd, reader: Person) -> None:
    name = f"Reader {uuid.uuid4().hex[:12]}"
    crowd.do("rename", name, lambda: reader.form("/account/settings/", name=name, single_keys="on"))


def _send_again(refused: list[Deed], row: Row) -> None:
    """What people do when the trouble is over."""
    for deed in refused:
        answer = deed.again()
        give_up = time.monotonic() + 30
        while answer.status == 503 and time.monotonic() < give_up:
            time.sleep(0.5)
            answer = deed.again()
        if not 200 <= answer.status < 400:
            row.wrong.append(f"{deed.kind} again: {answer.status} {answer.text[:120]!r}")


def _wait_for_work(seconds: float) -> bool:
    """Wait until no job is open."""
    from django.db import connection

    from tests.bench import faults_course as course

    give_up = time.monotonic() + seconds
    while course.open_work() and time.monotonic() < give_up:
        time.sleep(0.3)
    connection.close()
    return not course.open_work()


if __name__ == "__main__":
    raise SystemExit(main())
