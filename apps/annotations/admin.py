"""Threads in Django's admin, by number and state only: what people say is read where it belongs."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.annotations.models import Thread
from apps.common.admin import ReadOnly


@admin.register(Thread)
class ThreadAdmin(ReadOnly):
    """Published threads; drafts are seen by their authors alone."""

    list_display = fields = ("public_id", "number", "type", "state", "published_at")
    list_filter = ("type", "state")
    search_fields = ("public_id", "submission__public_id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        """Without drafts."""
        return super().get_queryset(request).filter(published_at__isnull=False)
