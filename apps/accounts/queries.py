"""Questions about accounts and their tokens."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from apps.accounts.models import ApiToken, User, digest_of


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
