"""Submissions, revisions and files as JSON."""

from __future__ import annotations

from datetime import timedelta

from drf_spectacular.utils import extend_schema_field
from rest_framework.reverse import reverse

from apps.accounts.queries import ShownPerson, shown_as
from apps.common import serializers
from apps.submissions.deadlines import late_by
from apps.submissions.models import Artifact, Revision


class PersonSerializer(serializers.Serializer[ShownPerson]):
    """A person as whoever asks may know them."""

    id = serializers.CharField()
    name = serializers.CharField()


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """One upload. It never changes."""

    id = serializers.CharField(source="public_id")
    submission = serializers.CharField(source="submission.public_id")
    assignment = serializers.CharField(source="submission.assignment.public_id")
    uploaded_by = serializers.SerializerMethodField()
    late_seconds = serializers.SerializerMethodField()
    runs = serializers.SerializerMethodField()
    package = serializers.SerializerMethodField()

    class Meta:
        model = Revision
        fields = (
            "id", "submission", "assignment", "number", "uploaded_by", "received_at",
            "late_seconds", "upload_name", "upload_size", "upload_digest", "main_path", "note",
            "runs", "package",
        )  # fmt: skip

    @extend_schema_field(PersonSerializer)
    def get_uploaded_by(self, revision: Revision) -> dict[str, str]:
        """Who of the team uploaded it."""
        reader = self.context["request"].user
        shown = shown_as(revision.uploaded_by, reader, revision.submission)
        return dict(PersonSerializer(shown).data)

    @extend_schema_field(serializers.IntegerField(help_text="0 when it arrived in time."))
    def get_late_seconds(self, revision: Revision) -> int:
        """How late it arrived, beyond the grace."""
        late: timedelta | None = late_by(revision.submission.assignment, revision.received_at)
        return int(late.total_seconds()) if late else 0

    @extend_schema_field(serializers.URLField(help_text="Where its check runs are."))
    def get_runs(self, revision: Revision) -> str:
        """Address of its runs."""
        return self._address("api-revision-runs", revision)

    @extend_schema_field(serializers.URLField(help_text="The upload as it came."))
    def get_package(self, revision: Revision) -> str:
        """Address of the upload."""
        return self._address("api-revision-package", revision)

    def _address(self, name: str, revision: Revision) -> str:
        return reverse(name, args=[revision.public_id], request=self.context.get("request"))


class ArtifactSerializer(serializers.ModelSerializer[Artifact]):
    """A file of a revision."""

    address = serializers.SerializerMethodField()

    class Meta:
        model = Artifact
        fields = ("path", "type", "size", "skipped_reason", "address")

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_address(self, artifact: Artifact) -> str | None:
        """Where its bytes are; none for what was left out."""
        if not artifact.digest:
            return None
        arguments = [artifact.revision.public_id, artifact.path]
        return reverse("api-revision-file", args=arguments, request=self.context.get("request"))


class UploadSerializer(serializers.Serializer[object]):
    """The body of an upload, as multipart/form-data."""

    file = serializers.FileField(help_text="A ZIP, a tar.gz or one Markdown file, up to 50 MB.")
    main = serializers.CharField(
        required=False, max_length=500, help_text="Path of the main document, if you choose it."
    )
    note = serializers.CharField(
        required=False, max_length=500, help_text="What is new in this revision."
    )
