"""Submission, its immutable revisions and their artifacts."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import models

from apps.common.constraints import holds, in_order
from apps.common.hooks import Hook
from apps.common.ids import PublicIdModel
from apps.courses.models import Assignment, Team

revision_urls: Hook[Callable[[Revision], str]] = Hook()
"""Where a revision is shown: what comes after an upload. The first answer counts."""


class Submission(PublicIdModel):
    """What one team hands in for one assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="submissions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="submissions")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "team"], name="submissions_one_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.assignment}"


class Revision(PublicIdModel):
    """One upload; never changed after it is written.

    ``digest`` = SHA-256 over the sorted (path, content hash) pairs and the chosen main document;
    ``received_at`` is the arrival of the last byte; ``main_path`` is the main document when the
    student had to choose, else empty. ``stored_bytes`` are those that no earlier revision of the
    submission held: their sum is what the submission keeps in storage.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    upload_name = models.CharField(max_length=200)
    upload_digest = models.CharField(max_length=64)
    upload_size = models.PositiveBigIntegerField()
    stored_bytes = models.PositiveBigIntegerField(default=0)
    main_path = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="submissions_number_once"
            ),
            holds(models.Q(number__gte=1), "counts_from_one"),
            holds(~models.Q(digest="") & ~models.Q(upload_digest=""), "has_content"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"

    def get_absolute_url(self) -> str:
        """The page that shows it, which belongs to a room above this one."""
        return next(iter(revision_urls))(self)


class Artifact(models.Model):
    """A file of a revision; its bytes lie in storage under their content hash.

    A file that was left out of the package (a nested archive, a build folder) has ``skipped_reason``
    and no ``digest``: its bytes are not stored.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="artifacts")
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=20)
    skipped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "path"], name="submissions_path_once"),
            holds(~models.Q(digest="") | ~models.Q(skipped_reason=""), "stored_or_says_why"),
        ]

    def __str__(self) -> str:
        return self.path


class Draft(PublicIdModel):
    """The next revision in the making: edits of ``base``, counted by ``version``."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="draft")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft on {self.base}"


class DraftEdit(PublicIdModel):
    """One replacement in a file of the draft's base; ``source`` says where it came from.

    ``start`` and ``end`` are code points of the file's canonical text in the base.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    path = models.CharField(max_length=500)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    expected = models.TextField(blank=True)
    insert = models.TextField(blank=True)
    source = models.CharField(max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["path", "start"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "source"], name="submissions_edit_once"),
            holds(in_order("start", "end"), "place_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.source}"
