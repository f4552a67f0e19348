"""Django's entry to the app."""

from django.apps import AppConfig


class CheckrunsConfig(AppConfig):
    """Makes runs a kind of background work, and lets every new revision have one."""

    name = "apps.checkruns"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.checkruns import queries, services, your_turn
        from apps.checkruns.models import CheckRun
        from apps.courses import hooks as courses
        from apps.jobs import hooks as jobs
        from apps.submissions import hooks as submissions

        jobs.register(services.TASK, CheckRun, queue="checks")
        submissions.on_revision.register(services.run_for)
        submissions.summary_sources.register(queries.run_summaries)
        courses.turn_sources.register(your_turn.turns)
        courses.work_sources.register(your_turn.work_states)
