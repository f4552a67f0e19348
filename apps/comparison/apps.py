"""Django's entry to the app."""

from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    """Adds the comparison to the pages of a revision."""

    name = "apps.comparison"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.comparison import services, tabs
        from apps.comparison.models import ComparisonJob
        from apps.jobs import hooks as jobs
        from apps.workspace import hooks

        hooks.tab_sources.register(tabs.tabs)
        jobs.register(services.TASK, ComparisonJob, queue="checks")
