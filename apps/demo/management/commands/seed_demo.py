"""``manage.py seed_demo``: a course to look around in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.demo import demo_sign_ins, seed


class Command(BaseCommand):
    """Make the demo course once, and print how to sign in."""

    help = "Make a demo course with people, assignments and designs; a second time changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Seed and print the sign-ins."""
        if settings.PRODUCTION:
            raise CommandError(
                "The demo has passwords that everybody knows, so it is not made on a production "
                "site. Use another database, with a SITE_URL that begins with http://."
            )
        if not seed.exists():
            seed.seed(timezone.now())
        for line in demo_sign_ins():
            self.stdout.write(line)
