"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.comparison import views

app_name = "comparison"
urlpatterns = [
    path("r/<id:public_id>/compare/", views.with_the_one_before, name="compare_before"),
    path("r/<id:public_id>/compare/<id:other>/", views.compare, name="compare"),
]
