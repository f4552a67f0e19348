"""``make bench-workspace``: does a workspace with 500 threads answer like one with 5?

Starts the site, gives one submission 5 threads and another 500 on the same design, and asks for both
in turn. Prints medians, ratios and the number of queries; with Chromium on the machine also the time
from the end of the page's answer until every mark is painted. Exit code 1 when a bar is missed:
ratio at most 1.2, the same number of queries, marks within 300 ms.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.live import CHROMIUM, ROOT, Site, chromium, live_site, sign_in

ROUNDS = 15
RATIO = 1.2
MARKS_MS = 300.0

_FILL = """
import json, random
from apps.accounts.models import User
from apps.annotations.models import Thread
from apps.annotations.services import DraftInput, draft_save, review_publish
from apps.annotations.services.anchoring import package_of
from apps.engine.anchors.parts import parts_of
from apps.submissions.models import Revision
chance, found = random.Random(7), {}
ta = User.objects.get(email="ta@example.org")
teams = {"few": ("peter.osei@example.org", 5), "many": ("emil.berg@example.org", 500)}
for name, (email, count) in teams.items():
    revision = Revision.objects.filter(
        submission__team__members__email=email, submission__assignment__title="Project 1"
    ).select_related("submission__assignment__course", "submission__team").latest("number")
    package = package_of(revision)
    text = package.texts[package.main].text
    keys = [f"{d.key}/{key}" for d in package.diagrams for key in parts_of(d)]
    for n in range(count):
        start = chance.randrange(100, len(text) - 60)
        target = {"kind": "element", "element": chance.choice(keys)} if n % 5 == 0 else {
            "kind": "text", "artifact": package.main, "start": start, "end": start + 40}
        if n % 5 and not text[start:start + 40].strip():
            target = {"kind": "document", "artifact": package.main}
        given = DraftInput(body=f"Comment {n}: is this so, and what follows from it?", target=target)
        draft_save(revision=revision, author=ta, key=f"bench-{n}", based_on=0, given=given)
    review_publish(revision=revision, author=ta)
    found[name] = revision.public_id
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
client, found = Client(), {}
client.force_login(User.objects.get(email="ta@example.org"))
revisions = json.loads(REVISIONS)
for path in PATHS:
    for name, revision in [*revisions.items(), *revisions.items()]:
        address = path.format(revision)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        found.setdefault(path, {})[name] = len(asked)
print("FOUND " + json.dumps(found))
"""
PATHS = {
    "/r/{}/document/": "page",
    "/api/v1/revisions/{}/threads/?limit=50": "first threads",
    "/api/v1/revisions/{}/marks/": "marks",
    "/api/v1/revisions/{}/live/": "what is new",
}


def ask_site(folder: Path, script: str) -> dict[str, object]:
    """Run a script in the site's own configuration; the JSON it found."""
    environment = {**os.environ, "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    answer = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for line in answer.stdout.splitlines():
        if line.startswith("FOUND "):
            found: dict[str, object] = json.loads(line.removeprefix("FOUND "))
            return found
    raise RuntimeError(answer.stderr[-2000:])


def times(page: Page, site: Site, revisions: dict[str, object]) -> bool:
    """Print medians of both submissions in turn; whether every ratio is good."""
    good = True
    for path, name in PATHS.items():
        spent: dict[str, list[float]] = {"few": [], "many": []}
        for _ in range(ROUNDS):
            for which, kept in spent.items():
                began = time.perf_counter()
                answer = page.request.get(site.url + path.format(revisions[which]))
                assert answer.status == 200, answer.status
                kept.append(1000 * (time.perf_counter() - began))
        few, many = (statistics.median(spent[which]) for which in ("few", "many"))
        # The page is the workspace's answer; the others are shown for what they cost.
        bar = f" (<= {RATIO})" if name == "page" else ""
        good = good and (name != "page" or many / few <= RATIO)
        print(
            f"{name:14} 5 threads {few:7.1f} ms   500 threads {many:7.1f} ms   ratio {many / few:5.2f}{bar}"
        )
    return good


def marks(page: Page, site: Site, revision: object) -> bool:
    """Print how long marks take in Chromium; whether it is short enough."""
    found = []
    for _ in range(1 + ROUNDS):
        page.goto(f"{site.url}/r/{revision}/document/", wait_until="commit")
        page.wait_for_selector("#comments[data-ready]", timeout=15_000)
        found.append(page.evaluate(
            "() => { const [m] = performance.getEntriesByName('marks-shown');"
            " const [n] = performance.getEntriesByType('navigation');"
            " return m.startTime - n.responseEnd; }"
        ))  # fmt: skip
    first, *found = found  # the first visit also fetches styles and modules
    middle = statistics.median(found)
    shown = page.evaluate("document.querySelectorAll('.mk, .dg-pins > *').length")
    print(
        f"marks          {middle:.0f} ms after the page's answer (<= {MARKS_MS:.0f}), "
        f"{min(found):.0f} to {max(found):.0f}, {first:.0f} at the first visit; {shown} signs and pins"
    )
    return middle <= MARKS_MS


def main() -> int:
    """Measure and compare with the bars."""
    with live_site() as site, chromium() as browser:
        revisions = ask_site(site.folder, _FILL)
        script = (
            f"REVISIONS = {json.dumps(json.dumps(revisions))}\nPATHS = {list(PATHS)}\n{_QUERIES}"
        )
        queries = ask_site(site.folder, script)
        page = sign_in(browser.new_context(viewport={"width": 1280, "height": 900}), site, "ta")
        good = times(page, site, revisions)
        for path, counts in queries.items():
            assert isinstance(counts, dict)
            same = counts["few"] == counts["many"]
            good = good and same
            print(
                f"{PATHS[path]:14} queries {counts['few']} and {counts['many']}{'' if same else '   DIFFERENT'}"
            )
        good = marks(page, site, revisions["many"]) and good
    print("bars met" if good else "a bar is missed")
    return 0 if good else 1


if __name__ == "__main__":
    if not Path(CHROMIUM).exists():
        sys.exit(f"{CHROMIUM} is not there: install Chromium or set CHROMIUM.")
    sys.exit(main())
