"""Django's entry to the app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Gives the commands ``up`` and ``worker``; its model is abstract, so it has no migrations."""

    name = "apps.jobs"
