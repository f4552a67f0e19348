"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.exports import views

app_name = "exports"
urlpatterns = [
    path("r/<id:public_id>/exports/", views.index, name="exports"),
    path("r/<id:public_id>/exports/state/", views.state, name="exports_state"),
    path("r/<id:public_id>/exports/import/", views.bring_in, name="annotations_import"),
    path("exports/<id:public_id>/", views.file, name="export_file"),
]
