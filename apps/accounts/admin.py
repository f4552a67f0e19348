"""Accounts in Django's admin, for operators: switching off, making operators. Never passwords."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.models import ApiToken, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People."""

    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")
    ordering = ("email",)

    def has_delete_permission(self, _request: HttpRequest, _obj: User | None = None) -> bool:
        """People are switched off; what they did stays theirs."""
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Tokens, to look at and to revoke in an emergency."""

    list_display = ("prefix", "user", "name", "expires_at", "last_used_at", "revoked_at")
    search_fields = ("prefix", "user__email")
    readonly_fields = (
        "user", "name", "prefix", "scopes", "created_at", "expires_at", "last_used_at",
    )  # fmt: skip
    exclude = ("digest",)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Only their owners make tokens."""
        return False
