"""Exports of a revision with its comments, and annotations that are brought in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.annotations.models import Review
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


class AnnotationImport(PublicIdModel, LeasedJob):
    """Taking over the annotations of a file in the name of ``author``: background work in parts.

    ``digest`` names the bytes that were sent. ``total`` is how many comments they hold, None until
    they were read; ``position`` of them were looked at, and what became of those is written with it.
    ``review`` holds the comments that are new.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="imports")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    review = models.ForeignKey(Review, null=True, on_delete=models.SET_NULL, related_name="+")
    total = models.PositiveIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)

    class Meta(LeasedJob.Meta):
        ordering = ["-id"]
        constraints = [
            *LeasedJob.Meta.constraints,
            holds(
                models.Q(position=0) | models.Q(position__lte=models.F("total")), "within_the_file"
            ),
        ]
        indexes = [
            *LeasedJob.Meta.indexes,
            models.Index(fields=["author", "created_at"], name="exports_imports_of_person"),
        ]

    def __str__(self) -> str:
        return f"annotations for {self.revision}"

    def get_absolute_url(self) -> str:
        """The page with its result."""
        return reverse("exports:import", args=[self.public_id])

    @property
    def step(self) -> str:
        """What is going on: ``waiting``, ``reading``, ``taking``; empty when it has ended."""
        if not self.is_open:
            return ""
        if self.total is not None:
            return "taking"
        return "reading" if self.state == JobState.RUNNING else "waiting"


class ImportProblem(models.Model):
    """Something that was not taken over, or not as it was.

    ``where`` is a JSON pointer into the file, ``index`` counts annotations from 0, ``text`` is what
    was left out.
    """

    job = models.ForeignKey(AnnotationImport, on_delete=models.CASCADE, related_name="problems")
    where = models.TextField(blank=True)
    index = models.PositiveIntegerField()
    message = models.TextField()
    hint = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["index", "id"]
        indexes = [models.Index(fields=["job", "index"], name="exports_problem_order")]

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
