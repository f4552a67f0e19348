"""A run of the checks over one revision, its results, and people's replies to findings."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from apps.common.constraints import holds, known
from apps.common.ids import PublicIdModel
from apps.jobs.models import LeasedJob
from apps.submissions.models import Revision, Submission


class CheckRun(PublicIdModel, LeasedJob):
    """One run, keyed by revision, overlay, engine, rubric and reference data: same key, same bytes.

    ``key`` is the SHA-256 of the five parts. The package, its reading and the report are JSON in
    storage, under ``package_name``, ``reading_name`` and ``report_name``; rows exist for what is
    queried. The four counts leave out findings that are muted, ignored or in preview.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="runs")
    key = models.CharField(max_length=64)
    overlay_digest = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=20)
    rubric_digest = models.CharField(max_length=64)
    refdata_version = models.CharField(max_length=40)
    package_name = models.CharField(max_length=120, blank=True)
    reading_name = models.CharField(max_length=120, blank=True)
    report_name = models.CharField(max_length=120, blank=True)
    blockers = models.PositiveSmallIntegerField(default=0)
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    infos = models.PositiveSmallIntegerField(default=0)

    class Meta(LeasedJob.Meta):
        constraints = [
            *LeasedJob.Meta.constraints,
            models.UniqueConstraint(fields=["revision", "key"], name="checkruns_one_a_key"),
        ]

    def __str__(self) -> str:
        return f"run of {self.revision} ({self.state})"


class Outcome(models.TextChoices):
    """What a check answers."""

    PASS = "pass", "Passes"
    FINDING = "finding", "Finding"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_ASSESSABLE = "not_assessable", "Cannot tell"
    CRASHED = "crashed", "Stopped inside"


class Severity(models.TextChoices):
    """How much a finding weighs; the first two are of level error."""

    BLOCKER = "blocker", "Blocker"
    ERROR = "error", "Error"
    WARNING = "warning", "Warning"
    INFO = "info", "Note"


class CheckResult(models.Model):
    """The outcome of one check in one run."""

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="results")
    code = models.CharField(max_length=7)
    outcome = models.CharField(max_length=16)
    stage = models.CharField(max_length=12)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["run", "code"], name="checkruns_one_outcome_a_code"),
            known("outcome", Outcome),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"


class RunFinding(models.Model):
    """A finding of a run. ``data`` is the finding as the engine gave it, ``order`` its rank."""

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=7)
    severity = models.CharField(max_length=8)
    stage = models.CharField(max_length=12)
    identity = models.CharField(max_length=64)
    state = models.CharField(max_length=64)
    muted = models.BooleanField(default=False)
    ignored = models.BooleanField(default=False)
    data = models.JSONField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "identity"], name="checkruns_one_finding_an_identity"
            ),
            known("severity", Severity),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.severity}"


class ReplyKind(models.TextChoices):
    """What an author may answer to a finding."""

    FIXED = "fixed", "Fixed"
    MISREAD = "misread", "You misread this"
    INTENDED = "intended", "Intended, because …"


class FindingReply(PublicIdModel):
    """An author's answer; it hangs on the finding's identity, so it stays over revisions."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="finding_replies"
    )
    identity = models.CharField(max_length=64)
    code = models.CharField(max_length=7)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ReplyKind.choices)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            known("kind", ReplyKind),
            holds(~models.Q(kind=ReplyKind.INTENDED) | ~models.Q(text=""), "reason_given"),
        ]
        indexes = [models.Index(fields=["submission", "identity"], name="checkruns_reply_identity")]

    def __str__(self) -> str:
        return f"{self.code}: {self.kind}"
