"""Runs in Django's admin, to see why one stopped; they are repeated on the page of the revision."""

from __future__ import annotations

from django.contrib import admin

from apps.checkruns.models import CheckRun
from apps.common.admin import ReadOnly


@admin.register(CheckRun)
class CheckRunAdmin(ReadOnly):
    """Runs."""

    list_display = fields = (
        "public_id",
        "state",
        "attempt",
        "host",
        "created_at",
        "finished_at",
        "problem",
    )
    list_filter = ("state",)
    search_fields = ("public_id", "revision__public_id")
