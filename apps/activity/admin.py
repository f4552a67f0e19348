"""The log in Django's admin: to read, never to change."""

from __future__ import annotations

from django.contrib import admin

from apps.activity.models import Event
from apps.common.admin import ReadOnly


@admin.register(Event)
class EventAdmin(ReadOnly):
    """Events, newest first."""

    list_display = ("at", "actor", "verb", "object_type", "object_id", "course_id")
    list_filter = ("verb",)
    search_fields = ("actor__email", "object_id", "course_id")
    list_select_related = ("actor",)
    show_full_result_count = False
