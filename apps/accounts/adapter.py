"""How allauth signs people in here: guessing slows the guesser, and nobody else."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.accounts.models import User
from apps.common import limits
from apps.common.addresses import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Counts wrong passwords by the address they come from, never by the account alone.

    Counted by the account, anybody could lock out its owner. A guess counts before it is looked at,
    so that many at once are not more than one after the other; a right one is given back.
    """

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind proxies as everywhere on the site."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a guess before the password is looked at.

        Raises:
            LimitReached: Too many wrong ones came from this address.
        """
        address = client_address(request)
        what = "Too many wrong passwords came from your network."
        self._guesses = [
            limits.require("guesses", address, _folded(credentials), what=what),
            limits.require("guesses_of_an_address", address, what=what),
        ]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person whose password it is; a right one does not count."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            for use in self._guesses:
                limits.give_back(use)
        return user


def forget_guesses(request: HttpRequest, user: User, **_: Any) -> None:
    """Who chose a new password by mail need not wait for the end of their guesses."""
    limits.forget("guesses", client_address(request), _folded({"email": user.email}))


def _folded(credentials: dict[str, Any]) -> str:
    """The account as the database compares it: “ſam” finds “sam”, and is no other account."""
    login = credentials.get("email") or credentials.get("username") or ""
    return str(login).strip().upper().casefold()
