"""Django's entry to the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Settings of the app."""

    name = "apps.activity"

    def ready(self) -> None:
        """Let accounts, which lie below the log, write to it."""
        from apps.accounts import services as accounts
        from apps.activity import services

        def write(actor: Any, verb: str, obj: Any, data: Mapping[str, Any]) -> None:
            services.record(actor=actor, verb=verb, obj=obj, data=data)

        accounts.recorders[:] = [write]
