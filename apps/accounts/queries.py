"""Questions about accounts and their tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from apps.accounts.models import ApiToken, User, digest_of
from apps.common.avatars import hue, initials


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens of a person, those that still work first, newest first."""
    return ApiToken.objects.filter(user=user).order_by("revoked_at", "-created_at")


def token_by_secret(secret: str, *, now: datetime) -> ApiToken | None:
    """The token that works at ``now`` and has this secret, with its person."""
    works = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    return (
        ApiToken.objects.filter(works, digest=digest_of(secret), user__is_active=True)
        .select_related("user")
        .first()
    )


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """A person as somebody else may know them; as text, the name."""

    id: str
    name: str
    initials: str
    hue: int

    def __str__(self) -> str:
        return self.name


def shown_as(
    person: User,
    reader: User | AnonymousUser | None,
    submission: object,  # noqa: ARG001 - whoever reviews without a name will be told apart by it
) -> ShownPerson:
    """``person`` as ``reader`` may know them in front of ``submission``.

    The one door for names of people who work on a submission: pages, the API, exports, tables and
    mails ask here, so that a rule that hides somebody holds everywhere. Today everybody who sees a
    submission knows its people by name.

    Args:
        person: Who is to be named.
        reader: Who reads; ``None`` is a file that leaves the site, which never holds an e-mail address.
        submission: The submission in front of which they stand; ``None`` where there is none.
    """
    name = str(person)
    if reader is None:
        name = person.name.strip()
        name = "" if person.email.casefold() in name.casefold() else name
    return ShownPerson(person.public_id, name, initials(name), hue(name))
