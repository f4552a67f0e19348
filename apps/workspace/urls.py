"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.workspace.views import documents, reading, report

app_name = "workspace"
urlpatterns = [
    path("r/<id:public_id>/", report.report, name="report"),
    path("r/<id:public_id>/run/", report.run_state, name="run_state"),
    path("r/<id:public_id>/recheck/", report.recheck, name="recheck"),
    path("r/<id:public_id>/cancel/", report.cancel, name="cancel"),
    path("r/<id:public_id>/findings/<finding:identity>/", report.finding, name="finding"),
    path("r/<id:public_id>/read/", reading.read, name="read"),
    path("r/<id:public_id>/diagrams/", reading.diagrams, name="diagrams"),
    path("r/<id:public_id>/document/", documents.document, {"path": ""}, name="document"),
    path("r/<id:public_id>/document/<file:path>", documents.document, name="document"),
]
