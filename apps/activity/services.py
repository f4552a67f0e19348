"""Writing to the log: one event for every action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.activity.models import Event
from apps.common.ids import PublicIdModel


def record(
    *,
    actor: User | AnonymousUser | None,
    verb: str,
    obj: PublicIdModel,
    course: PublicIdModel | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write down that ``actor`` did ``verb`` to ``obj``.

    Called by every service inside its transaction, so that a change and its event stand or fall
    together.

    Args:
        actor: Who did it; None for the program itself.
        verb: A dotted word, object first: ``revision.submitted``.
        obj: What it was done to.
        course: The course it belongs to, where there is one.
        data: Plain values that a sentence about it needs: names, numbers, old and new values.
    """
    return Event.objects.create(
        actor=actor if isinstance(actor, User) else None,
        verb=verb,
        object_type=type(obj).__name__.lower(),
        object_id=obj.public_id,
        course_id=course.public_id if course else "",
        data=dict(data or {}),
    )


def account_event(actor: User, verb: str, obj: PublicIdModel, data: Mapping[str, Any]) -> None:
    """Write an event about an account, which belongs to no course."""
    record(actor=actor, verb=verb, obj=obj, data=data)
