"""The durable background job: a row before it is a message, claimed by lease, written under a fence.

The row is the truth and the message a doorbell. A worker claims with one conditional UPDATE, renews
its lease while it works, and writes results only while its token still holds the row. The sweep
rings again for rows nobody heard of and takes back rows whose worker died.
"""

from __future__ import annotations

from django.db import models

from apps.common.constraints import holds, known


class JobState(models.TextChoices):
    """States of a run as people see them."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    PARTLY_FAILED = "partly_failed", "Partly failed"
    FAILED = "failed", "Failed"
    TIMED_OUT = "timed_out", "Timed out"
    CANCELLED = "cancelled", "Cancelled"


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class LeasedJob(models.Model):
    """Fields that claiming, fencing and sweeping need; the functions are in ``leases.py``.

    ``token`` is the fence of the current claim, ``host``/``pid`` tell whose it is, ``announced_at``
    is when a message was last sent, ``problem`` what was last seen when it did not end well. No
    attempt is made after ``last_attempt``; a person who asks for a retry raises it. ``phase`` says
    what ``progress_done`` of ``progress_total`` counts.
    """

    state = models.CharField(max_length=16, choices=JobState.choices, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    last_attempt = models.PositiveSmallIntegerField(default=3)
    token = models.CharField(max_length=32, blank=True)
    host = models.CharField(max_length=128, blank=True)
    pid = models.PositiveIntegerField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=16, blank=True)
    progress_done = models.PositiveSmallIntegerField(default=0)
    progress_total = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            known("state", JobState),
            holds(models.Q(attempt__lte=models.F("last_attempt")), "attempts_bounded"),
            holds(models.Q(progress_done__lte=models.F("progress_total")), "progress_bounded"),
            holds(
                ~models.Q(state=JobState.RUNNING) | models.Q(lease_until__isnull=False),
                "running_is_leased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "lease_until"],
                name="%(app_label)s_%(class)s_open",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether work is still to be expected."""
        return self.state in OPEN_STATES
