"""From upload to report: Sam hands in, the worker checks, Sam fixes, Tia sees both."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.submissions.models import Revision
from tests.designs import check, files, zipped

pytestmark = pytest.mark.django_db


def upload(client, assignment, content):
    package = SimpleUploadedFile("design.zip", zipped(content))
    url = reverse("submissions:upload", args=[assignment.public_id])
    return client.post(url, {"package": package}).url


def test_a_design_is_handed_in_checked_fixed_and_seen_by_staff(
    client, assignment, student, ta, checking
):
    client.force_login(student)
    assert assignment.title in client.get("/").text
    report = upload(client, assignment, files(replicas=183))
    assert "data-poll" in client.get(report).text

    check(Revision.objects.get(number=1))
    page = client.get(report).text
    assert "data-poll=" not in page
    assert "One lost zone" in page

    fixed = upload(client, assignment, files(replicas=240))
    check(Revision.objects.get(number=2))
    page = client.get(fixed).text
    assert "One lost zone" not in page
    assert "1 fixed" in page

    mine = client.get(reverse("submissions:assignment", args=[assignment.public_id])).text
    assert mine.count("design.zip") == 2
    assert "Deliverables" in mine

    client.force_login(ta)
    rows = client.get(reverse("dashboards:submissions", args=[assignment.public_id])).text
    assert "Herons" in rows
    assert fixed in rows
    assert client.get(fixed).status_code == 200


def test_a_hostile_or_unreadable_file_never_stops_the_rest(client, assignment, student, checking):
    client.force_login(student)
    content = files(
        **{
            "broken.mmd": "flowchart LR\n  A[[[[",
            "notes.docx": b"PK\x03\x04 not a document",
            "latin.md": "Caf\xe9 und Gr\xfc\xdfe".encode("cp1252"),
            "states.puml": "@startuml\n[*] --> A\n@enduml",
        }
    )
    report = upload(client, assignment, content)
    run = check(Revision.objects.get())
    assert run.state == "done"
    page = client.get(report.rstrip("/") + "/read/").text
    for path in ("notes.docx", "latin.md", "states"):
        assert path in page
    assert "One lost zone" in client.get(report).text
