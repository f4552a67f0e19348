"""The live part of a run is sent again whenever it would look different, and only then."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.checkruns import queries
from apps.jobs.leases import LEASE
from apps.jobs.models import JobState
from tests.designs import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, assignment, student):
    """Asks for the state of a run with these values, given the tag of the last answer."""
    revision = hand_in(assignment, student)
    url = reverse("workspace:run_state", args=[revision.public_id])
    client.force_login(student)

    def answer(tag="", **values):
        run = queries.latest_run(revision)
        for name, value in values.items():
            setattr(run, name, value)
        run.save()
        return client.get(url, headers={"If-None-Match": tag} if tag else {})

    return answer


RUNNING = {
    "state": JobState.RUNNING,
    "lease_until": timezone.now() + LEASE,
    "phase": "reading",
    "progress_done": 1,
    "progress_total": 5,
}


def test_the_same_state_is_answered_without_a_body(ask):
    first = ask(**RUNNING)
    again = ask(first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"progress_done": 2}, "Reading, 2 of 5 files"),
        ({"phase": "checking"}, "Checking, 1 of 5 checks"),
        ({"state": JobState.QUEUED}, "Waiting for a worker"),
        ({"state": JobState.DONE}, ""),
    ],
)
def test_progress_phase_and_state_each_change_the_answer(ask, values, words):
    first = ask(**RUNNING)
    assert "Reading, 1 of 5 files" in first.text
    moved = ask(first["ETag"], **values)
    assert moved.status_code == 200
    assert moved["ETag"] != first["ETag"]
    assert words in moved.text


def test_a_private_answer_is_never_kept_by_anybody_between(ask):
    assert ask()["Cache-Control"] == "private, no-cache"
