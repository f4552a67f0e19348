"""Exports of a revision with its comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from apps.common.constraints import holds, known
from apps.common.ids import PublicIdModel
from apps.jobs.models import JobState, LeasedJob
from apps.submissions.models import Revision


class ExportFormat(models.TextChoices):
    """What the annotated design can be saved as."""

    HTML = "html", "HTML, one file"
    PDF = "pdf", "PDF"
    MARKDOWN = "md", "Markdown with comments"
    JSON_LD = "jsonld", "W3C Web Annotations (JSON-LD)"


class Export(PublicIdModel, LeasedJob):
    """Writing the annotated design as a file, with what ``author`` may see: background work.

    ``stamp`` is the SHA-256 of what is to be shown; the same stamp and format need no second file.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="exports")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=8, choices=ExportFormat.choices)
    stamp = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta(LeasedJob.Meta):
        ordering = ["-id"]
        constraints = [
            *LeasedJob.Meta.constraints,
            known("format", ExportFormat),
            holds(~models.Q(state=JobState.DONE) | ~models.Q(digest=""), "done_has_a_file"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.revision}"
