"""Django's entry to the app."""

from django.apps import AppConfig


class CheckrunsConfig(AppConfig):
    """Makes runs a kind of background work, and lets every new revision have one."""

    name = "apps.checkruns"

    def ready(self) -> None:
        """Register with the lower layers, which do not know this app."""
        from apps.checkruns import services
        from apps.checkruns.models import CheckRun
        from apps.jobs import hooks as jobs
        from apps.submissions import hooks

        jobs.register(services.TASK, CheckRun, queue="checks")
        if services.run_for not in hooks.on_revision:
            hooks.on_revision.append(services.run_for)
        _tell_submissions()
        _tell_courses()


def _tell_submissions() -> None:
    """Let the page of an assignment show how revisions are doing."""
    from apps.checkruns import sources
    from apps.submissions import hooks

    if sources.summaries not in hooks.summary_sources:
        hooks.summary_sources.append(sources.summaries)
        hooks.deliverable_sources.append(sources.deliverables_of)


def _tell_courses() -> None:
    """Let the home and course pages know what waits for people here."""
    from apps.checkruns import turns
    from apps.courses import hooks

    if turns.turns not in hooks.turn_sources:
        hooks.turn_sources.append(turns.turns)
        hooks.work_sources.append(turns.work_states)
