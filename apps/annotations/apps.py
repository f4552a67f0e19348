"""Django's entry to the app."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """Carries threads, and adds comments to the pages of a revision."""

    name = "apps.annotations"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.annotations import panels, your_turn
        from apps.annotations.models import Carry
        from apps.annotations.queries import bytes_attached
        from apps.annotations.services import carrying
        from apps.checkruns import hooks as runs
        from apps.courses import hooks as courses
        from apps.jobs import hooks as jobs
        from apps.submissions import hooks as submissions
        from apps.workspace import hooks as workspace

        jobs.register(carrying.TASK, Carry, queue="checks")
        runs.on_read.register(carrying.carry_after_reading)
        workspace.panel_sources.register(panels.comments_panel)
        workspace.tab_sources.register(panels.tabs)
        courses.turn_sources.register(your_turn.turns)
        submissions.storage_sources.register(bytes_attached)
