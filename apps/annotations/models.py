"""Threads, their comments, and where each stands in every revision."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.common.constraints import holds, in_order, known, together
from apps.common.ids import PublicIdModel
from apps.jobs.models import LeasedJob
from apps.submissions.models import Revision, Submission


class CommentType(models.TextChoices):
    """What a thread is; the last four are those of an architecture review by ATAM."""

    QUESTION = "question", "Question"
    SUGGESTION = "suggestion", "Suggestion"
    ISSUE = "issue", "Issue"
    PRAISE = "praise", "Praise"
    RISK = "risk", "Risk"
    NON_RISK = "non_risk", "Non-risk"
    SENSITIVITY_POINT = "sensitivity_point", "Sensitivity point"
    TRADEOFF_POINT = "tradeoff_point", "Trade-off point"


class Severity(models.TextChoices):
    """How bad an issue is, in the words of findings."""

    BLOCKER = "blocker", "Blocker"
    ERROR = "error", "Error"
    WARNING = "warning", "Warning"
    INFO = "info", "Note"


class ThreadState(models.TextChoices):
    """The author addresses, the reviewer verifies or reopens."""

    OPEN = "open", "Open"
    ADDRESSED = "addressed", "Addressed"
    VERIFIED = "verified", "Verified"
    REOPENED = "reopened", "Reopened"
    DROPPED = "dropped", "Dropped"


UNSETTLED = (ThreadState.OPEN, ThreadState.REOPENED, ThreadState.ADDRESSED)
"""States that still wait for somebody."""


class AnchorState(models.TextChoices):
    """What became of a place in a revision."""

    EXACT = "exact", "Same place"
    CARRIED = "carried", "Carried, text unchanged"
    EDITED = "edited", "Text changed"
    RELOCATED = "relocated", "Moved or renamed, to be confirmed"
    NEEDS_PLACING = "needs_placing", "Needs placing"
    REMOVED = "removed", "What it was about is gone"


class Board(models.Model):
    """One row a submission: numbers its threads and counts its published changes."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="board")
    threads = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"board of {self.submission}"


class Review(PublicIdModel):
    """Comments that one person published together."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"review by {self.author}"


class Thread(PublicIdModel):
    """A question, an issue, a risk … about one place; a draft of its author until published.

    ``number`` and ``change`` are given when it is published: a draft moves nothing that others see.
    ``change`` is the board's count at its last published change. ``finding`` is the identity of the
    finding it is about, else empty. ``owner`` is who of the team takes care of it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="threads")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    type = models.CharField(max_length=20, choices=CommentType.choices)
    severity = models.CharField(max_length=8, choices=Severity.choices, blank=True)
    state = models.CharField(max_length=10, choices=ThreadState.choices, default=ThreadState.OPEN)
    finding = models.CharField(max_length=64, blank=True)
    in_actions = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    change = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="annotations_number_once"
            ),
            known("type", CommentType),
            known("state", ThreadState),
            known("severity", Severity, blank=True),
            holds(together("number", "published_at"), "number_iff_published"),
            holds(models.Q(severity="") | models.Q(type=CommentType.ISSUE), "severity_of_issues"),
        ]
        indexes = [
            models.Index(fields=["submission", "change"], name="annotations_thread_change"),
            models.Index(fields=["author", "published_at"], name="annotations_thread_drafts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} #{self.number}" if self.number else "a draft"


class Comment(PublicIdModel):
    """One contribution to a thread; private to its author until ``published_at``.

    ``key`` is made by the author's browser, so that a save that was repeated writes once. ``version``
    counts the saves; a save names the version it was based on. ``html`` is the cleaned rendering of
    ``body``. ``replacement`` is the text that a suggestion puts in the place of the quoted one.
    ``sets_state`` is the state that the thread got with this comment.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="comments")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # None is no suggestion; an empty one takes the text away.
    replacement = models.TextField(null=True, blank=True)  # noqa: DJ001
    sets_state = models.CharField(max_length=10, choices=ThreadState.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="annotations_key_once"),
            known("sets_state", ThreadState, blank=True),
            holds(models.Q(version__gte=1), "saves_counted"),
            holds(
                models.Q(edited_at__isnull=True) | models.Q(published_at__isnull=False),
                "edited_once_published",
            ),
        ]
        indexes = [
            models.Index(
                fields=["author", "thread"],
                name="annotations_comment_drafts",
                condition=models.Q(published_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"comment by {self.author}"


class PastBody(models.Model):
    """What a published comment said before its author changed it; nothing is lost."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="past")
    version = models.PositiveIntegerField()
    body = models.TextField()
    until = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="annotations_past_once")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Attachment(PublicIdModel):
    """A file of a comment; its bytes lie in storage under their content hash."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    type = models.CharField(max_length=20)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """Somebody was named in a published comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="annotations_mention_once")
        ]

    def __str__(self) -> str:
        return f"@{self.person}"


class Anchor(models.Model):
    """Where a thread stands in one revision: computed once, or placed by a person.

    ``selectors`` and ``guess`` are what ``apps.engine.anchors.plain`` writes; ``start`` and ``end``
    are code points of the artifact's canonical text; ``element`` is the full key of a diagram's
    element or, for a region of a drawing, the key of the diagram. ``label`` is the place in words and
    ``quote`` the beginning of the text. With ``needs_placing`` and ``removed``, ``artifact`` is where
    it stood last.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="anchors")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="anchors")
    state = models.CharField(max_length=14, choices=AnchorState.choices)
    surface = models.CharField(max_length=10)
    artifact = models.CharField(max_length=500)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    element = models.CharField(max_length=700, blank=True)
    label = models.CharField(max_length=300, blank=True)
    quote = models.CharField(max_length=300, blank=True)
    selectors = models.JSONField(default=list)
    guess = models.JSONField(null=True)
    score = models.FloatField(default=1.0)
    method = models.CharField(max_length=60, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "revision"], name="annotations_one_a_revision"
            ),
            known("state", AnchorState),
            holds(together("start", "end") & in_order("start", "end"), "place_in_order"),
        ]
        indexes = [
            models.Index(fields=["revision", "artifact", "start"], name="annotations_anchor_place")
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.state})"


class Carry(LeasedJob):
    """Carrying all threads of a submission into one revision: background work."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="carry")

    class Meta(LeasedJob.Meta):
        pass

    def __str__(self) -> str:
        return f"carrying into {self.revision}"


class Presence(models.Model):
    """Who looks at a submission; after ``FRESH`` the person is gone."""

    FRESH: ClassVar = timedelta(seconds=30)

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "person"], name="annotations_present_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.submission}"
