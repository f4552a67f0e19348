"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.checkruns.views import checks, documents, reading, report, staff, status

app_name = "checkruns"
urlpatterns = [
    path("r/<str:public_id>/", report.report, name="report"),
    path("r/<str:public_id>/run/", report.run_state, name="run_state"),
    path("r/<str:public_id>/recheck/", report.recheck, name="recheck"),
    path("r/<str:public_id>/cancel/", report.cancel, name="cancel"),
    path("r/<str:public_id>/findings/<str:identity>/", report.finding, name="finding"),
    path("r/<str:public_id>/read/", reading.read, name="read"),
    path("r/<str:public_id>/diagrams/", reading.diagrams, name="diagrams"),
    path("r/<str:public_id>/document/", documents.document, {"path": ""}, name="document"),
    path("r/<str:public_id>/document/<path:path>", documents.document, name="document"),
    path("a/<str:public_id>/submissions/", staff.submissions, name="submissions"),
    path("a/<str:public_id>/submissions.csv", staff.submissions_csv, name="submissions_csv"),
    path("checks/", checks.index, name="checks"),
    path("checks/<str:code>/", checks.check, name="check"),
    path("status/", status.status, name="status"),
]
