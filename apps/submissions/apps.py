"""Django's entry to the app."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Settings of the app."""

    name = "apps.submissions"
