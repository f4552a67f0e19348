"""Drafts, publishing, states, and what a new revision does to threads."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import Http404

from apps.annotations.jobs import carry as carrying
from apps.annotations.models import Anchor, Carry, Comment, Mention, Thread
from apps.annotations.services import (
    Conflict,
    DraftInput,
    StateRefused,
    action_set,
    anchor_place,
    comment_edit,
    draft_discard,
    draft_save,
    review_publish,
    state_set,
    suggestion_apply,
)
from apps.demo import designs
from apps.engine.anchors.selectors import AnchorError
from apps.submissions.services import drafts
from tests.apps.conftest import carry_all, text_of

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"


def test_a_draft_is_saved_once_however_often_it_is_sent(revision, ta):
    given = DraftInput(body="Why?", target=text_of(PHRASE))
    first = draft_save(revision=revision, author=ta, key="k", based_on=0, given=given)
    again = draft_save(revision=revision, author=ta, key="k", based_on=0, given=given)
    assert again == first
    assert again.version == 1
    assert Thread.objects.count() == 1


def test_two_tabs_never_overwrite_each_other(revision, ta):
    given = DraftInput(body="one", target=text_of(PHRASE))
    draft_save(revision=revision, author=ta, key="k", based_on=0, given=given)
    second = DraftInput(body="two", target=text_of(PHRASE))
    draft_save(revision=revision, author=ta, key="k", based_on=1, given=second)
    third = DraftInput(body="three", target=text_of(PHRASE))
    with pytest.raises(Conflict) as refused:
        draft_save(revision=revision, author=ta, key="k", based_on=1, given=third)
    assert refused.value.current.body == "two"
    assert Comment.objects.get(key="k").body == "two"


def test_a_draft_that_was_discarded_in_another_tab_is_kept_when_it_is_saved_again(revision, ta):
    given = DraftInput(body="one", target=text_of(PHRASE))
    draft_discard(
        comment=draft_save(revision=revision, author=ta, key="k", based_on=0, given=given)
    )
    assert Thread.objects.count() == 0
    kept = draft_save(revision=revision, author=ta, key="k", based_on=1, given=given)
    assert (kept.body, kept.version) == ("one", 2)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ({"kind": "text", "artifact": "design.md", "exact": "no such words here"}, "no-quote"),
        ({"kind": "element", "element": "nothing/node:x"}, "no-diagram"),
        ({"kind": "text", "artifact": "design.md", "start": 0, "end": 4001}, "too-long"),
        ({"kind": "text", "artifact": "other.md", "start": 0, "end": 1}, "no-file"),
        ({"kind": "cloud"}, "kind"),
    ],
)
def test_a_place_that_is_not_there_is_refused_and_nothing_is_kept(revision, ta, target, code):
    with pytest.raises(AnchorError) as refused:
        draft_save(
            revision=revision, author=ta, key="k", based_on=0,
            given=DraftInput(body="x", target=target),
        )  # fmt: skip
    assert refused.value.code == code
    assert not Thread.objects.exists()


def test_publishing_numbers_threads_and_shows_all_drafts_at_once(revision, begin, ta):
    first = begin(ta, text_of(PHRASE), publish=False)
    begin(ta, {"kind": "document", "artifact": "design.md"}, publish=False, type="praise")
    empty = begin(ta, {"kind": "document", "artifact": "design.md"}, publish=False, body=" ")
    review = review_publish(revision=revision, author=ta)
    assert review.comments.count() == 2
    numbers = dict(Thread.objects.values_list("pk", "number"))
    assert sorted(n for n in numbers.values() if n) == [1, 2]
    assert numbers[first.pk] == 1
    assert numbers[empty.pk] is None
    assert review_publish(revision=revision, author=ta) is None


def test_only_who_may_see_the_thread_can_be_named(revision, begin, ta, student, outsider):
    body = f"[@Sam](person:{student.public_id}) and [@Otto](person:{outsider.public_id})"
    begin(ta, text_of(PHRASE), body=body)
    assert [one.person for one in Mention.objects.all()] == [student]


def test_a_published_comment_can_be_changed_and_keeps_what_it_said(revision, begin, ta):
    comment = begin(ta, text_of(PHRASE), body="before").comments.get()
    changed = comment_edit(comment=comment, based_on=1, body="after")
    assert [one.body for one in changed.past.all()] == ["before"]
    assert "after" in changed.html
    with pytest.raises(Conflict):
        comment_edit(comment=comment, based_on=1, body="late")


def test_a_thread_is_addressed_verified_reopened_and_dropped(revision, begin, ta, student):
    thread = begin(ta, text_of(PHRASE))
    for state, by in (("addressed", student), ("verified", ta), ("reopened", ta), ("dropped", ta)):
        state_set(thread=thread, revision=revision, by=by, state=state, note="")
    assert thread.state == "dropped"
    with pytest.raises(StateRefused):
        state_set(thread=thread, revision=revision, by=student, state="addressed")


def test_every_thread_is_carried_into_a_new_revision_or_needs_placing(hand_in, begin, student, ta):
    places = {
        "phrase": text_of(PHRASE),
        "edited": text_of("a page that never waits for analytics"),
        "deleted": text_of("Throughput and freshness pull against cost"),
        "cell": {"kind": "cell", "artifact": "design.md", "table": 0, "row": 1, "column": 3},
        "node": {"kind": "element", "element": "figure-1-component-view/node:orch"},
        "edge": {"kind": "element", "element": "figure-1-component-view/edge:orch->rank#0"},
        "message": {"kind": "element", "element": "figure-2-request-flow/message:7"},
        "section": {"kind": "section", "artifact": "design.md", "slug": "architecture"},
    }
    threads = {name: begin(ta, target) for name, target in places.items()}
    files = designs.sample()
    text = files["design.md"].replace("never waits for analytics", "does not wait for analytics")
    text = text.replace("orch[Rec Orchestrator]", "orch[Recommendation Orchestrator]")
    text = text.replace("  C->>G: GET /recs\n", "  C->>C: build request\n  C->>G: GET /recs\n")
    files["design.md"] = "\n\n".join(
        one for one in text.split("\n\n") if not one.startswith("Throughput and freshness")
    )
    second = hand_in(student, files)
    rows = {one.thread_id: one for one in Anchor.objects.filter(revision=second)}
    found = {name: rows[thread.pk] for name, thread in threads.items()}
    assert {name: row.state for name, row in found.items()} == {
        "phrase": "carried",
        "edited": "edited",
        "deleted": "needs_placing",
        "cell": "carried",
        "node": "edited",
        "edge": "exact",
        "message": "carried",
        "section": "carried",
    }
    assert found["message"].element == "figure-2-request-flow/message:8"
    row = found["phrase"]
    assert files["design.md"][row.start : row.end] == PHRASE


def test_a_thread_on_a_deleted_passage_is_placed_by_hand_and_stays_there(
    hand_in, begin, student, ta
):
    thread = begin(ta, text_of("Throughput and freshness pull against cost"))
    files = designs.sample()
    paragraphs = files["design.md"].split("\n\n")
    files["design.md"] = "\n\n".join(
        one for one in paragraphs if not one.startswith("Throughput and freshness")
    )
    second = hand_in(student, files)
    row = Anchor.objects.get(thread=thread, revision=second)
    assert (row.state, row.start) == ("needs_placing", None)
    target = {"kind": "section", "artifact": "design.md", "slug": "requirements"}
    placed = anchor_place(thread=thread, revision=second, by=ta, decision="place", target=target)
    assert (placed.state, placed.placed_by) == ("edited", ta)
    third = hand_in(student, files | {"notes.md": "# Notes\n"})
    assert Anchor.objects.get(thread=thread, revision=third).state == "exact"


def test_what_a_person_called_gone_stays_gone(hand_in, begin, student, ta):
    thread = begin(ta, text_of(PHRASE))
    second = hand_in(student, designs.sample() | {"a.md": "# A\n"})
    anchor_place(thread=thread, revision=second, by=ta, decision="remove", target={})
    third = hand_in(student, designs.sample() | {"b.md": "# B\n"})
    assert Anchor.objects.get(thread=thread, revision=third).state == "removed"


def test_a_thread_begun_on_an_old_revision_is_carried_into_the_newer_ones(
    hand_in, begin, revision, student, ta
):
    second = hand_in(student, designs.sample() | {"a.md": "# A\n"})
    thread = begin(ta, text_of(PHRASE), on=revision)
    carry_all()
    assert Anchor.objects.get(thread=thread, revision=second).state == "exact"


def test_drafts_are_carried_too(hand_in, begin, revision, student, ta):
    thread = begin(ta, text_of(PHRASE), publish=False)
    second = hand_in(student, designs.sample() | {"a.md": "# A\n"})
    assert Anchor.objects.filter(thread=thread, revision=second).exists()


def test_a_suggestion_is_applied_to_the_draft_of_the_next_revision(revision, begin, student, ta):
    thread = begin(
        ta, text_of(PHRASE), type="suggestion", replacement="Figure 1 shows the component view"
    )
    comment = thread.comments.get()
    draft = suggestion_apply(comment=comment, revision=revision, by=student)
    assert suggestion_apply(comment=comment, revision=revision, by=student).edits.count() == 1
    changed = drafts.changed_files(draft)
    assert [one.path for one in changed] == ["design.md"]
    assert any("Figure 1 shows the component view" in line for line in changed[0].lines)
    draft.refresh_from_db()
    second = drafts.draft_submit(
        draft=draft, user=student, version=draft.version, received_at=revision.received_at
    )
    assert second.number == 2
    assert second.artifacts.count() == revision.artifacts.count()


def test_a_suggestion_for_a_text_that_changed_is_refused(hand_in, begin, student, ta):
    thread = begin(ta, text_of(PHRASE), type="suggestion", replacement="x")
    files = designs.sample()
    files["design.md"] = files["design.md"].replace(PHRASE, "The components are in Figure 1")
    second = hand_in(student, files)
    with pytest.raises(AnchorError) as refused:
        suggestion_apply(comment=thread.comments.get(), revision=second, by=student)
    assert refused.value.code == "base-differs"


def test_carrying_that_meets_trouble_with_the_database_is_tried_again(
    hand_in, begin, student, ta, monkeypatch
):
    thread = begin(ta, text_of(PHRASE))

    def locked(_revision):
        raise OperationalError("database is locked")

    with monkeypatch.context() as busy:
        busy.setattr(carrying, "carried_rows", locked)
        second = hand_in(student, designs.sample() | {"a.md": "# A\n"})
    row = Carry.objects.get(revision=second)
    assert (row.state, row.problem) == ("queued", "OperationalError: database is locked")
    carry_all()
    assert Anchor.objects.get(thread=thread, revision=second).state == "exact"
    assert Carry.objects.get(revision=second).state == "done"


def test_a_thread_on_a_finding_stands_where_the_finding_does(hand_in, student, ta):
    revision = hand_in(student, designs.design("CAP-008"))
    finding = revision.runs.get().findings.get(code="CAP-008")
    given = DraftInput(body="What is shed?", type="issue", finding=finding.identity)
    comment = draft_save(revision=revision, author=ta, key="f", based_on=0, given=given)
    anchor = Anchor.objects.get(thread=comment.thread, revision=revision)
    assert comment.thread.finding == finding.identity
    assert (anchor.artifact, anchor.start) == ("design.md", finding.data["where"]["start"])
    with pytest.raises(Http404):
        draft_save(
            revision=revision,
            author=ta,
            key="g",
            based_on=0,
            given=DraftInput(body="x", finding="0" * 64),
        )


def test_what_others_changed_since_a_thread_was_loaded_stays(revision, begin, ta, student):
    loaded = begin(ta, text_of(PHRASE))
    state_set(
        thread=Thread.objects.get(pk=loaded.pk), revision=revision, by=student, state="addressed"
    )
    action_set(thread=loaded, by=student, listed=True, owner=student)
    thread = Thread.objects.get(pk=loaded.pk)
    assert (thread.state, thread.in_actions, thread.owner) == ("addressed", True, student)


def test_a_draft_on_the_action_list_gets_no_number(revision, begin, ta):
    draft = begin(ta, text_of(PHRASE), publish=False)
    action_set(thread=draft, by=ta, listed=True, owner=None)
    thread = Thread.objects.get(pk=draft.pk)
    assert (thread.number, thread.in_actions) == (None, True)
