"""Django's entry to the app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Settings of the app."""

    name = "apps.common"

    def ready(self) -> None:
        """Register the kinds of path parameters before any address is read."""
        from apps.common import converters

        converters.register()
