"""The draft of a next revision: every change is a version, and only what was seen is handed in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apps.activity.models import Event
from apps.common import storage
from apps.engine.anchors.edits import Edit
from apps.engine.anchors.selectors import AnchorError
from apps.submissions.models import Draft, DraftEdit
from apps.submissions.services import drafts
from tests.designs import DESIGN, files, hand_in

pytestmark = pytest.mark.django_db
TEXT = DESIGN.format(replicas=300)
WORDS = ("at peak", "See [the runbook]")


def edit_of(words: str, insert: str) -> Edit:
    start = TEXT.index(words)
    return Edit(start, start + len(words), words, insert)


@pytest.fixture
def base(assignment, student):
    return hand_in(assignment, student, files(replicas=300))


@pytest.fixture
def apply(base, student):
    def put(words, insert, source, on=None):
        return drafts.draft_apply(
            base=on or base, path="design.md", edit=edit_of(words, insert), source=source,
            author=student,
        )  # fmt: skip

    return put


def test_each_change_of_a_draft_raises_its_version(apply):
    first, _ = apply(WORDS[0], "at the peak", "a")
    second, edit = apply(WORDS[1], "Read [the runbook]", "b")
    assert second.version == first.version + 1
    drafts.edit_remove(edit=edit)
    assert Draft.objects.get().version == second.version + 1
    assert list(DraftEdit.objects.values_list("source", flat=True)) == ["a"]


def test_a_draft_that_lost_an_edit_meanwhile_is_not_handed_in(apply, base, student):
    apply(WORDS[0], "at the peak", "a")
    draft, edit = apply(WORDS[1], "Read [the runbook]", "b")
    drafts.edit_remove(edit=edit)
    with pytest.raises(AnchorError) as refused:
        drafts.draft_submit(
            draft=Draft.objects.get(), user=student, version=draft.version,
            received_at=timezone.now(),
        )  # fmt: skip
    assert refused.value.code == "stale"
    assert base.submission.revisions.count() == 1
    assert Draft.objects.exists()


def test_what_is_handed_in_are_the_files_of_the_base_with_the_edits(apply, base, student):
    apply(WORDS[0], "at the peak", "a")
    draft, _ = apply(WORDS[1], "Read [the runbook]", "b")
    made = drafts.draft_submit(
        draft=draft, user=student, version=draft.version, received_at=timezone.now()
    )
    old = {one.path: storage.get(one.digest) for one in base.artifacts.exclude(digest="")}
    new = {one.path: storage.get(one.digest) for one in made.artifacts.exclude(digest="")}
    assert new.pop("design.md").decode() == TEXT.replace(WORDS[0], "at the peak").replace(
        WORDS[1], "Read [the runbook]"
    )
    assert new == {path: data for path, data in old.items() if path != "design.md"}
    assert made.note == "Suggestions applied to revision 1"
    assert made.upload_name == "draft-on-revision-1.zip"
    assert not Draft.objects.exists()


def test_the_note_of_a_draft_is_its_writers_own(apply, student):
    draft, _ = apply(WORDS[0], "at the peak", "a")
    made = drafts.draft_submit(
        draft=draft, user=student, version=draft.version, received_at=timezone.now(), note="mine"
    )
    assert made.note == "mine"


def test_a_draft_with_edits_stays_on_its_base_and_an_empty_one_moves(
    apply, assignment, student, base
):
    _, edit = apply(WORDS[0], "at the peak", "a")
    later = hand_in(assignment, student, files(replicas=300, **{"notes.md": "# Notes\n"}))
    with pytest.raises(AnchorError) as refused:
        apply(WORDS[1], "Read [the runbook]", "b", on=later)
    assert refused.value.code == "other-base"
    drafts.edit_remove(edit=edit)
    moved, _ = apply(WORDS[1], "Read [the runbook]", "b", on=later)
    assert Draft.objects.get() == moved
    assert moved.base == later


def test_an_edit_in_the_way_of_another_is_refused_and_the_same_source_replaces_itself(apply):
    apply(WORDS[0], "at the peak", "a")
    with pytest.raises(AnchorError):
        apply("peak", "top", "b")
    again, _ = apply("peak", "top", "a")
    assert [(one.source, one.insert) for one in again.edits.all()] == [("a", "top")]


def test_applying_and_discarding_are_told_with_what_they_touched(apply, student):
    draft, _ = apply(WORDS[0], "at the peak", "a")
    changed = Event.objects.get(verb="draft.changed")
    assert changed.data == {"path": "design.md", "source": "a", "base": 1}
    assert changed.course_id == ""
    drafts.draft_discard(draft=draft, by=student)
    assert Event.objects.get(verb="draft.discarded").data == {"edits": 1, "base": 1}
    assert not Draft.objects.exists()


def test_an_edit_of_a_file_that_the_base_does_not_have_is_refused(base, student):
    with pytest.raises(AnchorError) as refused:
        drafts.draft_apply(
            base=base, path="no.md", edit=Edit(0, 1, "#", ""), source="a", author=student
        )
    assert refused.value.code == "no-file"
