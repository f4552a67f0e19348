"""Django's entry to the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Settings of the app."""

    name = "apps.accounts"

    def ready(self) -> None:
        """Listen to what allauth tells."""
        from allauth.account.signals import password_reset

        from apps.accounts.adapter import forget_guesses

        password_reset.connect(forget_guesses, dispatch_uid="forget_guesses")
