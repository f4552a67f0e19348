"""Submissions in Django's admin, to look things up: what was handed in is history."""

from __future__ import annotations

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.submissions.models import Revision, Submission


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    """Submissions."""

    list_display = fields = ("team", "assignment", "created_at", "public_id")
    list_select_related = ("team", "assignment")
    search_fields = ("team__name", "public_id")


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    """Revisions, without their files."""

    list_display = fields = ("submission", "number", "received_at", "upload_size", "public_id")
    list_select_related = ("submission__team", "submission__assignment")
    search_fields = ("submission__team__name", "public_id")
