"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.exports.views import exports, imports

app_name = "exports"
urlpatterns = [
    path("r/<id:public_id>/exports/", exports.index, name="exports"),
    path("r/<id:public_id>/exports/state/", exports.state, name="exports_state"),
    path("r/<id:public_id>/exports/import/", imports.send, name="annotations_import"),
    path("imports/<id:public_id>/", imports.result, name="import"),
    path("imports/<id:public_id>/state/", imports.result_state, name="import_state"),
    path("exports/<id:public_id>/", exports.file, name="export_file"),
]
