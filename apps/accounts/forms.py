"""Forms about accounts: sign-up with a name, settings, API tokens."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email, get_next_redirect_url
from allauth.core import context
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import TokenScope, User
from apps.common import limits
from apps.common.addresses import client_address

_VERIFICATION: Final = app_settings.EmailVerificationMethod
_LIFETIMES: Final = (("30", "30 days"), ("90", "90 days"), ("180", "180 days"), ("365", "A year"))


SIGN_IN_NOW: Final = (
    "Now sign in with this address. If it had no account, it has one with the password you chose; if "
    "it had one, your earlier password still holds, and “Forgot your password?” gives you a new one."
)


class SignupForm(AllauthSignupForm):
    """Sign-up with e-mail, name and password. It never tells whether an address has an account.

    Where addresses are confirmed by mail, the mail tells its reader. Else the answer is the same for
    both: sign in now, with the password that you know or the one that you chose.
    """

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input w-full"}),
        help_text="Your team and the course staff see it.",
    )
    field_order = ("name", "email", "password1")

    def validate_unique_email(self, value: str) -> str:
        """Remember whether the address has an account; allauth would say so."""
        self.account_already_exists = bool(filter_users_by_email(value))
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or seem to; the answer, and the time it takes, are the same."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        if app_settings.EMAIL_VERIFICATION == _VERIFICATION.MANDATORY:
            return super().try_save(request)
        self._make_quietly(request)
        messages.info(request, SIGN_IN_NOW)
        login = reverse("account_login")
        after = get_next_redirect_url(request)
        return None, redirect(f"{login}?{urlencode({'next': after})}" if after else login)

    def _make_quietly(self, request: HttpRequest) -> None:
        """Make the account unless there is one; where mails are sent, both get one."""
        # To make an account begins a session; its cookie must not tell either.
        get_adapter().unstash_verified_email(request)
        user = None
        if not self.account_already_exists:
            # The same form may be sent twice at once.
            with suppress(IntegrityError), transaction.atomic():
                user = self.save(request)
        if app_settings.EMAIL_VERIFICATION == _VERIFICATION.OPTIONAL:
            if user is None:
                get_adapter().send_account_already_exists_mail(self.cleaned_data["email"])
            else:
                EmailAddress.objects.get_primary(user).send_confirmation(request, signup=True)

    def save(self, request: HttpRequest) -> User:
        """Store the person."""
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user

    def clean(self) -> dict[str, Any]:
        """Look at the form, and count it when an account could come of it.

        Raises:
            LimitReached: Too many accounts were made from this address.
        """
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            what = "Many accounts were made from your network."
            limits.require("sign_ups", client_address(context.request), what=what)
        return cleaned


class ResetPasswordForm(AllauthResetPasswordForm):
    """Asks for a mail with a link; known and unknown addresses are counted alike."""

    def clean_email(self) -> str:
        """The address.

        Raises:
            LimitReached: Too many mails were asked for, to this address or by this one.
        """
        email: str = super().clean_email()
        asks = client_address(context.request)
        what = "We were asked for many such mails from your network."
        limits.require("password_mails", asks, email.casefold(), what=what)
        limits.require("password_mails_of_an_address", asks, what=what)
        return email


class SettingsForm(forms.Form):
    """Name and shortcuts."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input w-full"}),
        help_text="Your team and the course staff see it.",
    )
    single_keys = forms.BooleanField(
        label="Single keys are shortcuts",
        required=False,
        help_text="Press ? on a page for the list. Switch off when you use speech input or when "
        "keys get in your way.",
    )

    @classmethod
    def of(cls, user: User, data: Any = None) -> SettingsForm:
        """The form filled with the settings of ``user``."""
        return cls(data, initial={"name": user.name, "single_keys": user.single_keys})


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label="What it is for",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off"}),
        help_text="For example: our team's CI.",
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=TokenScope.choices,
        initial=[TokenScope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    lifetime = forms.ChoiceField(
        label="Ends after",
        choices=_LIFETIMES,
        initial="90",
        widget=forms.Select(attrs={"class": "input w-full"}),
    )

    def service_values(self) -> dict[str, Any]:
        """Arguments for ``token_create``."""
        days = timedelta(days=int(self.cleaned_data["lifetime"]))
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "expires_at": timezone.now() + days,
        }
