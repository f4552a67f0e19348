"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.dashboards.views import status, submissions

app_name = "dashboards"
urlpatterns = [
    path("a/<id:public_id>/submissions/", submissions.submissions, name="submissions"),
    path("a/<id:public_id>/submissions.csv", submissions.submissions_csv, name="submissions_csv"),
    path("status/", status.status, name="status"),
]
