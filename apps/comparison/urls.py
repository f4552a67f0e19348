"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.comparison import views

app_name = "comparison"
urlpatterns = [
    path("r/<str:public_id>/compare/", views.with_the_one_before, name="compare_before"),
    path("r/<str:public_id>/compare/<str:other>/", views.compare, name="compare"),
]
