"""Django's entry to the app."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Lists over many submissions, and the state of the site."""

    name = "apps.dashboards"
