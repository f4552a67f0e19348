"""The log in Django's admin: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from apps.activity.models import Event


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """Events, newest first."""

    list_display = ("at", "actor", "verb", "object_type", "object_id", "course_id")
    list_filter = ("verb",)
    search_fields = ("actor__email", "object_id", "course_id")
    list_select_related = ("actor",)
    show_full_result_count = False

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Services write events."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Event | None = None) -> bool:
        """What happened does not change."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Event | None = None) -> bool:
        """And is not forgotten."""
        return False
