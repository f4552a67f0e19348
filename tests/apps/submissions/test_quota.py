"""What a team may hand in and keep."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from apps.common import storage
from apps.submissions.models import Revision, Submission
from apps.submissions.queries import bytes_kept
from apps.submissions.services import UploadRefused, main_choose
from tests.designs import files, hand_in, zipped
from tests.factories import enroll, team_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_an_hour(settings):
    settings.LIMITS = {**settings.LIMITS, "uploads": (2, 3600)}


def package():
    return SimpleUploadedFile("design.zip", zipped(files()))


def page_upload(client, assignment, **headers):
    address = f"/a/{assignment.public_id}/upload/"
    return client.post(address, {"package": package()}, headers=headers)


def api_upload(person, assignment):
    program = APIClient()
    program.force_authenticate(person)
    address = f"/api/v1/assignments/{assignment.public_id}/revisions/"
    return program.post(address, {"file": package()})


def test_page_and_api_count_together_and_for_the_whole_team(
    client, assignment, student, other_student, two_an_hour
):
    mate = enroll(assignment.course, "Mika")
    student.teams.get().memberships.create(user=mate, course=assignment.course)
    client.force_login(student)
    assert page_upload(client, assignment).status_code == 302
    assert api_upload(mate, assignment).status_code == 201
    assert page_upload(client, assignment).status_code == 429
    assert api_upload(mate, assignment).status_code == 429
    assert Revision.objects.count() == 2
    assert api_upload(other_student, assignment).status_code == 201


def test_the_page_says_in_the_time_of_the_course_when_the_limit_ends(
    client, assignment, student, two_an_hour
):
    assignment.course.time_zone = "Asia/Kathmandu"
    assignment.course.save()
    client.force_login(student)
    begin = timezone.now()
    page_upload(client, assignment)
    page_upload(client, assignment)
    for headers in ({}, {"X-Upload": "1"}):
        answer = page_upload(client, assignment, **headers)
        assert answer.status_code == 429
        assert 3590 <= int(answer["Retry-After"]) <= 3600
        assert "handed in 2 times within an hour" in answer.text
        assert "nothing was stored" in answer.text
        said = re.search(r"From (\d\d:\d\d):\d\d \(Asia/Kathmandu\)", answer.text)[1]
        ends = (begin + timedelta(hours=1)).astimezone(ZoneInfo("Asia/Kathmandu"))
        assert said in {f"{ends:%H:%M}", f"{ends + timedelta(seconds=20):%H:%M}"}


def test_the_api_says_how_long_to_wait(assignment, student, two_an_hour):
    api_upload(student, assignment)
    api_upload(student, assignment)
    answer = api_upload(student, assignment)
    assert answer.status_code == 429
    assert set(answer.json()) == {"what", "why", "what_to_do"}
    assert "nothing was stored" in answer.json()["what"]
    assert 3590 <= int(answer["Retry-After"]) <= 3600


def test_nothing_of_a_refused_upload_is_stored(client, assignment, student, settings, monkeypatch):
    settings.LIMITS = {**settings.LIMITS, "uploads": (1, 3600)}
    hand_in(assignment, student)
    stored = []
    monkeypatch.setattr(storage, "put", stored.append)
    client.force_login(student)
    assert page_upload(client, assignment).status_code == 429
    assert stored == []


def test_choosing_the_main_document_counts_as_an_upload(assignment, student, two_an_hour):
    first = hand_in(assignment, student)
    main_choose(revision=first, user=student, main="design.md")
    with pytest.raises(UploadRefused, match="2 times"):
        main_choose(revision=first, user=student, main="design.md")


def test_the_same_bytes_are_kept_once(assignment, student):
    first = hand_in(assignment, student)
    assert first.stored_bytes == first.upload_size + sum(
        first.artifacts.exclude(digest="").values_list("size", flat=True)
    )
    again = hand_in(assignment, student)
    assert again.stored_bytes == 0
    changed = hand_in(assignment, student, files(replicas=234))
    design = changed.artifacts.get(path="design.md")
    assert changed.stored_bytes == changed.upload_size + design.size
    assert bytes_kept(assignment.course) == first.stored_bytes + changed.stored_bytes


def test_a_full_team_is_told_what_it_keeps_and_what_to_do(
    client, assignment, student, other_student, settings
):
    first = hand_in(assignment, student)
    settings.TEAM_STORAGE_BYTES = first.stored_bytes + 100
    client.force_login(student)
    answer = page_upload(client, assignment)
    assert answer.status_code == 302, "the same files cost nothing"
    bigger = SimpleUploadedFile("design.zip", zipped(files(replicas=234)))
    refused = client.post(f"/a/{assignment.public_id}/upload/", {"package": bigger})
    assert refused.status_code == 422
    assert "The team Herons keeps" in refused.text
    assert "Leave out what is large" in refused.text
    assert Revision.objects.count() == 2
    hand_in(assignment, other_student)


def test_a_full_course_takes_nothing_more_from_anybody(assignment, student, settings):
    first = hand_in(assignment, student)
    settings.COURSE_STORAGE_BYTES = first.stored_bytes
    newcomer = enroll(assignment.course, "Nele")
    with pytest.raises(UploadRefused, match=r"The course .* keeps"):
        hand_in(assignment, newcomer)
    assert Submission.objects.count() == 1


def test_staff_see_what_the_course_keeps(client, assignment, student, ta):
    hand_in(assignment, student)
    team_with(assignment.course, "Swifts", enroll(assignment.course, "Noor"))
    client.force_login(ta)
    answer = client.get(f"/a/{assignment.public_id}/submissions/")
    assert "The course keeps" in answer.text


def test_the_migration_counts_what_was_handed_in_before(assignment, student):
    from importlib import import_module

    from django.apps import apps

    hand_in(assignment, student)
    hand_in(assignment, student, files(replicas=234))
    counted = list(Revision.objects.values_list("pk", "stored_bytes"))
    Revision.objects.update(stored_bytes=0)
    migration = import_module("apps.submissions.migrations.0004_stored_bytes")
    migration.count_what_is_there(apps, None)
    assert list(Revision.objects.values_list("pk", "stored_bytes")) == counted


def test_the_end_of_a_limit_is_a_moment_in_utc():
    from apps.common.limits import Use

    assert Use(False, 1, 1, 0.0).ends_at == datetime(1970, 1, 1, tzinfo=UTC)
