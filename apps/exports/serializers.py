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
    """An import: it has ended when ``finished_at`` has a value; its counts only grow."""

    id = serializers.CharField()
    revision = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    phase = serializers.ChoiceField(
        choices=("", "waiting", "reading", "taking"), help_text="Empty when it has ended."
    )
    done = serializers.IntegerField(help_text="Comments of the file that were looked at.")
    total = serializers.IntegerField(allow_null=True, help_text="All of them, once they are read.")
    threads = serializers.IntegerField(help_text="New threads.")
    comments = serializers.IntegerField(help_text="New comments.")
    known = serializers.IntegerField(help_text="Comments that were there already.")
    problem = serializers.CharField(help_text="Why it did not come to its end, and what to do.")
    problem_count = serializers.IntegerField()
    problems = ImportProblemSerializer(many=True, help_text="The first 50; `problems/` has all.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
