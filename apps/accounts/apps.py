"""Django's entry to the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Settings of the app."""

    name = "apps.accounts"
