"""Who asks, facts about a person on the site, and the guarded entry to their own tokens."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from rest_framework.request import Request

from apps.accounts.models import ApiToken, User
from apps.accounts.policy import ANONYMOUS, Identity


def person_of(request: HttpRequest | Request) -> User:
    """Who is signed in; for views that nobody else reaches."""
    return cast("User", request.user)


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
