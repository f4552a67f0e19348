"""Facts about a person on the site, and the guarded entry to their own tokens."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from apps.accounts.models import ApiToken, User
from apps.accounts.policy import ANONYMOUS, Identity


def site_identity(user: User | AnonymousUser) -> Identity:
    """The facts about ``user`` that no course is needed for."""
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    return Identity(signed_in=True, operator=user.is_superuser)


def token_for(user: User, public_id: str) -> ApiToken:
    """A token of ``user`` themselves; those of others do not exist for them."""
    token = ApiToken.objects.filter(user=user, public_id=public_id).first()
    if token is None:
        raise Http404
    return token
