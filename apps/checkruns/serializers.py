"""Runs, findings, replies and checks as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework.reverse import reverse

from apps.accounts.queries import shown_as
from apps.checkruns.models import CheckRun, FindingReply, ReplyKind, RunFinding
from apps.common import serializers
from apps.jobs.models import JobState


class RunSerializer(serializers.ModelSerializer[CheckRun]):
    """A run of the checks over a revision. It is over when ``finished_at`` has a value."""

    id = serializers.CharField(source="public_id")
    revision = serializers.CharField(source="revision.public_id")
    progress = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    engine = serializers.CharField(source="engine_version")
    refdata = serializers.CharField(source="refdata_version")
    addresses = serializers.SerializerMethodField()

    class Meta:
        model = CheckRun
        fields = (
            "id", "revision", "state", "attempt", "progress", "counts", "created_at",
            "started_at", "finished_at", "problem", "engine", "refdata", "rubric_digest",
            "addresses",
        )  # fmt: skip

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_progress(self, run: CheckRun) -> dict[str, int]:
        """How far it is."""
        done = run.progress_total if run.state == JobState.DONE else run.progress_done
        return {"done": done, "total": run.progress_total}

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_counts(self, run: CheckRun) -> dict[str, int]:
        """Findings by severity; muted, ignored and preview ones are not counted."""
        return {
            "blocker": run.blockers,
            "error": run.errors,
            "warning": run.warnings,
            "info": run.infos,
        }

    @extend_schema_field(serializers.DictField(child=serializers.URLField()))
    def get_addresses(self, run: CheckRun) -> dict[str, str]:
        """Where its results are."""
        request = self.context.get("request")
        return {
            name: reverse(f"api-run-{name}", args=[run.public_id], request=request)
            for name in ("report", "reading", "findings")
        }


class FindingSerializer(serializers.Serializer[RunFinding]):
    """A finding, as the report has it."""

    code = serializers.CharField()
    check_version = serializers.CharField()
    stage = serializers.CharField()
    severity = serializers.ChoiceField(choices=["blocker", "error", "warning", "info"])
    confidence = serializers.FloatField()
    criteria = serializers.ListField(child=serializers.CharField())
    title = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField()
    where = serializers.DictField()
    evidence = serializers.ListField(child=serializers.DictField())
    computed = serializers.DictField()
    subject = serializers.CharField()
    identity = serializers.CharField()
    state = serializers.CharField()
    caused_by = serializers.CharField(allow_null=True)
    ignored = serializers.CharField(allow_null=True)

    def to_representation(self, instance: RunFinding) -> dict[str, Any]:
        """The finding as the engine gave it: the same bytes as in the report."""
        return dict(instance.data)


class ReplySerializer(serializers.ModelSerializer[FindingReply]):
    """An answer to a finding."""

    id = serializers.CharField(source="public_id", read_only=True)
    author = serializers.SerializerMethodField()
    revision = serializers.IntegerField(source="revision.number", read_only=True)
    kind = serializers.ChoiceField(
        choices=ReplyKind.choices, help_text="fixed, misread, or intended (needs a text)."
    )
    text = serializers.CharField(required=False, allow_blank=True, max_length=5000, default="")

    class Meta:
        model = FindingReply
        fields = ("id", "code", "kind", "text", "author", "revision", "created_at")
        read_only_fields = ("code", "created_at")

    def get_author(self, reply: FindingReply) -> str:
        """The name under which whoever asks may know the author."""
        return str(shown_as(reply.author, self.context["request"].user, reply.submission))


class CheckSerializer(serializers.Serializer[Any]):
    """A check; public."""

    code = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.CharField()
    stage = serializers.CharField()
    criteria = serializers.ListField(child=serializers.CharField())
    version = serializers.CharField()
    since = serializers.CharField()
    page = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField())
    def get_page(self, check: Any) -> str:
        """Address of its public page."""
        return reverse("checkruns:check", args=[check.code], request=self.context.get("request"))
