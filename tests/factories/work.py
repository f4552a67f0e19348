"""Submissions, revisions and runs, as rows; tests of the real path upload instead."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from apps.checkruns.models import CheckRun
from apps.jobs.leases import LEASE
from apps.submissions.models import Artifact, Revision, Submission
from tests.factories.people import AssignmentFactory, TeamFactory, UserFactory


class SubmissionFactory(DjangoModelFactory):
    class Meta:
        model = Submission

    assignment = factory.SubFactory(AssignmentFactory)
    team = factory.SubFactory(TeamFactory, course=factory.SelfAttribute("..assignment.course"))


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = Revision

    submission = factory.SubFactory(SubmissionFactory)
    number = factory.Sequence(lambda n: n + 1)
    uploaded_by = factory.SubFactory(UserFactory)
    received_at = factory.LazyFunction(timezone.now)
    digest = factory.Sequence(lambda n: f"{n:064x}")
    upload_name = "design.zip"
    upload_digest = factory.Sequence(lambda n: f"{n:064x}")
    upload_size = 1000


class ArtifactFactory(DjangoModelFactory):
    class Meta:
        model = Artifact

    revision = factory.SubFactory(RevisionFactory)
    path = factory.Sequence(lambda n: f"file{n}.md")
    digest = factory.Sequence(lambda n: f"{n:064x}")
    size = 100
    type = "markdown"


class CheckRunFactory(DjangoModelFactory):
    class Meta:
        model = CheckRun

    revision = factory.SubFactory(RevisionFactory)
    key = factory.Sequence(lambda n: f"{n:064x}")
    engine_version = "1"
    rubric_digest = "0" * 64
    refdata_version = "1"
    state = "queued"
    lease_until = factory.LazyAttribute(
        lambda run: timezone.now() + LEASE if run.state == "running" else None
    )
