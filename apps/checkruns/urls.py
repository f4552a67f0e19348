"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.checkruns import views

app_name = "checkruns"
urlpatterns = [
    path("checks/", views.index, name="checks"),
    path("checks/<check:code>/", views.check, name="check"),
]
