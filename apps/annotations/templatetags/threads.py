"""Badges of threads: ``{% type_badge thread %} {% state_badge thread %} {% fate_badge anchor %}``."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.annotations import icons_and_tones as looks
from apps.annotations.models import Anchor, AnchorState, CommentType, Thread, ThreadState
from apps.common.templatetags.ui import icon

register = template.Library()


def _badge(look: tuple[str, str], words: str) -> SafeString:
    tone, sign = look
    shown = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="badge"{}>{}{}</span>', shown, icon(sign), words)


@register.simple_tag
def type_badge(thread: Thread) -> SafeString:
    """The type of a thread."""
    return _badge(looks.TYPES[CommentType(thread.type)], thread.get_type_display())


@register.simple_tag
def state_badge(thread: Thread) -> SafeString:
    """The state of a thread; a draft says that only its author sees it."""
    if thread.published_at is None:
        return _badge(("accent", "eye-off"), "Draft, seen by you only")
    return _badge(looks.STATES[ThreadState(thread.state)], thread.get_state_display())


@register.simple_tag
def fate_badge(anchor: Anchor) -> SafeString:
    """What became of a place."""
    return _badge(looks.FATES[AnchorState(anchor.state)], anchor.get_state_display())
