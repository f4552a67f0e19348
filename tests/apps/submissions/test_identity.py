"""The facts about a person in front of a submission; higher rooms add theirs."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.common.hooks import Hook
from apps.submissions import access
from tests.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(monkeypatch):
    """A hook of its own, so that what is registered here ends with the test."""
    hook = Hook()
    monkeypatch.setattr(access, "identity_facts", hook)
    return hook


def test_what_higher_rooms_know_is_part_of_the_identity(facts, outsider):
    submission = SubmissionFactory()
    facts.register(lambda user, one: {"assigned": user == outsider and one == submission})
    facts.register(lambda _user, _one: {"released": True})
    identity = access.identity_before(outsider, submission)
    assert (identity.assigned, identity.released, identity.graded_by_me) == (True, True, False)
    assert not access.identity_before(outsider, SubmissionFactory()).assigned


def test_nobody_is_asked_about_who_is_not_signed_in(facts):
    facts.register(lambda _user, _one: {"released": True})
    assert not access.identity_before(AnonymousUser(), SubmissionFactory()).released
