"""What the API takes, and how what it gives is described."""

from __future__ import annotations

from typing import Any

from apps.annotations.models import AnchorState, CommentType, Severity, ThreadState
from apps.annotations.services.placing import DECISIONS
from apps.common import serializers
from apps.common.params import MOST
from apps.engine.comment_markup import MAX_BODY

LAST_VERSION = MOST - 1
"""The next version must fit into its column too."""

_TARGET = (
    "The place: {kind: text, artifact, start, end} in code points, or {kind: text, artifact, exact, "
    "prefix, suffix}; {kind: section, artifact, slug}; {kind: cell, artifact, table, row, column}; "
    "{kind: element, element}; {kind: region, artifact or diagram, rect or points in percent}; "
    "{kind: document, artifact}."
)


class ParticipantSerializer(serializers.Serializer[Any]):
    """A person as others may know them."""

    id = serializers.CharField()
    name = serializers.CharField()
    initials = serializers.CharField()
    hue = serializers.IntegerField()
    author = serializers.BooleanField(help_text="Of the team whose design it is.")
    you = serializers.BooleanField()


class AnchorSerializer(serializers.Serializer[Any]):
    """Where a thread stands in a revision; positions are code points of the canonical text."""

    state = serializers.ChoiceField(choices=AnchorState.choices)
    words = serializers.CharField()
    surface = serializers.CharField()
    artifact = serializers.CharField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    element = serializers.CharField()
    region = serializers.DictField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]
    quote = serializers.CharField()
    score = serializers.FloatField()
    guess = serializers.DictField(allow_null=True)
    selectors = serializers.ListField(child=serializers.DictField())


class FileSerializer(serializers.Serializer[Any]):
    """A file of a comment."""

    id = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    type = serializers.CharField()
    url = serializers.CharField()


class CommentSerializer(serializers.Serializer[Any]):
    """A comment; ``key`` is there for its author only."""

    id = serializers.CharField()
    key = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    author = ParticipantSerializer()
    body = serializers.CharField()
    html = serializers.CharField()
    replacement = serializers.CharField(allow_null=True)
    state = serializers.CharField(help_text="The state that the thread got with this comment.")
    draft = serializers.BooleanField()
    at = serializers.DateTimeField()
    edited = serializers.BooleanField()
    revision = serializers.IntegerField()
    files = FileSerializer(many=True)


class ThreadSerializer(serializers.Serializer[Any]):
    """A thread with its place in the revision asked about."""

    id = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)
    type = serializers.ChoiceField(choices=CommentType.choices)
    severity = serializers.CharField()
    state = serializers.ChoiceField(choices=ThreadState.choices)
    draft = serializers.BooleanField()
    author = ParticipantSerializer()
    revision = serializers.IntegerField()
    finding = serializers.CharField()
    in_actions = serializers.BooleanField()
    owner = ParticipantSerializer(allow_null=True)
    change = serializers.IntegerField()
    anchor = AnchorSerializer(allow_null=True)
    comments = CommentSerializer(many=True)
    quoted_first = serializers.CharField(required=False, help_text="What it quoted at first.")
    may = serializers.DictField(child=serializers.BooleanField())
    url = serializers.CharField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The values are made by ``cards``; here they are described."""
        return dict(instance)


class DraftSerializer(serializers.Serializer[Any]):
    """A draft as a browser saves it."""

    based_on = serializers.IntegerField(
        min_value=0,
        max_value=LAST_VERSION,
        help_text="The version that was edited; 0 for a new draft.",
    )
    body = serializers.CharField(
        allow_blank=True, trim_whitespace=False, max_length=MAX_BODY, default=""
    )
    replacement = serializers.CharField(
        allow_blank=True,
        allow_null=True,
        trim_whitespace=False,
        default=None,
    )
    type = serializers.ChoiceField(choices=CommentType.choices, default=CommentType.QUESTION)
    severity = serializers.ChoiceField(choices=Severity.choices, allow_blank=True, default="")
    target = serializers.DictField(default=dict, help_text=_TARGET)
    finding = serializers.CharField(
        allow_blank=True, default="", max_length=64, help_text="Identity of a finding."
    )
    thread = serializers.CharField(
        allow_blank=True, default="", help_text="The thread that is replied to."
    )


class NewThreadSerializer(DraftSerializer):
    """A thread that is published at once."""

    based_on = None  # type: ignore[assignment]
    thread = None  # type: ignore[assignment]
    body = serializers.CharField(max_length=MAX_BODY)
    key = serializers.CharField(
        max_length=40,
        required=False,
        help_text="Your own id of it: the same key makes no second thread.",
    )


class ThreadReplySerializer(serializers.Serializer[Any]):
    """A reply that is published at once."""

    body = serializers.CharField(max_length=MAX_BODY)
    key = serializers.CharField(max_length=40, required=False)


class PublishSerializer(serializers.Serializer[Any]):
    """Which drafts to publish; without keys all."""

    keys = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=500
    )
    summary = serializers.CharField(allow_blank=True, default="", max_length=MAX_BODY)


class PublishedSerializer(serializers.Serializer[Any]):
    """What was published."""

    review = serializers.CharField(allow_null=True)
    comments = serializers.IntegerField()


class StateSerializer(serializers.Serializer[Any]):
    """The state to set."""

    state = serializers.ChoiceField(choices=ThreadState.choices)
    note = serializers.CharField(allow_blank=True, default="", max_length=MAX_BODY)
    revision = serializers.CharField(
        required=False, help_text="The revision it was seen in; else the newest."
    )


class PlacingSerializer(serializers.Serializer[Any]):
    """Where a thread stands."""

    revision = serializers.CharField()
    decision = serializers.ChoiceField(choices=DECISIONS)
    target = serializers.DictField(default=dict, help_text=_TARGET)


class EditSerializer(serializers.Serializer[Any]):
    """New words of a published comment."""

    based_on = serializers.IntegerField(min_value=1, max_value=LAST_VERSION)
    body = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=MAX_BODY)


class ActionSerializer(serializers.Serializer[Any]):
    """Whether the thread is on the action list, and who takes care of it."""

    in_actions = serializers.BooleanField(required=False)
    owner = serializers.CharField(
        required=False, allow_blank=True, help_text="Id of a member of the team; empty for nobody."
    )


class MarkdownSerializer(serializers.Serializer[Any]):
    """Markdown to be shown as a comment."""

    body = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=MAX_BODY)
