"""Django's entry to the app."""

from __future__ import annotations

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Settings of the app."""

    name = "apps.activity"

    def ready(self) -> None:
        """Let accounts, which lie below the log, write to it."""
        from apps.accounts import services as accounts
        from apps.activity import services

        accounts.recorders.register(services.account_event)
