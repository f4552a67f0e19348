"""Django's entry to the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A demo course, made once on an empty site."""

    name = "apps.demo"
