"""Everything that changes an account or its API tokens.

Events about accounts belong to no course. They are written through ``hooks`` because the log lies
above this app.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import ApiToken, TokenScope, User, digest_of
from apps.common.hooks import Hook
from apps.common.ids import PublicIdModel
from apps.common.stored import aside

TOKEN_START: Final = "aie_"  # noqa: S105 - lets people and scanners recognise a token
_PREFIX_LENGTH: Final = 12
_TOUCH_EVERY: Final = timedelta(minutes=1)

Recorder = Callable[[User, str, PublicIdModel, Mapping[str, Any]], None]
recorders: Hook[Recorder] = Hook()
"""Called with who did what to which object; the log of activity lies above this app."""


@transaction.atomic
def account_update(*, user: User, name: str, single_keys: bool) -> User:
    """Change the name and whether single keys are shortcuts."""
    if (user.name, user.single_keys) == (name, single_keys):
        return user
    user.name, user.single_keys = name, single_keys
    user.save(update_fields=["name", "single_keys"])
    _record(user, "account.changed", user, {})
    return user


@transaction.atomic
def token_create(
    *, user: User, name: str, scopes: Sequence[str], expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """Make a personal API token.

    Returns:
        The stored token, and the secret. The secret is not kept: it can be shown this one time.
    """
    secret = TOKEN_START + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=secret[:_PREFIX_LENGTH],
        digest=digest_of(secret),
        scopes=[scope for scope in TokenScope.values if scope in scopes],
        expires_at=expires_at,
    )
    _record(user, "token.created", token, {"name": name, "scopes": token.scopes})
    return token, secret


@transaction.atomic
def token_revoke(*, user: User, token: ApiToken) -> ApiToken:
    """End a token at once; doing it twice changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        _record(user, "token.revoked", token, {"name": token.name})
    return token


def token_touch(token: ApiToken, *, now: datetime) -> None:
    """Remember that the token was used, at most once a minute so that reading stays cheap."""
    if token.last_used_at is None or now - token.last_used_at > _TOUCH_EVERY:
        with aside():
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _record(user: User, verb: str, obj: PublicIdModel, data: Mapping[str, Any]) -> None:
    for recorder in recorders:
        recorder(user, verb, obj, data)
