"""Forms about accounts: sign-up with a name, settings, API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.models import TokenScope, User

_LIFETIMES: Final = (("30", "30 days"), ("90", "90 days"), ("180", "180 days"), ("365", "A year"))


class SignupForm(AllauthSignupForm):
    """Sign-up with e-mail, name and password."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input w-full"}),
        help_text="Your team and the course staff see it.",
    )
    field_order = ("name", "email", "password1")

    def save(self, request: HttpRequest) -> User | None:
        """Store the person; None when the address is known already and must not be told."""
        user: User | None = super().save(request)
        if user is not None:
            user.name = self.cleaned_data["name"]
            user.save(update_fields=["name"])
        return user


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
