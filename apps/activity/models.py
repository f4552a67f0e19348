"""Events: one for every action; never changed, never deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.Model):
    """``verb`` is a dotted word (``revision.submitted``); ``object_id`` is a public id."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=64)
    object_type = models.CharField(max_length=32)
    object_id = models.CharField(max_length=26)
    course_id = models.CharField(max_length=26, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="activity_event_object"),
            models.Index(fields=["course_id", "-id"], name="activity_event_course"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}:{self.object_id}"
