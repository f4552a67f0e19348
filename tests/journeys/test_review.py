"""A review from the first comment to the next revision, through the addresses that people use."""

from __future__ import annotations

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.annotations.jobs import carry
from apps.annotations.models import Carry
from apps.checkruns.jobs import run as runs
from apps.checkruns.models import CheckRun
from apps.demo import designs
from apps.submissions.models import Revision

pytestmark = pytest.mark.django_db
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TARGETS = {
    "node": {"kind": "element", "element": "figure-1-component-view/node:orch"},
    "renamed node": {"kind": "element", "element": "figure-1-component-view/node:ifc"},
    "edge": {"kind": "element", "element": "figure-1-component-view/edge:rank->ifc#0"},
    "message": {"kind": "element", "element": "figure-2-request-flow/message:9"},
    "participant": {"kind": "element", "element": "figure-2-request-flow/participant:K"},
    "phrase": {"kind": "text", "artifact": "design.md", "exact": "a page that never waits for analytics"},
    "moved": {"kind": "text", "artifact": "design.md", "exact": "Whether 128 dimensions stay enough"},
    "deleted": {"kind": "text", "artifact": "design.md", "exact": "latency against the quality of a larger"},
    "cell": {"kind": "cell", "artifact": "design.md", "table": 0, "row": 3, "column": 3},
    "picture": {
        "kind": "region", "artifact": "shelf.png",
        "rect": {"x": 10, "y": 20, "width": 30, "height": 40},
    },
    "section": {"kind": "section", "artifact": "design.md", "slug": "risks-and-open-questions"},
    "file": {"kind": "document", "artifact": "adr-0001.md"},
}  # fmt: skip


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def upload(client, assignment, files):
    """Hand in through the page, then do what the worker does."""
    package = SimpleUploadedFile("design.zip", designs.package(files))
    answer = client.post(f"/a/{assignment.public_id}/upload/", {"package": package})
    assert answer.status_code == 302
    revision = Revision.objects.order_by("-id").first()
    runs.execute(CheckRun.objects.get(revision=revision).pk)
    for row in Carry.objects.filter(state="queued"):
        carry.execute(row.pk)
    return revision


def changed(files):
    """A renamed node, a moved section, an edited sentence, a deleted paragraph, a new message."""
    text = files["design.md"]
    text = text.replace("ifc[(Item Feature Cache)]", "ifc[(Item Feature Store)]")
    text = text.replace("never waits for analytics", "does not wait for analytics")
    text = text.replace("  G->>K: get(user)\n", "  G->>G: check token\n  G->>K: get(user)\n")
    parts = text.split("\n\n")
    parts = [one for one in parts if not one.startswith("Throughput and freshness pull")]
    text = "\n\n".join(parts)
    start = text.index("## Risks and open questions")
    end = text.index("## References")
    section = text[start:end]
    text = text[:start] + text[end:]
    at = text.index("## Architecture")
    return files | {"design.md": text[:at] + section + text[at:]}


def test_every_comment_finds_its_place_in_the_next_revision_or_asks(assignment, student, ta):
    author, reviewer = signed_in(student), signed_in(ta)
    files = designs.sample() | {"shelf.png": PIXEL}
    first = upload(author, assignment, files)
    base = f"/api/v1/revisions/{first.public_id}"
    for name, target in TARGETS.items():
        saved = reviewer.put(
            f"{base}/drafts/{name.replace(' ', '-')}/",
            {"based_on": 0, "body": name, "target": target},
            content_type="application/json",
        )
        assert saved.status_code == 200, saved.json()
    assert author.get(f"{base}/threads/").json()["count"] == 0
    assert reviewer.post(f"{base}/publish/").json()["comments"] == len(TARGETS)

    seen = author.get(f"{base}/threads/?limit=100").json()["results"]
    assert {one["comments"][0]["body"] for one in seen} == set(TARGETS)
    node = next(one for one in seen if one["comments"][0]["body"] == "node")
    answer = author.post(f"/api/v1/threads/{node['id']}/state/", {"state": "addressed"})
    assert answer.json()["state"] == "addressed"

    second = upload(author, assignment, changed(files))
    base = f"/api/v1/revisions/{second.public_id}"
    found = {
        one["comments"][0]["body"]: one["anchor"]
        for one in reviewer.get(f"{base}/threads/?limit=100").json()["results"]
    }
    assert {name: anchor["state"] for name, anchor in found.items()} == {
        "node": "exact",
        "renamed node": "edited",
        "edge": "exact",
        "message": "carried",
        "participant": "exact",
        "phrase": "edited",
        "moved": "carried",
        "deleted": "needs_placing",
        "cell": "carried",
        "picture": "exact",
        "section": "carried",
        "file": "exact",
    }
    text = changed(files)["design.md"]
    places = {
        n: text[a["start"] : a["end"]]
        for n, a in found.items()
        if a["surface"] == "text" and a["start"]
    }
    assert places == {
        "phrase": "a page that does not wait for analytics",
        "moved": "Whether 128 dimensions stay enough",
    }
    assert found["message"]["element"] == "figure-2-request-flow/message:10"
    assert text[found["cell"]["start"] : found["cell"]["end"]] == "60"
    page = author.get(f"/r/{second.public_id}/threads/?placing=1")
    assert "latency against the quality of a larger" in page.text
    assert "deleted" in page.text


def test_emoji_cjk_and_combining_marks_are_counted_in_code_points(assignment, student, ta):
    words = "naïve 👩‍👩‍👧‍👦 family 🇦🇹 缓存 命中率 e\u0301te\u0301"
    files = designs.sample()
    files["design.md"] = files["design.md"].replace(
        "## Requirements\n", f"## Requirements\n\r\nBefore 👍 {words} after.\r\n\n", 1
    )
    first = upload(signed_in(student), assignment, files)
    text = files["design.md"].replace("\r\n", "\n")
    start = text.index(words)
    target = {
        "kind": "text",
        "artifact": "design.md",
        "start": start,
        "end": start + len(words),
        "exact": words,
    }
    made = signed_in(ta).post(
        f"/api/v1/revisions/{first.public_id}/threads/",
        {"body": "👍", "target": target},
        content_type="application/json",
    )
    assert made.status_code == 201, made.json()
    anchor = made.json()["anchor"]
    assert (anchor["start"], anchor["end"]) == (start, start + len(words))
    assert anchor["quote"] == words


def test_pages_of_a_review_ask_the_same_number_of_questions_however_many_threads(
    assignment, student, ta, django_assert_max_num_queries
):
    reviewer = signed_in(ta)
    first = upload(signed_in(student), assignment, designs.sample())
    base = f"/api/v1/revisions/{first.public_id}"
    for n in range(30):
        reviewer.post(
            f"{base}/threads/",
            {"body": str(n), "type": "risk", "target": TARGETS["phrase"]},
            content_type="application/json",
        )
    for page, most in (("document/", 15), ("threads/", 20), ("actions/", 18), ("threads.csv", 14)):
        with django_assert_max_num_queries(most):
            assert reviewer.get(f"/r/{first.public_id}/{page}").status_code == 200
