"""Django's entry to the app."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """Carries threads, writes exports, and adds comments to the pages of a revision."""

    name = "apps.annotations"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.annotations import demo, panels, turns
        from apps.annotations.models import Carry, Export
        from apps.annotations.services import carrying, exporting
        from apps.checkruns import hooks
        from apps.courses import hooks as course_hooks
        from apps.jobs import hooks as jobs

        jobs.register(carrying.TASK, Carry, queue="checks")
        jobs.register(exporting.TASK, Export, queue="exports")
        if carrying.carry_after_reading not in hooks.on_read:
            hooks.on_read.append(carrying.carry_after_reading)
            hooks.panel_sources.append(panels.comments_panel)
            hooks.tab_sources.append(panels.tabs)
            course_hooks.turn_sources.append(turns.turns)
            hooks.demo_steps.append(demo.step)
