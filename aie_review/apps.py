"""Django's entry to the configuration package; it registers the system checks."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Loads the checks that name unsafe or missing settings, and Celery's application."""

    name = "aie_review"

    def ready(self) -> None:
        """Register; importing the modules does it."""
        from aie_review import celery, system_checks  # noqa: F401
