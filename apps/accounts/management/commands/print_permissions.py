"""``manage.py print_permissions``: writes the page about permissions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.accounts.policy_page import permissions_page


class Command(BaseCommand):
    """Print ``apps/accounts/policy.py`` into ``docs/permissions.md``."""

    help = "Print the policy into docs/permissions.md."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the file and say where it is."""
        page = Path(settings.BASE_DIR) / "docs" / "permissions.md"
        page.write_text(permissions_page(), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")
