"""Handing in: what is stored, what is refused, who may look."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from apps.activity.models import Event
from apps.common import storage
from apps.submissions import access
from apps.submissions.deadlines import deadline_words, duration_words, late_by
from apps.submissions.models import Artifact, Revision, Submission
from apps.submissions.packing import PackingError, pack
from apps.submissions.services import (
    UploadRefused,
    main_choose,
    revision_submit,
    upload_from,
)
from tests.designs import files, hand_in, zipped

pytestmark = pytest.mark.django_db


def test_an_upload_becomes_a_revision_with_its_files_an_event_and_a_run(assignment, student):
    revision = hand_in(assignment, student)
    assert revision.number == 1
    assert revision.submission.team.name == "Herons"
    stored = {a.path: a for a in revision.artifacts.all()}
    assert set(stored) == {"design.md", "adr/0001-use-a-queue.md", "load.png"}
    assert b"70,000 QPS" in storage.get(stored["design.md"].digest)
    assert zipfile.ZipFile(io.BytesIO(storage.get(revision.upload_digest))).testzip() is None
    event = Event.objects.get(verb="revision.submitted")
    assert event.object_id == revision.public_id
    assert event.data["files"] == 3
    assert revision.runs.count() == 1


def test_the_next_upload_is_the_next_revision_and_the_first_stays(assignment, student):
    first = hand_in(assignment, student)
    second = hand_in(assignment, student, files(replicas=234))
    assert second.number == 2
    assert first.digest != second.digest
    assert Submission.objects.count() == 1
    assert Revision.objects.get(number=1).digest == first.digest


def test_the_same_files_in_another_archive_have_the_same_digest(assignment, student):
    first = hand_in(assignment, student)
    upside_down = dict(reversed(files().items()))
    assert hand_in(assignment, student, upside_down).digest == first.digest


def test_a_hostile_archive_is_refused_and_nothing_is_stored(assignment, student):
    data = zipped({"design.md": "# A", "../../etc/passwd": "x"})
    with pytest.raises(UploadRefused) as refused:
        revision_submit(
            assignment=assignment, user=student, name="p.zip", data=data, received_at=timezone.now()
        )
    assert "passwd" in refused.value.entry
    assert refused.value.hint
    assert not Revision.objects.exists()
    assert not Artifact.objects.exists()


def test_choosing_the_main_document_makes_a_revision_that_arrived_when_its_files_did(
    assignment, student
):
    first = hand_in(assignment, student, files(**{"plan.md": "# Plan\n"}))
    chosen = main_choose(revision=first, user=student, main="plan.md")
    assert chosen.number == 2
    assert chosen.main_path == "plan.md"
    assert chosen.received_at == first.received_at
    assert chosen.digest != first.digest
    with pytest.raises(UploadRefused):
        main_choose(revision=first, user=student, main="no-such.md")


def test_several_files_become_one_package_that_does_not_depend_on_their_order():
    one = pack([("design.md", b"# A"), ("adr/0001.md", b"# 1")])
    other = pack([("adr/0001.md", b"# 1"), ("design.md", b"# A")])
    assert one == other
    names = zipfile.ZipFile(io.BytesIO(one[1])).namelist()
    assert names == ["adr/0001.md", "design.md"]


def test_a_folder_that_all_files_share_is_left_out():
    _, data = pack([("mine/design.md", b"a"), ("mine/adr/1.md", b"b")])
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["adr/1.md", "design.md"]


def test_files_that_cannot_be_one_package_are_named():
    with pytest.raises(PackingError, match="archive beside"):
        pack([("a.zip", b"PK"), ("b.md", b"")])
    with pytest.raises(PackingError, match=r"called a[.]md"):
        pack([("a.md", b"1"), ("a.md", b"2")])
    with pytest.raises(UploadRefused, match="at least one file"):
        upload_from([])


def test_lateness_is_computed_and_the_grace_period_counts_as_in_time(assignment):
    due = assignment.due_at
    assert late_by(assignment, due + timedelta(minutes=5)) is None
    late = late_by(assignment, due + timedelta(hours=3))
    assert duration_words(late) == "3 hours"
    assert deadline_words(assignment, due - timedelta(days=2)) == "due in 2 days"
    assert deadline_words(assignment, due + timedelta(minutes=90)) == "was due 1 hour ago"


def test_only_the_team_and_staff_of_the_course_open_a_revision(
    assignment, student, other_student, ta, outsider
):
    revision = hand_in(assignment, student)
    assert access.revision_for(student, revision.public_id) == revision
    assert access.revision_for(ta, revision.public_id) == revision
    for person in (other_student, outsider):
        with pytest.raises(Http404):
            access.revision_for(person, revision.public_id)
    with pytest.raises(PermissionDenied):
        access.revision_for(ta, revision.public_id, "finding.reply")
