"""Everything that changes threads, comments and their places."""

from apps.annotations.services.actions import action_set
from apps.annotations.services.at_once import comment_publish
from apps.annotations.services.attachments import AttachmentRefused, attachment_add
from apps.annotations.services.carrying import TASK as CARRY
from apps.annotations.services.carrying import carry_again
from apps.annotations.services.drafts import (
    Conflict,
    DraftInput,
    draft_discard,
    draft_save,
)
from apps.annotations.services.editing import comment_edit
from apps.annotations.services.placing import anchor_place
from apps.annotations.services.presence import presence_note
from apps.annotations.services.publishing import review_publish
from apps.annotations.services.states import StateRefused, state_set
from apps.annotations.services.suggestions import suggestion_apply

__all__ = [
    "CARRY",
    "AttachmentRefused",
    "Conflict",
    "DraftInput",
    "StateRefused",
    "action_set",
    "anchor_place",
    "attachment_add",
    "carry_again",
    "comment_edit",
    "comment_publish",
    "draft_discard",
    "draft_save",
    "presence_note",
    "review_publish",
    "state_set",
    "suggestion_apply",
]
