"""Courses in Django's admin, to look things up; changes are made on the pages, where they are logged."""

from __future__ import annotations

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.courses.models import Assignment, Course, Enrollment, Rubric, Team


@admin.register(Course)
class CourseAdmin(ReadOnly):
    """Courses."""

    list_display = ("title", "term", "created_at", "public_id")
    search_fields = ("title", "public_id")


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnly):
    """Who has which role."""

    list_display = ("user", "course", "role", "section")
    list_filter = ("role",)
    search_fields = ("user__email", "user__name", "course__title")
    list_select_related = ("user", "course")


@admin.register(Team)
class TeamAdmin(ReadOnly):
    """Teams."""

    list_display = ("name", "course", "public_id")
    search_fields = ("name", "public_id")
    list_select_related = ("course",)
    exclude = ("invite_code",)


@admin.register(Rubric)
class RubricAdmin(ReadOnly):
    """Rubrics as they were pinned."""

    list_display = ("rubric_id", "version", "title", "digest")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    """Assignments."""

    list_display = ("title", "course", "opens_at", "due_at", "published", "public_id")
    search_fields = ("title", "public_id")
    list_select_related = ("course",)
