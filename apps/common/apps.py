"""Django's entry to the app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Settings of the app."""

    name = "apps.common"
