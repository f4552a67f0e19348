"""The filter for staff-written Markdown."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from apps.common import markdown

register = template.Library()


@register.filter
def staff_markdown(source: str) -> SafeString:
    """Clean HTML of a text that course staff wrote in Markdown."""
    return markdown.render(source)
