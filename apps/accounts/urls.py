"""Addresses of the pages of this app; signing in and out is allauth's, beside these."""

from __future__ import annotations

from django.urls import path

from apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/settings/", views.settings, name="settings"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<id:token_id>/revoke/", views.token_revoke, name="token_revoke"),
]
