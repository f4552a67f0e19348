"""Courses and assignments as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field

from apps.common import serializers
from apps.courses.models import Assignment, Enrollment, Role, Rubric


class CourseSerializer(serializers.Serializer[Enrollment]):
    """A course in which the person has a role."""

    id = serializers.CharField(source="course.public_id")
    title = serializers.CharField(source="course.title")
    term = serializers.CharField(source="course.term")
    time_zone = serializers.CharField(source="course.time_zone")
    role = serializers.ChoiceField(choices=Role.choices)


class RubricSerializer(serializers.ModelSerializer[Rubric]):
    """A pinned rubric."""

    id = serializers.CharField(source="rubric_id")

    class Meta:
        model = Rubric
        fields = ("id", "version", "title", "digest")


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """An assignment with its window. Times are in UTC."""

    id = serializers.CharField(source="public_id")
    course = serializers.CharField(source="course.public_id")
    rubric = RubricSerializer()
    may_upload = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = (
            "id", "course", "title", "brief", "opens_at", "due_at", "closes_at", "grace_minutes",
            "team_size", "published", "rubric", "may_upload",
        )  # fmt: skip

    @extend_schema_field(serializers.BooleanField)
    def get_may_upload(self, assignment: Assignment) -> bool:
        """Whether the person who asks can hand in now."""
        return bool(assignment.pk in self._accepting)

    @property
    def _accepting(self) -> set[int]:
        accepting: Any = self.context.get("accepting", set())
        return set(accepting)
