"""Django's entry to the app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Settings of the app."""

    name = "apps.courses"
