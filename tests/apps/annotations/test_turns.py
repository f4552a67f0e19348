"""What the home page says that waits in threads."""

from __future__ import annotations

import pytest

from apps.annotations.services import state_set
from apps.annotations.your_turn import turns
from apps.courses.queries import enrollments_of
from apps.demo import designs
from tests.apps.conftest import text_of

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"


def titles(user):
    return [one.title for one in turns(user, list(enrollments_of(user)))]


def test_the_team_is_told_of_comments_and_the_reviewer_of_what_was_addressed(
    revision, begin, student, ta, other_student
):
    thread = begin(ta, text_of(PHRASE))
    begin(ta, text_of(PHRASE), publish=False)
    assert titles(student) == ["Answer 1 comment"]
    assert titles(ta) == []
    state_set(thread=thread, revision=revision, by=student, state="addressed")
    assert titles(student) == []
    assert titles(ta) == ["Verify 1 addressed comment"]
    assert titles(other_student) == []


def test_who_was_named_is_told_until_they_answer(revision, begin, student, ta, instructor):
    begin(ta, text_of(PHRASE), body=f"[@Ines](person:{instructor.public_id}) what do you think?")
    assert titles(instructor) == ["Tia names you in thread 1"]


def test_who_began_a_thread_is_told_when_its_place_was_lost(hand_in, begin, student, ta):
    begin(ta, text_of("Throughput and freshness pull against cost"))
    files = designs.sample()
    files["design.md"] = "\n\n".join(
        one
        for one in files["design.md"].split("\n\n")
        if not one.startswith("Throughput and freshness")
    )
    hand_in(student, files)
    assert "Place 1 comment in a new revision" in titles(ta)


def test_the_number_of_queries_does_not_grow(
    revision, begin, student, ta, django_assert_max_num_queries
):
    for _ in range(5):
        begin(ta, text_of(PHRASE))
    enrollments = list(enrollments_of(student))
    with django_assert_max_num_queries(4):
        turns(student, enrollments)
