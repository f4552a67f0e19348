"""Names of people in templates: ``{% shown_as reply.author as author %}{{ author }}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from apps.accounts.models import User
from apps.accounts.queries import ShownPerson
from apps.accounts.queries import shown_as as shown

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_as(context: Context, person: User | None) -> ShownPerson | None:
    """The person as whoever reads the page may know them, in front of its submission."""
    if person is None:
        return None
    request: Any = context["request"]
    return shown(person, request.user, context.get("submission"))
