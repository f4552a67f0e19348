"""Django's entry to the app."""

from django.apps import AppConfig


class CheckrunsConfig(AppConfig):
    """Settings of the app."""

    name = "apps.checkruns"
