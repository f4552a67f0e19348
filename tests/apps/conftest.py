"""Designs in several revisions, uploaded and read as they really are."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from apps.annotations.jobs import carry as carrying
from apps.annotations.models import Carry, Thread
from apps.annotations.services import DraftInput, draft_save, review_publish
from apps.checkruns.jobs import run as runs
from apps.checkruns.services import run_for
from apps.demo import designs
from apps.submissions.services import revision_submit


@pytest.fixture
def hand_in(assignment):
    """Uploads files as a student, reads them, and carries the threads."""

    def submit(user, files, *, carry=True):
        revision = revision_submit(
            assignment=assignment,
            user=user,
            name="design.zip",
            data=designs.package(files),
            received_at=timezone.now(),
        )
        runs.execute(run_for(revision).pk)
        if carry:
            carry_all()
        return revision

    return submit


def carry_all():
    """Do what the worker does for queued rows."""
    for row in Carry.objects.filter(state="queued"):
        carrying.execute(row.pk)


@pytest.fixture
def revision(hand_in, student):
    """The correct design of the Herons."""
    return hand_in(student, designs.sample())


@pytest.fixture
def begin(revision):
    """Begins a thread on the first revision; published unless asked otherwise."""

    def make(author, target, *, publish=True, on=None, body="Why?", **more):
        key = uuid.uuid4().hex
        comment = draft_save(
            revision=on or revision,
            author=author,
            key=key,
            based_on=0,
            given=DraftInput(body=body, target=target, **more),
        )
        if publish:
            review_publish(revision=on or revision, author=author, keys=[key])
        return Thread.objects.get(pk=comment.thread_id)

    return make


def text_of(phrase, path="design.md"):
    """The target of a phrase of the sample."""
    text = designs.sample()[path]
    start = text.index(phrase)
    return {"kind": "text", "artifact": path, "start": start, "end": start + len(phrase)}
