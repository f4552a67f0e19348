"""Django's entry to the app."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Shows a revision, and makes its pictures as soon as it is read."""

    name = "apps.workspace"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.checkruns import hooks as runs
        from apps.submissions import hooks as submissions
        from apps.workspace import pictures, sources

        runs.after_run.register(pictures.prepare)
        submissions.deliverable_sources.register(sources.deliverables_of)
        submissions.revision_urls.register(sources.revision_url)
