"""What the admin pages of all apps share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnly(admin.ModelAdmin):
    """Shown, not changed: changes are made on the pages, where rules hold and the log is written."""

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Made on the pages."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Changed on the pages."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Work hangs on it."""
        return False
