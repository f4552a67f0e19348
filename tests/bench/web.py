"""``make bench-web``: how much more than its text does a review page cost?

Starts the site, hands in a design of 6,500 words, writes 20 comments, signs in, and asks for its
workspace over 4 connections. Beside it, in the same run and in short rounds in turn, a bare Django page
with the same text under the same server: two granian processes with one thread each. Prints requests a
second of both, their ratio, times, bytes and queries. Exit code 1 when the ratio is below 0.5 or the page
is heavier than 150 kB.
"""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.load import Asker, Round, ask_for
from tests.bench.workspace import ask_site
from tests.browser.live import ROOT, Site, free_port, live_site

ROUNDS, SECONDS = 8, 2.0
CONNECTIONS = 4
WORDS, COMMENTS = 6_500, 20
RATIO = 0.5
BYTES = 150_000
DESIGNS = (
    "recommender/design.md",
    "fraud/architecture.md",
    "assistant/README.md",
    "vision/report.md",
)

_HAND_IN = """
import io, json, zipfile
from django.utils import timezone
from apps.accounts.models import User
from apps.courses.models import Assignment
from apps.submissions.services import revision_submit
student = User.objects.get(email="student@example.org")
assignment = Assignment.objects.filter(submissions__team__members=student).first()
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as archive:
    archive.writestr("design.md", open(TEXT, encoding="utf-8").read())
revision = revision_submit(assignment=assignment, user=student, name="design.zip",
                           data=packed.getvalue(), received_at=timezone.now())
print("FOUND " + json.dumps({"revision": revision.public_id}))
"""
_COMMENT = """
import json, random
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from apps.accounts.models import User
from apps.annotations.services import DraftInput, draft_save, review_publish
from apps.checkruns import queries
from apps.submissions.models import Revision
revision = Revision.objects.select_related("submission__assignment__course",
                                           "submission__team").get(public_id=REVISION)
run = queries.latest_run(revision)
found = {"state": run.state, "session": ""}
if not run.is_open:
    chance, ta = random.Random(7), User.objects.get(email="ta@example.org")
    package = queries.package_of(run)
    text = package.texts[package.main].text
    for n in range(COMMENTS):
        start = chance.randrange(100, len(text) - 60)
        draft_save(revision=revision, author=ta, key=f"bench-{n}", based_on=0, given=DraftInput(
            body=f"Comment {n}: is this so, and what follows from it?",
            target={"kind": "text", "artifact": package.main, "start": start, "end": start + 40}))
    review_publish(revision=revision, author=ta)
    session = SessionStore()
    session[SESSION_KEY] = str(ta.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = ta.get_session_auth_hash()
    session.create()
    found["session"] = session.session_key
print("FOUND " + json.dumps(found))
"""
_QUERIES = """
import json
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from apps.accounts.models import User
client = Client()
client.force_login(User.objects.get(email="ta@example.org"))
client.get(PATH)
with CaptureQueriesContext(connection) as asked:
    assert client.get(PATH).status_code == 200
print("FOUND " + json.dumps({"queries": len(asked)}))
"""


def design() -> str:
    """Four designs one after the other, cut to the number of words."""
    texts = [(ROOT / "tests" / "samples" / name).read_text(encoding="utf-8") for name in DESIGNS]
    lines, words = [], 0
    for line in "\n\n".join([texts[0], *(_body(text) for text in texts[1:])]).split("\n"):
        lines.append(line)
        words += len(line.split())
        if words >= WORDS and not line:
            break
    return "\n".join(lines) + "\n"


def _body(text: str) -> str:
    """A document without its front matter."""
    return text.split("---\n", 2)[-1] if text.startswith("---\n") else text


def prepared(site: Site) -> tuple[str, str]:
    """Hand the design in, wait for its run, comment; the path of the page and a session of the TA."""
    text = site.folder / "bench-design.md"
    text.write_text(design(), encoding="utf-8")
    made = ask_site(site.folder, f"TEXT = {str(text)!r}\n{_HAND_IN}")
    script = f"REVISION, COMMENTS = {made['revision']!r}, {COMMENTS}\n{_COMMENT}"
    for _ in range(60):
        found = ask_site(site.folder, script)
        if found["session"]:
            return f"/r/{made['revision']}/document/", str(found["session"])
        time.sleep(1)
    raise RuntimeError("the design was not checked within a minute")


@contextmanager
def bare_site(text: Path) -> Iterator[str]:
    """The bare page under the server of the site; its address."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface=wsgi", "--host=127.0.0.1",
        f"--port={port}", "--workers=2", "--blocking-threads=1", "--no-ws", "--log-level=warning",
        "tests.bench.bare_page:application",
    ]  # fmt: skip
    environment = {**os.environ, "BARE_PAGE": str(text)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            asker = Asker(f"http://127.0.0.1:{port}/", {})
            asker.ask()
        except OSError:
            time.sleep(0.1)
        else:
            asker.close()
            return
    raise RuntimeError("the bare page does not answer")


def rounds(urls: dict[str, str], headers: dict[str, str]) -> dict[str, list[Round]]:
    """Short rounds in turn, so that a busy machine is busy for both; the first is not counted."""
    found: dict[str, list[Round]] = {name: [] for name in urls}
    for number in range(ROUNDS + 1):
        for name, url in urls.items():
            one = ask_for(url, SECONDS, connections=CONNECTIONS, headers=headers)
            if one.status != {200}:
                raise RuntimeError(f"{name}: answered {sorted(one.status)}")
            if number:
                found[name].append(one)
    return found


def told(name: str, found: Sequence[Round]) -> float:
    """Print a line about a page; its requests a second."""
    rate = statistics.median(one.rate for one in found)
    times = sorted(1000 * one for some in found for one in some.answers)
    p50, p95 = (times[int(len(times) * part)] for part in (0.50, 0.95))
    print(
        f"{name:12} {rate:7.1f} requests/s   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   "
        f"{found[0].bytes:,} bytes"
    )
    return rate


def compared(urls: dict[str, str], cookie: str, accepts: str) -> float:
    """Print both pages and their ratio."""
    headers = {"Accept-Encoding": accepts, "Cookie": cookie}
    found = rounds(urls, headers)
    rates = {name: told(name, some) for name, some in found.items()}
    return rates["review page"] / rates["bare page"]


def main() -> int:
    """Measure and compare with the bars."""
    with ExitStack() as stack:
        site = stack.enter_context(live_site())
        path, session = prepared(site)
        cookie = f"sessionid={session}"
        url = site.url.replace("localhost", "127.0.0.1") + path
        asker = Asker(url, {"Cookie": cookie})
        status, body = asker.ask()
        asker.close()
        if status != 200:
            raise RuntimeError(f"the page answered {status}")
        text = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "page.html"
        text.write_bytes(body)
        queries = ask_site(site.folder, f"PATH = {path!r}\n{_QUERIES}")["queries"]
        print(
            f"{WORDS:,} words, {COMMENTS} comments: {len(body):,} bytes of HTML, "
            f"{len(gzip.compress(body)):,} by gzip -6, {queries} queries; "
            f"2 processes, {CONNECTIONS} connections"
        )
        urls = {"review page": url, "bare page": stack.enter_context(bare_site(text))}
        ratio = compared(urls, cookie, "gzip")
        heavy = _size(url, cookie) > BYTES
        print(f"ratio        {ratio:7.2f} (>= {RATIO})")
    good = ratio >= RATIO and not heavy
    print("bars met" if good else "a bar is missed")
    return 0 if good else 1


def _size(url: str, cookie: str) -> int:
    asker = Asker(url, {"Cookie": cookie, "Accept-Encoding": "gzip"})
    _, body = asker.ask()
    asker.close()
    return len(body)


if __name__ == "__main__":
    sys.exit(main())
