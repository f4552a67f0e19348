"""What the API of exports and imports takes and gives."""

from __future__ import annotations

from typing import Any

from apps.common import serializers
from apps.exports.models import ExportFormat
from apps.jobs.models import JobState


class ExportRequestSerializer(serializers.Serializer[Any]):
    """The format to export."""

    format = serializers.ChoiceField(choices=ExportFormat.choices)


class ExportSerializer(serializers.Serializer[Any]):
    """An export: ready when ``state`` is ``done``."""

    id = serializers.CharField()
    revision = serializers.CharField()
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    state = serializers.ChoiceField(choices=JobState.choices)
    phase = serializers.CharField()
    problem = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes; 0 until it is written.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    file = serializers.CharField(allow_null=True, help_text="Where the file is, once there is one.")


class ImportProblemSerializer(serializers.Serializer[Any]):
    """Something that was not taken over, or not as it was."""

    where = serializers.CharField(help_text="A JSON pointer into what was sent.")
    index = serializers.IntegerField(help_text="Number of the annotation, from 0.")
    message = serializers.CharField()
    hint = serializers.CharField()
    text = serializers.CharField(help_text="What was left out says this.")


class ImportSerializer(serializers.Serializer[Any]):
    """What an import did."""

    threads = serializers.IntegerField(help_text="New threads.")
    comments = serializers.IntegerField(help_text="New comments.")
    known = serializers.IntegerField(help_text="Comments that were there already.")
    problems = ImportProblemSerializer(many=True)
