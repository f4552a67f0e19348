"""A live site for browser tests: its own folder, the demo, web and worker, and who looks at what.

The site runs in processes of its own, as people start it; tests only know its address.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "review-a-design"
START_SECONDS = 90

_ADDRESSES = """
import json
from apps.submissions.models import Revision
from apps.checkruns.models import CheckRun, RunFinding
from apps.courses.models import Assignment
run = CheckRun.objects.filter(
    revision__submission__team__members__email="student@example.org", errors__gt=0
).order_by("-id").select_related("revision__submission__assignment__course").first()
mine = run.revision
first = mine.submission.revisions.order_by("number").first()
clean = Revision.objects.filter(
    submission__team__members__email="student2@example.org").order_by("-number").first()
assignment = mine.submission.assignment
finding = RunFinding.objects.filter(run=run, severity="error").first()
print("ADDRESSES " + json.dumps({
    "revision": mine.public_id, "submission": mine.submission.public_id, "first": first.public_id, "clean": clean.public_id,
    "assignment": assignment.public_id, "course": assignment.course.public_id,
    "adr": mine.artifacts.filter(path__icontains="adr").first().path,
    "join": assignment.course.join_code, "identity": finding.identity,
}))
"""


@dataclass(frozen=True)
class Visit:
    """A page and who looks at it; nobody when ``person`` is empty."""

    name: str
    path: str
    person: str = ""


@dataclass(frozen=True)
class Site:
    """A running site: its address and the ids of things in the demo."""

    url: str
    ids: dict[str, str]
    folder: Path = Path()

    def visits(self) -> list[Visit]:
        """Every kind of page, as the person who uses it."""
        student, staff, teacher = "student", "ta", "instructor"
        r, a, c = self.ids["revision"], self.ids["assignment"], self.ids["course"]
        return [
            Visit("landing", "/"),
            Visit("login", "/account/login/"),
            Visit("signup", "/account/signup/"),
            Visit("password-reset", "/account/password/reset/"),
            Visit("checks", "/checks/"),
            Visit("check", "/checks/CAP-008/"),
            Visit("not-found", "/nothing-here/"),
            Visit("home-student", "/", student),
            Visit("home-staff", "/", teacher),
            Visit("course-student", f"/c/{c}/", student),
            Visit("course-teacher", f"/c/{c}/", teacher),
            Visit("people", f"/c/{c}/people/", teacher),
            Visit("course-settings", f"/c/{c}/settings/", teacher),
            Visit("assignment-new", f"/c/{c}/assignments/new/", teacher),
            Visit("assignment-edit", f"/a/{a}/edit/", teacher),
            Visit("course-new", "/courses/new/", teacher),
            Visit("join", f"/join/{self.ids['join']}/", student),
            Visit("assignment", f"/a/{a}/", student),
            Visit("assignment-staff", f"/a/{a}/", teacher),
            Visit("submissions", f"/a/{a}/submissions/", staff),
            Visit("report", f"/r/{r}/", student),
            Visit("report-by-place", f"/r/{r}/?group=place", staff),
            Visit("report-clean", f"/r/{self.ids['clean']}/", "student2"),
            Visit("finding", f"/r/{r}/findings/{self.ids['identity']}/", student),
            Visit("read", f"/r/{r}/read/", student),
            Visit("document", f"/r/{r}/document/", student),
            Visit("document-source", f"/r/{r}/document/?source=1", student),
            Visit("document-adr", f"/r/{r}/document/{self.ids['adr']}", student),
            Visit("diagrams", f"/r/{r}/diagrams/", student),
            Visit("workspace-staff", f"/r/{r}/document/", staff),
            Visit("threads", f"/r/{r}/threads/", staff),
            Visit("threads-none", f"/r/{self.ids['clean']}/threads/?state=dropped", "student2"),
            Visit("actions", f"/r/{r}/actions/", student),
            Visit("draft", f"/s/{self.ids['submission']}/draft/", student),
            Visit("compare", f"/r/{r}/compare/{self.ids['first']}/", student),
            Visit("exports", f"/r/{r}/exports/", student),
            Visit("tokens", "/account/tokens/", student),
            Visit("settings", "/account/settings/", student),
            Visit("status", "/status/", "operator"),
        ]


@contextmanager
def live_site() -> Iterator[Site]:
    """Start the site with the demo in a folder of its own; stops it afterwards."""
    with tempfile.TemporaryDirectory(prefix="aie-browser-") as folder:
        port = free_port()
        environment = {**os.environ, "VAR_DIR": folder, "PORT": str(port), "LOG_LEVEL": "WARNING"}
        log = (Path(folder) / "site.log").open("wb")
        command = [sys.executable, "manage.py", "up", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            url = f"http://localhost:{port}"
            _wait_for(url, process, Path(folder) / "site.log")
            yield Site(url, _ids(environment), Path(folder))
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
            log.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium under Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def sign_in(context: BrowserContext, site: Site, person: str) -> Page:
    """A page of ``context`` on which ``person`` of the demo is signed in."""
    page = context.new_page()
    if person:
        page.goto(f"{site.url}/account/login/")
        page.fill("input[name=login]", f"{person}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{site.url}/")
    return page


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/checks/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")


def _ids(environment: dict[str, str]) -> dict[str, str]:
    """Ids of the demo's things, asked from a process of the site's own configuration."""
    give_up = time.monotonic() + START_SECONDS
    while True:
        answer = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", _ADDRESSES],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        for line in answer.stdout.splitlines():
            if line.startswith("ADDRESSES "):
                ids: dict[str, str] = json.loads(line.removeprefix("ADDRESSES "))
                return ids
        if time.monotonic() > give_up:
            raise RuntimeError(f"the demo is not there:\n{answer.stderr[-2000:]}")
        time.sleep(1)
