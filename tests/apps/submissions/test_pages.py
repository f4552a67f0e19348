"""The page of an assignment, its upload, and files on their way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.submissions.files import file_token
from apps.submissions.models import Revision
from tests.designs import files, hand_in, zipped

pytestmark = pytest.mark.django_db


def send(client, assignment, *uploads, **headers):
    url = reverse("submissions:upload", args=[assignment.public_id])
    return client.post(url, {"package": list(uploads)}, **headers)


def package(content=None, name="design.zip"):
    return SimpleUploadedFile(name, zipped(content or files()))


def test_a_student_hands_in_without_a_script(client, assignment, student):
    client.force_login(student)
    answer = send(client, assignment, package())
    revision = Revision.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/r/{revision.public_id}/"


def test_the_script_gets_the_address_or_the_refusal_alone(client, assignment, student):
    client.force_login(student)
    good = send(client, assignment, package(), headers={"X-Upload": "1"})
    assert good.status_code == 201
    assert good.json()["url"].startswith("/r/")
    bad = send(client, assignment, package({"../x.md": "x"}), headers={"X-Upload": "1"})
    assert bad.status_code == 422
    assert "was not accepted, nothing was stored" in bad.text
    assert "<html" not in bad.text


def test_a_refusal_stands_on_the_page_beside_the_upload(client, assignment, student):
    client.force_login(student)
    answer = send(client, assignment, package({"../x.md": "x"}))
    assert answer.status_code == 422
    assert "nothing was stored" in answer.text
    assert "Hand in your design" in answer.text


def test_several_single_files_become_one_package(client, assignment, student):
    client.force_login(student)
    design = SimpleUploadedFile("design.md", b"# Design\n\n## Requirements\n")
    record = SimpleUploadedFile("0001-queue.md", b"# 1. Queue\n\n## Status\n\nAccepted\n")
    assert send(client, assignment, design, record).status_code == 302
    paths = Revision.objects.get().artifacts.values_list("path", flat=True)
    assert list(paths) == ["0001-queue.md", "design.md"]


def test_an_upload_that_announces_too_much_is_answered_before_it_is_read(
    client, assignment, student
):
    client.force_login(student)
    url = reverse("submissions:upload", args=[assignment.public_id])
    answer = client.generic("POST", url, b"", CONTENT_LENGTH=str(60 * 1024 * 1024))
    assert answer.status_code == 413
    assert "up to 50 MB" in answer.text


def test_staff_and_strangers_cannot_hand_in(client, assignment, ta, outsider):
    client.force_login(ta)
    assert send(client, assignment, package()).status_code == 403
    client.force_login(outsider)
    assert send(client, assignment, package()).status_code == 404
    assert not Revision.objects.exists()


def test_after_the_cut_off_handing_in_is_closed(client, assignment, student):
    assignment.closes_at = timezone.now() - timedelta(minutes=1)
    assignment.due_at = assignment.closes_at - timedelta(hours=1)
    assignment.save()
    client.force_login(student)
    assert send(client, assignment, package()).status_code == 403
    page = client.get(reverse("submissions:assignment", args=[assignment.public_id]))
    assert "Handing in is closed" in page.text


def test_the_page_asks_the_same_number_of_questions_for_one_revision_and_for_many(
    client, assignment, student, django_assert_num_queries
):
    client.force_login(student)
    hand_in(assignment, student)
    url = reverse("submissions:assignment", args=[assignment.public_id])
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)
    for replicas in (190, 200, 210):
        hand_in(assignment, student, files(replicas))
    with django_assert_num_queries(9):
        assert client.get(url).text.count("design.zip") == 4


def test_a_file_goes_out_to_the_person_its_address_was_made_for_only(
    client, assignment, student, ta
):
    revision = hand_in(assignment, student)
    artifact = revision.artifacts.get(path="design.md")
    url = reverse("submissions:file", args=[file_token(student, artifact)])
    client.force_login(student)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="file.md"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    client.force_login(ta)
    assert client.get(url).status_code == 404


def test_a_picture_is_shown_by_the_browser_and_an_svg_is_not(client, assignment, student):
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    revision = hand_in(assignment, student, files(**{"logo.svg": svg}))
    client.force_login(student)
    inline = {}
    for path in ("load.png", "logo.svg"):
        artifact = revision.artifacts.get(path=path)
        answer = client.get(reverse("submissions:file", args=[file_token(student, artifact)]))
        inline[path] = answer["Content-Disposition"].split(";")[0]
    assert inline == {"load.png": "inline", "logo.svg": "attachment"}


def test_the_whole_package_comes_back_as_it_was_handed_in(client, assignment, student):
    data = zipped(files())
    client.force_login(student)
    send(client, assignment, SimpleUploadedFile("Sam Student final.zip", data))
    revision = Revision.objects.get()
    answer = client.get(reverse("submissions:download", args=[revision.public_id]))
    assert answer.content == data
    assert "Sam" not in answer["Content-Disposition"]


def test_more_files_than_a_package_may_hold_are_refused_not_cut(client, assignment, student):
    client.force_login(student)
    many = [SimpleUploadedFile(f"f{n}.md", b"# A") for n in range(520)]
    answer = send(client, assignment, *many)
    assert answer.status_code == 422
    assert "500" in answer.text
    assert not Revision.objects.exists()


def test_a_note_says_what_changed(client, assignment, student):
    client.force_login(student)
    url = reverse("submissions:upload", args=[assignment.public_id])
    client.post(url, {"package": package(), "note": "More replicas"})
    page = client.get(reverse("submissions:assignment", args=[assignment.public_id])).text
    assert "More replicas" in page
