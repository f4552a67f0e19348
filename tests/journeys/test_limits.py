"""What is done too often is answered 429 with its end, on pages and in the API, and changes nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.activity.models import Event
from apps.exports.models import Export
from tests.designs import check, hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(assignment, student, checking):
    made = hand_in(assignment, student)
    check(made)
    return made


@pytest.fixture(autouse=True)
def _once_an_hour(settings):
    once = dict.fromkeys(("rechecks", "exports", "imports"), (1, 3600))
    settings.LIMITS = {**settings.LIMITS, **once}


def program_of(person):
    program = APIClient()
    program.force_authenticate(person)
    return program


def test_checking_again_is_limited(client, assignment, student):
    revision = hand_in(assignment, student)
    client.force_login(student)
    address = reverse("workspace:recheck", args=[revision.public_id])
    assert [client.post(address).status_code for _ in range(2)] == [302, 429]
    assert Event.objects.filter(verb="run.rechecked").count() == 1
    answer = client.post(address)
    assert "Try again from" in answer.text
    assert "Nothing was changed" in answer.text
    assert 3590 <= int(answer["Retry-After"]) <= 3600
    answer = program_of(student).post(f"/api/v1/revisions/{revision.public_id}/recheck/")
    assert answer.status_code == 429
    assert set(answer.json()) == {"what", "why", "what_to_do"}
    assert int(answer["Retry-After"]) > 3500


def test_exports_are_limited_and_what_is_made_already_is_not_made_again(client, revision, student):
    client.force_login(student)
    address = reverse("exports:exports", args=[revision.public_id])
    assert client.post(address, {"format": "html"}).status_code == 302
    assert client.post(address, {"format": "html"}).status_code == 302
    assert client.post(address, {"format": "pdf"}).status_code == 429
    assert Export.objects.count() == 1


def test_imports_are_limited_on_the_page_and_in_the_api_together(client, revision, ta):
    client.force_login(ta)
    api = f"/api/v1/revisions/{revision.public_id}/annotations/"
    answers = [
        program_of(ta).post(api, data=b"[]", content_type="application/ld+json") for _ in range(2)
    ]
    assert answers[0].status_code != 429
    assert answers[1].status_code == 429
