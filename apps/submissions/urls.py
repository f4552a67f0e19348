"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.submissions import views

app_name = "submissions"
urlpatterns = [
    path("a/<id:public_id>/", views.assignment, name="assignment"),
    path("a/<id:public_id>/upload/", views.upload, name="upload"),
    path("r/<id:public_id>/main/", views.choose_main, name="choose_main"),
    path("r/<id:public_id>/package/", views.download, name="download"),
    path("u/<token:token>/", views.user_file, name="file"),
]
