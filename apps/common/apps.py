"""Django's entry to the app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


class CommonConfig(AppConfig):
    """Settings of the app."""

    name = "apps.common"

    def ready(self) -> None:
        """Register the kinds of path parameters, and let migrations take as long as they need."""
        from apps.common import converters

        converters.register()
        pre_migrate.connect(_be_patient, dispatch_uid="apps.common.be_patient")


def _be_patient(*, using: str, **_: Any) -> None:
    """Take the limits of requests from the connection that migrates."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
