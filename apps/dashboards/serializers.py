"""Submissions with the state of their newest run as JSON."""

from __future__ import annotations

from datetime import datetime

from drf_spectacular.utils import extend_schema_field

from apps.common import serializers
from apps.courses.models import Team
from apps.jobs.models import JobState
from apps.submissions.models import Submission
from apps.submissions.queries import late_by


class TeamSerializer(serializers.Serializer[Team]):
    """A team."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """What a team handed in for an assignment, with its newest revision and the run of that."""

    id = serializers.CharField(source="public_id")
    assignment = serializers.CharField(source="assignment.public_id")
    course = serializers.CharField(source="assignment.course.public_id")
    team = TeamSerializer()
    revision_count = serializers.IntegerField()
    latest_revision = serializers.CharField(source="latest_id", allow_null=True)
    latest_at = serializers.DateTimeField(allow_null=True)
    late = serializers.SerializerMethodField()
    run_state = serializers.ChoiceField(choices=JobState.choices, allow_null=True)
    errors = serializers.IntegerField(  # type: ignore[assignment]
        allow_null=True, help_text="Blockers and errors of the newest run."
    )
    warnings = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Submission
        fields = (
            "id", "assignment", "course", "team", "created_at", "revision_count",
            "latest_revision", "latest_at", "late", "run_state", "errors", "warnings",
        )  # fmt: skip

    @extend_schema_field(serializers.BooleanField(help_text="The latest revision arrived late."))
    def get_late(self, submission: Submission) -> bool:
        """Whether the latest revision arrived after deadline and grace."""
        at: datetime | None = getattr(submission, "latest_at", None)
        return at is not None and late_by(submission.assignment, at) is not None
