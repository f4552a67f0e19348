"""The database refuses rows that no service would write."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from apps.annotations.models import Anchor, Comment, Thread
from apps.checkruns.models import CheckResult, CheckRun, FindingReply, RunFinding
from apps.courses.models import Assignment, Enrollment
from apps.exports.models import Export
from apps.submissions.models import Artifact, Draft, DraftEdit, Revision
from tests.factories import CheckRunFactory, RevisionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def refused(model, **values):
    """Whether no row of ``model`` can get these values; there must be one to try."""
    assert model.objects.exists()
    try:
        with transaction.atomic():
            model.objects.update(**values)
    except IntegrityError:
        return True
    return False


@pytest.fixture
def thread(begin, ta):
    """A published question."""
    return begin(ta, {"kind": "document", "artifact": "design.md"})


@pytest.mark.parametrize(
    "values",
    [
        {"number": None},
        {"published_at": None},
        {"state": "shut"},
        {"type": "remark"},
        {"severity": "warning"},
    ],
)
def test_threads_stay_whole(thread, values):
    assert refused(Thread, **values)


def test_an_issue_may_have_a_severity(thread):
    assert not refused(Thread, type="issue", severity="warning")
    assert refused(Thread, severity="awful")


def test_comments_and_places_stay_whole(thread):
    assert refused(Comment, version=0)
    assert refused(Comment, sets_state="shut")
    assert refused(Comment, published_at=None, edited_at=timezone.now())
    assert refused(Anchor, state="lost")
    assert refused(Anchor, start=5, end=4)
    assert refused(Anchor, start=5, end=None)
    assert not refused(Anchor, start=5, end=5)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "asleep"},
        {"state": "running", "lease_until": None},
        {"attempt": F("last_attempt") + 1},
        {"progress_done": 3, "progress_total": 2},
    ],
)
def test_background_work_stays_whole(values):
    CheckRunFactory()
    assert refused(CheckRun, **values)


def test_results_and_replies_stay_whole(revision, student):
    assert refused(CheckResult, outcome="maybe")
    RunFinding.objects.create(
        run=CheckRun.objects.first(), order=999, code="CAP-001", severity="info", data={}
    )
    assert refused(RunFinding, severity="awful")
    FindingReply.objects.create(
        submission=revision.submission, revision=revision, author=student, kind="fixed"
    )
    assert refused(FindingReply, kind="sorry")
    assert refused(FindingReply, kind="intended", text="")
    assert not refused(FindingReply, kind="intended", text="Because.")


def test_submissions_stay_whole(revision, student):
    assert refused(Revision, number=0)
    assert refused(Revision, digest="")
    assert refused(Artifact, digest="", skipped_reason="")
    draft = Draft.objects.create(submission=revision.submission, base=revision)
    DraftEdit.objects.create(draft=draft, path="design.md", start=1, end=2, author=student)
    assert refused(DraftEdit, end=0)


def test_courses_stay_whole(student, assignment):
    assert refused(Enrollment, role="guest")
    assert refused(Assignment, closes_at=assignment.due_at - timedelta(seconds=1))
    assert not refused(Assignment, closes_at=assignment.due_at)
    assert refused(Assignment, team_size=0)
    assert refused(Assignment, due_at=F("opens_at"))


def test_exports_stay_whole(student):
    revision = RevisionFactory(submission=SubmissionFactory())
    Export.objects.create(revision=revision, author=student, format="md")
    assert refused(Export, format="doc")
    assert refused(Export, state="done", digest="")
