"""Who asks, in the REST API: personal tokens in the header, or the session of the browser."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from apps.accounts.models import ApiToken, TokenScope, User
from apps.accounts.queries import token_by_secret
from apps.accounts.services import token_touch
from apps.common.api import Problem
from apps.common.params import params

_QUERY_NAMES: Final = frozenset({"token", "access_token", "api_key", "apikey", "auth_token"})


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer aie_…``; never in the address, where logs and proxies keep it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token of the header; None when there is no such header."""
        if _QUERY_NAMES & set(params(request).given()):
            raise Problem(
                400,
                "A token in the address is not taken.",
                why="Addresses are kept in logs and histories.",
                what_to_do="Send it in the header “Authorization: Bearer …”, "
                "and revoke this one under /account/tokens/.",
            )
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        secret = words[1].decode("latin-1") if len(words) == 2 else ""
        now = timezone.now()
        token = token_by_secret(secret, now=now)
        if token is None:
            raise exceptions.AuthenticationFailed
        token_touch(token, now=now)
        return token.user, token

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 answers in ``WWW-Authenticate``."""
        return 'Bearer realm="AIE Review"'


class ScopesAllow(BasePermission):
    """A token does no more than its scopes say; a session has no scopes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Reading needs ``read``, everything else what the view names, else ``upload``."""
        token = request.auth
        if not isinstance(token, ApiToken):
            return True
        writing = getattr(view, "token_scope", TokenScope.UPLOAD)
        needed = TokenScope.READ if request.method in SAFE_METHODS else writing
        if needed in token.scopes:
            return True
        raise Problem(
            403,
            f"This token does not have the scope “{needed.value}”.",
            why=f"Its scopes are: {', '.join(token.scopes)}.",
            what_to_do="Make a token with this scope under /account/tokens/.",
        )
