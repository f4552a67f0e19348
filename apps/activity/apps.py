"""Django's entry to the app."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Settings of the app."""

    name = "apps.activity"
