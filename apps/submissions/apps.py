"""Django's entry to the app."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Tells the layer below what it cannot know."""

    name = "apps.submissions"

    def ready(self) -> None:
        """Answer the questions of ``courses`` about work that was handed in."""
        from apps.courses import hooks
        from apps.submissions.queries import team_has_work

        hooks.team_has_work.register(team_has_work)
