"""Django's entry to the app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Writes exports, and brings annotations in."""

    name = "apps.exports"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.exports import services
        from apps.exports.models import AnnotationImport, Export
        from apps.jobs import hooks as jobs

        jobs.register(services.EXPORT, Export, queue="exports")
        jobs.register(services.IMPORT, AnnotationImport, queue="exports")
